import { Link } from '@tanstack/react-router'
import { CirclePlay } from 'lucide-react'
import type { EventDetail } from '../../api/types.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { replayOf } from './replay-of.ts'

/** Leads to the replay in which the event came up, some seconds before it. */
export function ReplayLink({ event, org, project }: { event: EventDetail; org: string; project: string }) {
  const replay = replayOf(event)
  if (replay === null) return null
  return (
    <section aria-label="Replay" className="border-t border-line py-3">
      <Link
        to="/organizations/$org/replays/$project/$replay/"
        params={{ org, project, replay }}
        search={{ before: event.dateCreated ?? event.dateReceived ?? undefined }}
        className={buttonClass()}
      >
        <Icon of={CirclePlay} /> Watch what happened before this error
      </Link>
    </section>
  )
}
