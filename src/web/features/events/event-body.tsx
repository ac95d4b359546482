import { eventJsonUrl } from '../../api/events.ts'
import type { EventDetail, IssueDetail, TagSummary } from '../../api/types.ts'
import { Attachments } from './attachments.tsx'
import { Breadcrumbs } from './breadcrumbs.tsx'
import { ContextCards } from './context-cards.tsx'
import { Exceptions } from './exceptions.tsx'
import { GroupingSection } from './grouping-section.tsx'
import {
  ErrorsSection,
  ExtraSection,
  JsonSection,
  MessageSection,
  ModulesSection,
  ReportSection,
  TemplateSection,
} from './plain-sections.tsx'
import { ReplayLink } from './replay-link.tsx'
import { RequestSection } from './request-section.tsx'
import { TagsSection } from './tags-section.tsx'
import { Threads } from './threads.tsx'

/** Everything an event tells, what helps most first. */
export function EventBody({
  event,
  issue,
  spread,
  org,
}: {
  event: EventDetail
  issue: IssueDetail
  /** How the issue is spread over tags; empty until that is known. */
  spread: TagSummary[]
  org: string
}) {
  const project = issue.project.slug
  return (
    <div className="[&>section:first-child]:border-t-0">
      <MessageSection event={event} />
      <Exceptions event={event} />
      <Threads event={event} />
      <ReportSection event={event} />
      <TemplateSection event={event} />
      <ReplayLink event={event} org={org} project={project} />
      <Breadcrumbs event={event} />
      <RequestSection event={event} />
      <TagsSection org={org} event={event} spread={spread} />
      <ContextCards event={event} />
      <Attachments event={event} org={org} project={project} />
      <ExtraSection event={event} />
      <ErrorsSection event={event} />
      <ModulesSection event={event} />
      <GroupingSection event={event} org={org} project={project} />
      <JsonSection event={event} jsonUrl={eventJsonUrl(org, project, event.eventID)} />
    </div>
  )
}
