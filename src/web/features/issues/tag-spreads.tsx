import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { TagSummary } from '../../api/types.ts'
import { formatShare, plural } from '../../format/number.ts'
import { classNames } from '../../ui/class-names.ts'
import { ErrorLine } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { orderTags } from './tag-order.ts'

/** Undefined while they are counted. */
export interface Spread {
  data: TagSummary[] | undefined
  error: Error | null
}

/** How an issue is spread over tags; nothing where its events have none. Of an issue of many events they take longer to count than the page should wait. */
export function TagSpreads({ org, issue, spread }: { org: string; issue: string; spread: Spread }) {
  const { data, error } = spread
  const tags = data && orderTags(data)
  if (tags?.length === 0) return null
  return (
    <section aria-label="How tags are spread" className="border-t border-line py-4">
      <h2 className="pb-2 text-13 font-semibold">Tags</h2>
      {tags && <Tags org={org} issue={issue} tags={tags} />}
      {!tags && (error ? <ErrorLine>{error.message}</ErrorLine> : <Skeleton className="h-64" />)}
    </section>
  )
}

/** How many tags stand open; the first are the ones that narrow a search down. */
const openTags = 7

function Tags({ org, issue, tags }: { org: string; issue: string; tags: TagSummary[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? tags : tags.slice(0, openTags)
  return (
    <>
      {shown.map((tag) => (
        <TagSpread key={tag.key} org={org} issue={issue} tag={tag} />
      ))}
      {shown.length < tags.length && (
        <button type="button" onClick={() => setAll(true)} className="pt-1 text-12 text-accent hover:underline">
          Show {plural(tags.length - shown.length, 'more tag')}
        </button>
      )}
    </>
  )
}

/** A tag's most common value with its bar; the others open below it. */
function TagSpread({ org, issue, tag }: { org: string; issue: string; tag: TagSummary }) {
  const [open, setOpen] = useState(false)
  const values = tag.topValues ?? []
  const total = tag.totalValues || values.reduce((sum, value) => sum + (value.count ?? 0), 0) || 1
  const [first, ...others] = values
  if (!first) return null
  const bar = (value: typeof first) => {
    const share = (value.count ?? 0) / total
    return (
      <div
        key={value.value ?? value.name}
        className="flex items-center gap-2 py-0.5 text-12"
        title={plural(value.count ?? 0, 'event')}
      >
        <span className="min-w-0 grow basis-0 truncate font-mono">{value.name || value.value || '(empty)'}</span>
        <span aria-hidden className="h-1.5 w-16 shrink-0 overflow-hidden rounded-full bg-surface-2">
          <span className="block h-full rounded-full bg-accent" style={{ width: `${Math.max(3, share * 100)}%` }} />
        </span>
        <span className="numeric w-9 shrink-0 text-right text-text-3">{formatShare(share)}</span>
      </div>
    )
  }
  return (
    <div className="py-1">
      <button
        type="button"
        disabled={others.length === 0}
        aria-expanded={others.length === 0 ? undefined : open}
        onClick={() => setOpen(!open)}
        className={classNames(
          'flex w-full justify-between text-left text-12 text-text-3',
          others.length > 0 && 'hover:text-text-1',
        )}
      >
        <span>{tag.key}</span>
        {others.length > 0 && <span>{plural(tag.uniqueValues ?? values.length, 'value')}</span>}
      </button>
      {bar(first)}
      {open && others.map(bar)}
      {open && (
        <Link
          to="/organizations/$org/issues/$issue/tags/$tag/"
          params={{ org, issue, tag: tag.key }}
          search={true}
          className="text-12 text-accent hover:underline"
        >
          All values of {tag.key}
        </Link>
      )}
    </div>
  )
}
