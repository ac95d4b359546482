import { isoTime, isoTimeOrNull } from '../http/schema.ts'
import type { Issue, IssueSubstatus } from '../storage/meta/ports/issues.ts'
import type { IssueState } from './state.ts'
import { serializeStatusDetails } from './status-details.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { TagFigures } from '../storage/events/port.ts'
import { describeRelease } from '../../protocol/release-info.ts'
import type { IssueJson, TagJson, TagValueJson } from './schema.ts'
import { writeShortId } from './short-id.ts'

/** Counts of an issue within some window. */
export interface Figures {
  events: number
  users: number
  firstSeen: number | null
  lastSeen: number | null
}

/** What an issue's row does not have. */
export interface IssueView {
  organization: Pick<Organization, 'slug'>
  project: Project
  baseUrl: string
  figures: Figures
  state: IssueState
}

/** An issue; the fixed members are features that Lapwing does not have, at the value that says so. */
export function serializeIssue(issue: Issue, view: IssueView): IssueJson {
  const { project, baseUrl, state } = view
  return {
    id: String(issue.id),
    shareId: issue.shareId,
    shortId: writeShortId(project.slug, issue.number),
    title: issue.title,
    culprit: issue.culprit,
    permalink: `${baseUrl}/organizations/${view.organization.slug}/issues/${issue.id}/`,
    logger: issue.logger,
    level: issue.level,
    status: issue.status,
    statusDetails: serializeStatusDetails(issue, state.actor),
    substatus: issue.substatus,
    isPublic: issue.shareId !== null,
    platform: issue.platform,
    priority: issue.priority,
    priorityLockedAt: isoTimeOrNull(state.priorityLockedAt),
    seerFixabilityScore: null,
    seerAutofixLastTriggered: null,
    seerExplorerAutofixLastTriggered: null,
    project: { id: String(project.id), name: project.name, slug: project.slug, platform: project.platform },
    type: issue.type,
    issueType: 'error',
    issueCategory: 'error',
    metadata: serializeMetadata(issue),
    numComments: issue.commentCount,
    assignedTo: state.assignedTo,
    isBookmarked: state.isBookmarked,
    isSubscribed: state.subscription !== null,
    subscriptionDetails: state.subscription && { reason: state.subscription },
    hasSeen: state.hasSeen,
    annotations: [],
    isUnhandled: issue.isUnhandled,
    ...serializeFigures(view.figures),
    derivedData: {
      blocker: '',
      progress: '',
      status: issue.status,
      viewCount: 0,
      hasOpenFixPr: false,
      isAssigned: state.assignedTo !== null,
      hasRootCause: false,
      lastCompletedAutofixStep: '',
      lastProgressedAt: null,
    },
  }
}

export function serializeFigures(figures: Figures) {
  return {
    count: String(figures.events),
    userCount: figures.users,
    firstSeen: isoTimeOrNull(figures.firstSeen),
    lastSeen: isoTimeOrNull(figures.lastSeen),
  }
}

/** Sentry's shapes: `{type, value, filename}` for errors, `{title}` for the rest. */
function serializeMetadata(issue: Issue): Record<string, unknown> {
  const { metadata } = issue
  if (issue.type === 'error')
    return {
      ...metadata,
      type: metadata['type'] ?? '',
      value: metadata['value'] ?? '',
      filename: metadata['filename'] ?? '',
    }
  return { ...metadata, title: metadata['title'] ?? issue.title }
}

const inboxReasons: Partial<Record<IssueSubstatus, number>> = { new: 0, regressed: 2, escalating: 5 }
const ongoingReason = 6

/** Why an issue is before somebody's eyes, in Sentry's numbers. */
export function serializeInbox(issue: Issue) {
  const reason = (issue.substatus && inboxReasons[issue.substatus]) ?? ongoingReason
  return { reason, reason_details: null, date_added: isoTime(issue.firstSeen) }
}

export function serializeReleaseReference(release: string) {
  const versionInfo = { ...describeRelease(release) }
  return { version: release, shortVersion: versionInfo.description, versionInfo: { ...versionInfo } }
}

export function serializeTag(figures: TagFigures): TagJson {
  return {
    key: figures.key,
    name: tagName(figures.key),
    totalValues: figures.totalValues,
    uniqueValues: figures.uniqueValues,
    topValues: figures.values.map((value) => serializeTagValue(figures.key, value)),
  }
}

export function serializeTagValue(key: string, value: TagFigures['values'][number]): TagValueJson {
  return {
    key,
    name: value.value,
    value: value.value,
    // What to search for instead of `key:"value"`; only a user is found otherwise.
    query: key === 'user' ? `user.${value.value}` : null,
    count: value.count,
    firstSeen: isoTime(value.firstSeen),
    lastSeen: isoTime(value.lastSeen),
  }
}

/** `server_name` → `Server Name`. */
export function tagName(key: string): string {
  return key
    .split(/[_.]/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ')
}
