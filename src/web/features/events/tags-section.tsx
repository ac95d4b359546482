import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { EventDetail, TagSummary } from '../../api/types.ts'
import { formatShare } from '../../format/number.ts'
import { classNames } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Section } from '../../ui/section.tsx'
import { ReleaseLink } from '../releases/release-name.tsx'

/** The event's tags; under the pointer or the focus a bar says how common the value is within the issue. */
export function TagsSection({ org, event, spread }: { org: string; event: EventDetail; spread: TagSummary[] }) {
  if (event.tags.length === 0) return null
  return (
    <Section title="Tags">
      <dl className="grid gap-x-8 sm:grid-cols-2">
        {event.tags.map((tag) => (
          <TagRow
            key={`${tag.key}=${tag.value}`}
            org={org}
            issue={event.groupID}
            tag={tag}
            share={shareOf(tag, spread)}
          />
        ))}
      </dl>
    </Section>
  )
}

/** How much of the issue has this value; null when it is not among the values that the issue lists. */
function shareOf(tag: { key: string; value: string }, spread: TagSummary[]): number | null {
  const summary = spread.find(({ key }) => key === tag.key)
  const count = summary?.topValues?.find(({ value }) => value === tag.value)?.count
  return count && summary?.totalValues ? count / summary.totalValues : null
}

function TagRow({
  org,
  issue,
  tag,
  share,
}: {
  org: string
  issue: string | null
  tag: { key: string; value: string }
  share: number | null
}) {
  const [isNear, setNear] = useState(false)
  return (
    <div
      className="relative flex min-h-8 items-center gap-3 border-b border-line py-1"
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
      onFocus={() => setNear(true)}
      onBlur={() => setNear(false)}
    >
      {isNear && share !== null && (
        <span aria-hidden className="absolute -bottom-px left-0 h-0.5 bg-accent" style={{ width: `${share * 100}%` }} />
      )}
      <dt className="w-32 shrink-0 truncate text-12 text-text-2" title={tag.key}>
        {issue ? (
          <Link
            to="/organizations/$org/issues/$issue/tags/$tag/"
            params={{ org, issue, tag: tag.key }}
            search={true}
            preload={false}
            className="hover:underline"
          >
            {tag.key}
          </Link>
        ) : (
          tag.key
        )}
      </dt>
      <dd className="min-w-0 grow font-mono text-12 wrap-any">
        {tag.key === 'release' && tag.value ? (
          <ReleaseLink org={org} version={tag.value} />
        ) : /^https?:\/\//.test(tag.value) ? (
          <a href={tag.value} target="_blank" rel="noreferrer noopener" className="hover:underline">
            {tag.value}
          </a>
        ) : (
          tag.value || <span className="text-text-3">(empty)</span>
        )}
      </dd>
      {share !== null && (
        <span className={classNames('numeric shrink-0 text-12 text-text-3', !isNear && 'sr-only')}>
          {formatShare(share)} of the issue
        </span>
      )}
      <CopyButton text={tag.value} label={`Copy ${tag.key}`} className={classNames(!isNear && 'sr-only')} />
    </div>
  )
}
