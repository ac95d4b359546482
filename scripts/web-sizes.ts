import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** The part of Vite's manifest.json that is read here. */
interface ManifestEntry {
  file: string
  isEntry?: boolean
  imports?: string[]
  css?: string[]
}

export interface PageSize {
  /** gzipped bytes of every script the page needs before it shows. */
  script: number
  style: number
  files: string[]
}

/**
 * What a browser loads first for a page: the entry, everything it imports statically, and the page's own chunk with its
 * static imports. Fonts, and chunks fetched after the page shows (charts, highlighter), do not count.
 * @param directory a built `dist/web`
 * @param page source of the page's chunk as the manifest names it, e.g. `features/issues/issue-list-page.tsx`
 */
export function firstLoadSize(directory: string, page: string): PageSize {
  const manifest: Record<string, ManifestEntry> = JSON.parse(
    readFileSync(join(directory, '.vite/manifest.json'), 'utf8'),
  )
  const entry = Object.keys(manifest).find((key) => key === 'index.html' && manifest[key]?.isEntry)
  if (!entry || !manifest[page]) throw new Error(`${page} is not in the manifest of ${directory}`)
  const scripts = new Set<string>()
  const styles = new Set<string>()
  const visit = (key: string): void => {
    const chunk = manifest[key]
    if (!chunk || scripts.has(chunk.file)) return
    scripts.add(chunk.file)
    for (const css of chunk.css ?? []) styles.add(css)
    for (const imported of chunk.imports ?? []) visit(imported)
  }
  visit(entry)
  visit(page)
  const size = (files: Iterable<string>) =>
    [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(directory, file))).length, 0)
  // The theme script stands outside the bundle and blocks the first paint.
  return { script: size([...scripts, 'theme.js']), style: size(styles), files: [...scripts] }
}
