import type { Frame, Stacktrace, StoredEvent } from '../../protocol/event.ts'
import { readStoredEvent } from '../events/read-event.ts'
import { serializeEvent } from '../events/serialize.ts'
import { LapwingError } from '../errors.ts'
import { route } from '../http/route.ts'
import { AnyObject, DateTime, nullable } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import type { Issue } from '../storage/meta/ports/issues.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { Storage } from '../storage/storage.ts'
import { writeShortId } from './short-id.ts'

const SharedIssueSchema = Type.Object({
  id: Type.String(),
  shareId: Type.String(),
  shortId: Type.String(),
  title: Type.String(),
  culprit: nullable(Type.String()),
  level: Type.String(),
  platform: nullable(Type.String()),
  type: Type.String(),
  issueType: Type.String(),
  issueCategory: Type.String(),
  isUnhandled: Type.Boolean(),
  permalink: Type.String(),
  metadata: AnyObject,
  project: Type.Object({
    slug: Type.String(),
    name: Type.String(),
    platform: nullable(Type.String()),
    organization: Type.Object({ slug: Type.String(), name: Type.String() }),
  }),
  latestEvent: nullable(
    Type.Object({
      id: Type.String(),
      eventID: Type.String(),
      type: Type.String(),
      title: Type.String(),
      message: nullable(Type.String()),
      culprit: nullable(Type.String()),
      location: nullable(Type.String()),
      platform: Type.String(),
      dateCreated: DateTime,
      metadata: AnyObject,
      entries: Type.Array(Type.Object({ type: Type.String(), data: Type.Unknown() })),
    }),
  ),
})

/** For people without an account who were given the link: what went wrong and where, but nothing of whom it happened to. */
const readShared = route({
  method: 'GET',
  path: '/shared/issues/{share_id}/',
  permission: 'public',
  response: SharedIssueSchema,
  summary: 'An issue that is shared by a link',
  tags: ['Issues'],
  async handler({ params }, { storage, baseUrl }) {
    const { meta } = storage
    const issue = /^[0-9a-f]{32}$/.test(params.share_id) ? await meta.findSharedIssue(params.share_id) : null
    const project = issue && (await meta.findProjectById(issue.projectId))
    const organization = project && (await meta.findOrganization(String(project.organizationId)))
    if (!issue || !project || !organization) throw new LapwingError('not_found')
    const { allowSharedIssues = true } = await meta.findOrganizationSettings(organization.id)
    if (!allowSharedIssues) throw new LapwingError('not_found')
    const { slug, name, platform } = project
    return {
      id: String(issue.id),
      shareId: params.share_id,
      shortId: writeShortId(slug, issue.number),
      title: issue.title,
      culprit: issue.culprit,
      level: issue.level,
      platform: issue.platform,
      type: issue.type,
      issueType: 'error',
      issueCategory: 'error',
      isUnhandled: issue.isUnhandled,
      permalink: `${baseUrl}/share/issue/${params.share_id}/`,
      metadata: issue.metadata,
      project: { slug, name, platform, organization: { slug: organization.slug, name: organization.name } },
      latestEvent: await readLatest(issue, project, storage),
    }
  },
})

async function readLatest(issue: Issue, project: Project, storage: Storage) {
  const query = { issueId: issue.id, environments: null, start: null, end: null }
  const row = await storage.events.edgeEvent(query, 'latest')
  const stored = row && (await readStoredEvent(project.id, row.eventId, row.receivedAt, storage))
  if (!stored) return null
  const event = withoutPeople(stored.event)
  const view = { issueId: issue.id, size: stored.size, stackTraceRules: project.settings.grouping.stackTraceRules }
  const { id, eventID, type, title, message, culprit, location, platform, dateCreated, metadata, entries } =
    serializeEvent(event, view)
  return { id, eventID, type, title, message, culprit, location, platform, dateCreated, metadata, entries }
}

/** Only what the program did: no user, request, breadcrumbs, contexts or values of variables. */
function withoutPeople(event: StoredEvent): StoredEvent {
  const { event_id, type, platform, level, timestamp, received, project, summary, grouping, logentry, template } = event
  return {
    event_id,
    type,
    platform,
    level,
    timestamp,
    received,
    project,
    summary,
    grouping,
    tags: [],
    ...(logentry && { logentry }),
    ...(template && { template }),
    ...(event.stacktrace && { stacktrace: withoutVariables(event.stacktrace) }),
    ...(event.exception && {
      exception: {
        values: event.exception.values.map(({ type: name, value, module, mechanism, stacktrace }) => ({
          type: name,
          value,
          module,
          mechanism: mechanism && { type: mechanism.type, handled: mechanism.handled },
          stacktrace: stacktrace && withoutVariables(stacktrace),
        })),
      },
    }),
  }
}

function withoutVariables(stacktrace: Stacktrace): Stacktrace {
  const frames: Frame[] = stacktrace.frames.map((frame) => ({ ...frame, vars: null, data: null }))
  return { frames }
}

export const sharedIssueRoutes = [readShared]
