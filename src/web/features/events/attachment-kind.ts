import type { Attachment } from '../../api/attachments.ts'

const kinds: Record<string, string> = {
  'event.minidump': 'Minidump',
  'event.applecrashreport': 'Apple crash report',
  'event.view_hierarchy': 'View hierarchy',
  'unreal.context': 'Unreal context',
  'unreal.logs': 'Unreal log',
}

/** What a file is, in words where we have some: `View hierarchy · application/json`. */
export function kindOf({ type, mimetype }: Pick<Attachment, 'type' | 'mimetype'>): string {
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined
  const other = type === 'event.attachment' ? undefined : type
  return [kind ?? other, mimetype ?? undefined].filter((part) => part !== undefined).join(' · ') || 'File'
}

/** Formats that every browser shows, and that the server gives out as such. */
const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']
/** A thumbnail is the whole picture, made small by the browser. */
const previewBytes = 5_000_000

export function canPreview({ mimetype, size }: Pick<Attachment, 'mimetype' | 'size'>): boolean {
  return mimetype !== null && pictures.includes(mimetype) && size > 0 && size <= previewBytes
}
