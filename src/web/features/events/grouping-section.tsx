import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { EventDetail, GroupingComponent, GroupingVariant } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ErrorLine } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { groupingQuery } from './queries.ts'

/** Why the event is in this issue: each way of looking at it, its hash, and the parts that counted. Asked for when opened. */
export function GroupingSection({ event, org, project }: { event: EventDetail; org: string; project: string }) {
  const [open, setOpen] = useState(false)
  const { data, error } = useQuery({ ...groupingQuery(org, project, event.eventID), enabled: open })
  const variants = Object.entries(data ?? {}).toSorted(([, a], [, b]) => Number(isUsed(b)) - Number(isUsed(a)))
  return (
    <Section
      title="Why it is grouped so"
      note={event.fingerprints?.length ? event.fingerprints.map((hash) => hash.slice(0, 12)).join(' · ') : undefined}
      actions={
        <Button size="small" look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide' : 'Explain'}
        </Button>
      }
    >
      {open && error && <ErrorLine>{error.message}</ErrorLine>}
      {open && !data && !error && <Skeleton className="h-20" />}
      {open && variants.map(([name, variant]) => <Variant key={name} name={name} variant={variant} />)}
    </Section>
  )
}

const isUsed = (variant: GroupingVariant) => variant.contributes ?? variant.hash !== null

function Variant({ name, variant }: { name: string; variant: GroupingVariant }) {
  const used = isUsed(variant)
  return (
    <article className={classNames('mb-3 rounded-md border border-line px-3 py-2', !used && 'text-text-3')}>
      <h3 className="flex flex-wrap items-baseline gap-x-2 text-13 font-medium">
        {variant.description ?? name}
        <span className={classNames('text-12 font-normal', used ? 'text-ok' : 'text-text-3')}>
          {used ? 'counts' : 'does not count'}
        </span>
        {variant.hash && <code className="ml-auto font-normal text-text-3">{variant.hash}</code>}
      </h3>
      {variant.hint && <p className="text-12 text-text-3">{variant.hint}</p>}
      {variant.matchedRule && <code className="block text-text-2 wrap-any">{variant.matchedRule}</code>}
      {variant.values && variant.values.length > 0 && (
        <code className="block text-text-2 wrap-any">{variant.values.join(', ')}</code>
      )}
      {variant.component && (
        <ul className="pt-1">
          <Component component={variant.component} depth={0} />
        </ul>
      )}
    </article>
  )
}

/** Frames come by the hundred: parts below this depth stand folded. */
const openDepth = 2

function Component({ component, depth }: { component: GroupingComponent; depth: number }) {
  const texts = component.values.filter((value) => typeof value !== 'object')
  const parts = component.values.filter((value) => typeof value === 'object')
  const [open, setOpen] = useState(depth < openDepth || component.contributes)
  return (
    <li className={classNames('border-l border-line pl-3 text-12', !component.contributes && 'text-text-3')}>
      <div className="flex flex-wrap items-baseline gap-x-2">
        {parts.length > 0 ? (
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="rounded-sm text-left hover:underline"
          >
            {component.name ?? component.id}
          </button>
        ) : (
          <span>{component.name ?? component.id}</span>
        )}
        {texts.map((text, index) => (
          <code
            key={`${index}:${text}`}
            className={classNames('wrap-any', component.contributes ? 'text-text-1' : 'line-through')}
          >
            {text}
          </code>
        ))}
        {component.hint && <span className="text-text-3">({component.hint})</span>}
      </div>
      {open && parts.length > 0 && (
        <ul>
          {parts.map((part, index) => (
            <Component key={`${index}:${part.id}`} component={part} depth={depth + 1} />
          ))}
        </ul>
      )}
    </li>
  )
}
