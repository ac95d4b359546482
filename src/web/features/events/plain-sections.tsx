import { useState } from 'react'
import type { EventDetail } from '../../api/types.ts'
import { plural } from '../../format/number.ts'
import { Button } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Section } from '../../ui/section.tsx'
import { ValueTable } from '../../ui/value-table.tsx'
import { findEntry, messageText } from './entries.ts'
import { SourceLines } from './source-lines.tsx'

/** The text of a captured message, with the template it was made from when there is one. */
export function MessageSection({ event }: { event: EventDetail }) {
  const text = messageText(event)
  if (text === null) return null
  const message = findEntry(event, 'message')?.message
  const template = message && message !== text ? message : null
  return (
    <Section title="Message">
      <p className="font-mono text-12 whitespace-pre-wrap wrap-any">{text}</p>
      {template && <p className="pt-2 font-mono text-12 text-text-3 wrap-any">from “{template}”</p>}
    </Section>
  )
}

const reports = [
  { type: 'csp', title: 'Content security policy' },
  { type: 'hpkp', title: 'Public key pinning' },
  { type: 'expectct', title: 'Certificate transparency' },
  { type: 'expectstaple', title: 'OCSP stapling' },
  { type: 'nel', title: 'Network error' },
] as const

/** What a browser reported about a broken policy. */
export function ReportSection({ event }: { event: EventDetail }) {
  return reports.map(({ type, title }) => {
    const data = findEntry(event, type)
    if (!data) return null
    return (
      <Section key={type} title={title}>
        <ValueTable rows={Object.entries(data).filter(([, value]) => value !== null)} />
      </Section>
    )
  })
}

/** The place in a page template that broke. */
export function TemplateSection({ event }: { event: EventDetail }) {
  const template = findEntry(event, 'template')
  if (!template) return null
  return (
    <Section title="Template" note={[template.filename, template.lineNo].filter((part) => part !== null).join(':')}>
      <div className="overflow-hidden rounded-md border border-line">
        <SourceLines lines={template.context} marked={template.lineNo} language="xml" />
      </div>
    </Section>
  )
}

/** Free data that the app attached. */
export function ExtraSection({ event }: { event: EventDetail }) {
  const rows = Object.entries(event.context ?? {})
  if (rows.length === 0) return null
  return (
    <Section title="Additional data">
      <ValueTable rows={rows} />
    </Section>
  )
}

/** Packages that were loaded, folded: there may be hundreds. */
export function ModulesSection({ event }: { event: EventDetail }) {
  const [open, setOpen] = useState(false)
  const modules = Object.entries(event.packages ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (modules.length === 0) return null
  return (
    <Section
      title="Packages"
      note={modules.length}
      actions={
        <Button size="small" look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide' : 'Show'}
        </Button>
      }
    >
      {open && (
        <dl className="gap-6 text-12 sm:columns-2 lg:columns-3">
          {modules.map(([name, version]) => (
            <div key={name} className="flex justify-between gap-3 py-0.5 font-mono">
              <dt className="wrap-any">{name}</dt>
              <dd className="shrink-0 text-text-3">{version ?? ''}</dd>
            </div>
          ))}
        </dl>
      )}
    </Section>
  )
}

const say = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** What was wrong with the event itself, and that the rest of it was kept. */
export function ErrorsSection({ event }: { event: EventDetail }) {
  if (event.errors.length === 0) return null
  return (
    <Section
      title="Faults in the event"
      note={`${plural(event.errors.length, 'part')} could not be read; the rest was kept`}
    >
      <ul className="text-13">
        {event.errors.map((error, index) => (
          <li key={`${index}:${error.type}`} className="border-b border-line py-1.5 last:border-b-0">
            {error.message}{' '}
            {typeof error.data.name === 'string' && <code className="text-text-2">{error.data.name}</code>}
            {typeof error.data.reason === 'string' && <span className="text-text-3"> · {error.data.reason}</span>}
            {error.data.value !== undefined && error.data.value !== null && (
              <code className="mt-0.5 block max-h-24 overflow-y-auto text-text-3 wrap-any">
                {say(error.data.value)}
              </code>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** The event as the API gives it, and the way to it as it is stored. */
export function JsonSection({ event, jsonUrl }: { event: EventDetail; jsonUrl: string }) {
  const [open, setOpen] = useState(false)
  return (
    <Section
      title="JSON"
      actions={
        <>
          <a href={jsonUrl} target="_blank" rel="noreferrer" className="text-12 text-accent hover:underline">
            As stored
          </a>
          <Button size="small" look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide' : 'Show'}
          </Button>
        </>
      }
    >
      {open && <CodeBlock code={JSON.stringify(event, null, 2)} language="json" copyLabel="Copy the event as JSON" />}
    </Section>
  )
}
