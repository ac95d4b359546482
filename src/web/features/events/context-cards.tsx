import type { ReactNode } from 'react'
import type { EventDetail, EventUser } from '../../api/types.ts'
import { Section } from '../../ui/section.tsx'
import { ValueTable } from '../../ui/value-table.tsx'
import { contextTitle, tellingContexts, userRows } from './contexts.ts'

/** The user and each context as a card. */
export function ContextCards({ event }: { event: EventDetail }) {
  const contexts = tellingContexts(event.contexts)
  const hasUser = event.user !== null && userRows(event.user).length > 0
  const sdk = [event.sdk?.name, event.sdk?.version].filter(Boolean).join(' ')
  if (contexts.length === 0 && !hasUser && sdk === '') return null
  return (
    <Section title="Contexts">
      <div className="gap-3 sm:columns-2">
        {event.user && hasUser && <UserCard user={event.user} />}
        {sdk !== '' && <Card title={`SDK · ${sdk}`} />}
        {contexts.map(([name, context]) => (
          <Card key={name} title={contextTitle(name, context)}>
            <ValueTable rows={Object.entries(context).filter(([key]) => key !== 'type')} depth={0} />
          </Card>
        ))}
      </div>
    </Section>
  )
}

function Card({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="mb-3 break-inside-avoid rounded-md border border-line px-3 pt-2 pb-1.5 [&_dt]:w-32">
      <h3 className="pb-1 text-13 font-medium wrap-any">{title}</h3>
      {children}
    </div>
  )
}

function UserCard({ user }: { user: EventUser }) {
  return (
    <Card title={['User', user.name ?? user.username ?? user.email].filter(Boolean).join(' · ')}>
      <ValueTable rows={userRows(user)} depth={0} />
    </Card>
  )
}
