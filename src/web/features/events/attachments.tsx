import { queryOptions, useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { type Attachment, attachmentUrl, listAttachments } from '../../api/attachments.ts'
import type { EventDetail } from '../../api/types.ts'
import { formatBytes, plural } from '../../format/number.ts'
import { Icon } from '../../ui/icon.tsx'
import { Section } from '../../ui/section.tsx'
import { canPreview, kindOf } from './attachment-kind.ts'

const attachmentsQuery = (org: string, project: string, event: string) =>
  queryOptions({
    queryKey: ['attachments', org, project, event],
    queryFn: ({ signal }) => listAttachments(org, project, event, signal),
    // Files may come after their event.
    staleTime: 15_000,
  })

/** The files that came with an event; nothing where there are none, which is nearly always. */
export function Attachments({ event, org, project }: { event: EventDetail; org: string; project: string }) {
  const { data: attachments = [] } = useQuery(attachmentsQuery(org, project, event.eventID))
  if (attachments.length === 0) return null
  return (
    <Section title="Attachments" note={plural(attachments.length, 'file')}>
      <ul>
        {attachments.map((attachment) => (
          <AttachmentRow key={attachment.id} attachment={attachment} url={attachmentUrl(org, project, attachment)} />
        ))}
      </ul>
    </Section>
  )
}

function AttachmentRow({ attachment, url }: { attachment: Attachment; url: string }) {
  const { name, size } = attachment
  return (
    <li className="flex min-h-8 items-center gap-3 border-b border-line py-1.5">
      {canPreview(attachment) && <Thumbnail url={url} name={name} />}
      <div className="min-w-0 grow">
        <div className="font-mono text-12 wrap-any">{name}</div>
        <div className="text-12 text-text-3">{kindOf(attachment)}</div>
      </div>
      <span className="numeric shrink-0 text-12 text-text-3" title={plural(size, 'byte')}>
        {formatBytes(size)}
      </span>
      <a
        href={url}
        download={name}
        aria-label={`Download ${name}`}
        title="Download"
        className="inline-flex size-7 shrink-0 items-center justify-center rounded-md text-text-3 hover:bg-surface-2 hover:text-text-1"
      >
        <Icon of={Download} />
      </a>
    </li>
  )
}

/** The server gives pictures out as what they are, to this origin only; a broken one is no more than a name. */
function Thumbnail({ url, name }: { url: string; name: string }) {
  const [isBroken, setBroken] = useState(false)
  if (isBroken) return null
  return (
    <img
      src={url}
      alt={`Preview of ${name}`}
      loading="lazy"
      decoding="async"
      onError={() => setBroken(true)}
      className="h-16 w-24 shrink-0 rounded border border-line object-contain"
    />
  )
}
