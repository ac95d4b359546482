import { Link, useNavigate } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { EventDetail } from '../../api/types.ts'
import { Button, buttonClass, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Time } from '../../ui/time.tsx'
import { useShortcuts } from '../shell/use-shortcuts.ts'

const named = ['recommended', 'latest', 'oldest'] as const

interface EventPagerProps {
  org: string
  issue: string
  /** What the URL asks for: an id, `latest`, `oldest` or `recommended`. */
  shown: string
  event: EventDetail | undefined
}

/** Walks through the events of an issue: older, newer, or straight to one end. */
export function EventPager({ org, issue, shown, event }: EventPagerProps) {
  const navigate = useNavigate()
  const open = (id: string | null | undefined) => {
    if (id)
      void navigate({
        to: '/organizations/$org/issues/$issue/events/$event/',
        params: { org, issue, event: id },
        search: true,
        resetScroll: false,
      })
  }
  useShortcuts({ '[': () => open(event?.previousEventID), ']': () => open(event?.nextEventID) })
  return (
    <div className="sticky top-12 z-10 flex h-11 items-center gap-1 border-y border-line bg-surface-0">
      <IconButton
        label="Older event ([)"
        disabled={!event?.previousEventID}
        onClick={() => open(event?.previousEventID)}
      >
        <Icon of={ChevronLeft} />
      </IconButton>
      <IconButton label="Newer event (])" disabled={!event?.nextEventID} onClick={() => open(event?.nextEventID)}>
        <Icon of={ChevronRight} />
      </IconButton>
      {named.map((name) => (
        <Button
          key={name}
          size="small"
          look="quiet"
          aria-pressed={shown === name}
          className={classNames('capitalize max-sm:px-1.5', shown === name && 'bg-surface-3 text-text-1')}
          onClick={() => open(name)}
        >
          {name}
        </Button>
      ))}
      <Link
        to="/organizations/$org/issues/$issue/events/"
        params={{ org, issue }}
        search={true}
        className={classNames(buttonClass('quiet', 'small'), '!gap-1 max-sm:!px-1.5')}
      >
        All<span className="max-sm:sr-only">events</span>
      </Link>
      {event && (
        <div className="ml-auto flex min-w-0 items-center gap-1 text-12 text-text-3">
          <span className="whitespace-nowrap">
            <span className="max-sm:hidden">
              <Time iso={event.dateCreated ?? event.dateReceived} words />
            </span>
            <span className="sm:hidden">
              <Time iso={event.dateCreated ?? event.dateReceived} />
            </span>
          </span>
          <span className="flex items-center max-md:hidden">
            <code className="ml-2" title={event.eventID}>
              {event.eventID.slice(0, 8)}
            </code>
            <CopyButton text={event.eventID} label="Copy the event id" />
          </span>
        </div>
      )}
    </div>
  )
}
