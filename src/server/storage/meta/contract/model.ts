import type {
  ActivityType,
  Issue,
  IssueChange,
  IssuePriority,
  Occurrence,
  Resolution,
  SessionSighting,
  Snooze,
} from '../ports/issues.ts'

/** What the issue store should come to, said as plainly as can be: one event after the other, nothing cached, all looked up anew. */
export interface Model {
  issues: ModelIssue[]
  firstEventAt: Map<number, number>
  lastNumber: Map<number, number>
  /** When each release came up, and in which projects (`project:release`) it did. */
  releases: Map<string, number>
  releasesOfProjects: Set<string>
  /** What is known of each release in each environment, by `project:release:environment`. */
  releaseEnvironments: Map<string, { firstSeen: number | null; lastSeen: number | null; newIssues: number }>
  /** `project:environment`. */
  environments: Set<string>
  projectsWithSessions: Set<number>
  /** Number of a merged issue to the issue that has its events now. */
  merged: Map<string, ModelIssue>
}

type State = 'status' | 'substatus' | 'resolvedAt' | 'resolution' | 'priority' | 'isPriorityLocked' | 'needsReview'
type Seen = 'firstSeen' | 'lastSeen' | 'timesSeen' | 'usersSeen' | 'firstEventId' | 'lastEventId' | 'title'
type Releases = 'firstRelease' | 'lastRelease'

export interface ModelIssue extends Pick<Issue, 'projectId' | 'number' | State | Seen | Releases> {
  snooze: (Omit<Snooze, 'base'> & { since: Occurrence[] }) | null
  firstReleaseAt: number
  lastReleaseAt: number
  archivedAt: number
  users: Set<string>
  /** Every event counted in it, in the order they came. */
  events: Occurrence[]
  hashes: Set<string>
  activities: ActivityType[]
}

const hour = 3_600_000
const minute = 60_000

export function createModel(): Model {
  return {
    issues: [],
    firstEventAt: new Map(),
    lastNumber: new Map(),
    releases: new Map(),
    releasesOfProjects: new Set(),
    releaseEnvironments: new Map(),
    environments: new Set(),
    projectsWithSessions: new Set(),
    merged: new Map(),
  }
}

/** A batch of the digest. */
export function observeBatch(model: Model, events: Occurrence[], sessions: SessionSighting[] = []) {
  const results = events.map((event) => observe(model, event))
  for (const [index, event] of events.entries()) {
    seeInRelease(model, event, event.release ?? '', event.environment ?? '')
    const seen = model.releaseEnvironments.get(`${event.projectId}:${event.release}:${event.environment ?? ''}`)
    if (!seen) continue
    seen.firstSeen = Math.min(seen.firstSeen ?? Number.POSITIVE_INFINITY, event.timestamp)
    seen.lastSeen = Math.max(seen.lastSeen ?? Number.NEGATIVE_INFINITY, event.timestamp)
    if (results[index]?.isNew) seen.newIssues += 1
  }
  for (const session of sessions) {
    model.projectsWithSessions.add(session.projectId)
    seeInRelease(model, session, session.release, session.environment)
  }
  const named = [
    ...events.map(({ projectId, release, timestamp }) => ({ projectId, release, at: timestamp })),
    ...sessions.map(({ projectId, release, firstStarted }) => ({ projectId, release, at: firstStarted })),
  ].toSorted((a, b) => a.at - b.at)
  for (const { projectId, release, at } of named) {
    if (release === null || release === '') continue
    if (!model.releases.has(release)) model.releases.set(release, at)
    const key = `${projectId}:${release}`
    if (!model.releasesOfProjects.has(key)) settleNext(model, projectId, release)
    model.releasesOfProjects.add(key)
  }
  return results
}

function seeInRelease(model: Model, { projectId }: { projectId: number }, release: string, environment: string): void {
  if (environment !== '') model.environments.add(`${projectId}:${environment}`)
  const key = `${projectId}:${release}:${environment}`
  if (release === '' || model.releaseEnvironments.has(key)) return
  model.releaseEnvironments.set(key, { firstSeen: null, lastSeen: null, newIssues: 0 })
}

/** "Resolved in the next release": this is it, unless it is known to be no newer. */
function settleNext(model: Model, projectId: number, release: string): void {
  for (const issue of model.issues) {
    const { resolution } = issue
    if (issue.projectId !== projectId || resolution?.kind !== 'release' || !resolution.isNext) continue
    const order = compareVersions(release, resolution.release)
    if (release !== resolution.release && (order === null || order > 0)) {
      issue.resolution = { kind: 'release', release, isNext: false }
    }
  }
}

function observe(model: Model, event: Occurrence): { issue: ModelIssue; isNew: boolean; isRegression: boolean } {
  const first = model.firstEventAt.get(event.projectId) ?? event.receivedAt
  model.firstEventAt.set(event.projectId, Math.min(first, event.receivedAt))
  const inProject = model.issues.filter((issue) => issue.projectId === event.projectId)
  const owner = inProject.find((issue) => event.hashes.some((hash) => issue.hashes.has(hash)))
  const issue = owner ?? newIssue(model, event)
  for (const hash of event.hashes) {
    if (!inProject.some((other) => other.hashes.has(hash))) issue.hashes.add(hash)
  }
  see(issue, event)
  if (!owner) return { issue, isNew: true, isRegression: false }
  if (issue.status === 'ignored' && isOver(issue, event)) escalate(issue)
  if (issue.status !== 'resolved' || !isRegression(model, issue, event))
    return { issue, isNew: false, isRegression: false }
  turn(issue, 'regressed')
  issue.activities.push('set_regression')
  return { issue, isNew: false, isRegression: true }
}

function newIssue(model: Model, event: Occurrence): ModelIssue {
  const number = (model.lastNumber.get(event.projectId) ?? 0) + 1
  model.lastNumber.set(event.projectId, number)
  const issue: ModelIssue = {
    projectId: event.projectId,
    number,
    status: 'unresolved',
    substatus: 'new',
    resolvedAt: null,
    resolution: null,
    snooze: null,
    archivedAt: 0,
    priority: priorityOf(event),
    isPriorityLocked: false,
    needsReview: true,
    firstSeen: Number.POSITIVE_INFINITY,
    lastSeen: Number.NEGATIVE_INFINITY,
    timesSeen: 0,
    usersSeen: 0,
    firstEventId: '',
    lastEventId: '',
    title: '',
    firstRelease: null,
    firstReleaseAt: Number.POSITIVE_INFINITY,
    lastRelease: null,
    lastReleaseAt: Number.NEGATIVE_INFINITY,
    users: new Set(),
    events: [],
    hashes: new Set(),
    activities: ['first_seen'],
  }
  model.issues.push(issue)
  return issue
}

function priorityOf({ level, isUnhandled }: Occurrence): IssuePriority {
  if (isUnhandled) return 'high'
  return ({ fatal: 'high', error: 'high', warning: 'medium', info: 'low', debug: 'low' } as const)[level]
}

function see(issue: ModelIssue, event: Occurrence): void {
  const { timestamp, eventId, title, release } = event
  issue.events.push(event)
  issue.snooze?.since.push(event)
  issue.timesSeen += 1
  if (event.userKey !== null) issue.users.add(event.userKey)
  issue.usersSeen = issue.users.size
  if (timestamp < issue.firstSeen) Object.assign(issue, { firstSeen: timestamp, firstEventId: eventId })
  if (timestamp >= issue.lastSeen) Object.assign(issue, { lastSeen: timestamp, lastEventId: eventId, title })
  if (release === null) return
  if (timestamp < issue.firstReleaseAt) Object.assign(issue, { firstRelease: release, firstReleaseAt: timestamp })
  if (timestamp >= issue.lastReleaseAt) Object.assign(issue, { lastRelease: release, lastReleaseAt: timestamp })
}

function isRegression(model: Model, issue: ModelIssue, event: Occurrence): boolean {
  const { resolution, resolvedAt } = issue
  if (resolvedAt === null || event.timestamp < resolvedAt) return false
  if (resolution === null) return true
  if (resolution.kind === 'commit' || event.release === null) return false
  if (event.release === resolution.release) return !resolution.isNext
  const order = compareVersions(event.release, resolution.release)
  if (order !== null) return order > 0 || (order === 0 && !resolution.isNext)
  const came = model.releases.get(event.release) ?? event.timestamp
  return came > (model.releases.get(resolution.release) ?? resolvedAt)
}

/** The histories name releases `package@major.minor`, or by a word. */
function compareVersions(a: string, b: string): number | null {
  const [left, right] = [a, b].map((name) => /^(\w+)@(\d+)\.(\d+)$/.exec(name))
  if (!left || !right || left[1] !== right[1]) return null
  return Number(left[2]) - Number(right[2]) || Number(left[3]) - Number(right[3])
}

/** Whether what an ignored issue waited for has happened. */
function isOver(issue: ModelIssue, event: Occurrence): boolean {
  const { snooze } = issue
  if (snooze === null) return issue.substatus === 'archived_until_escalating' && isFlood(issue, event)
  const minuteOf = (time: number) => Math.floor(time / minute)
  const { count, windowMinutes, userCount, userWindowMinutes, since } = snooze
  const isWithin = (other: Occurrence) => {
    const ago = minuteOf(event.receivedAt) - minuteOf(other.receivedAt)
    return windowMinutes === null || (ago >= 0 && ago < windowMinutes)
  }
  if (count !== null && since.filter(isWithin).length >= count) return true
  if (userCount === null) return false
  if (userWindowMinutes === null) {
    const before = new Set(issue.events.filter((other) => !since.includes(other)).map(({ userKey }) => userKey))
    const fresh = since.map(({ userKey }) => userKey).filter((user) => user !== null && !before.has(user))
    return new Set(fresh).size >= userCount
  }
  if (event.userKey === null) return false
  const recent = since.filter((other) => other.receivedAt > event.receivedAt - userWindowMinutes * minute)
  return new Set(recent.map(({ userKey }) => userKey).filter((user) => user !== null)).size >= userCount
}

/** The histories stay within a few days, so that every issue is young: ten times the busiest hour, or 10. */
function isFlood(issue: ModelIssue, event: Occurrence): boolean {
  const hourOf = (time: number) => Math.floor(time / hour)
  const now = hourOf(event.timestamp)
  if (now * hour < issue.archivedAt) return false
  const eventsIn = (at: number) => issue.events.filter((other) => hourOf(other.timestamp) === at).length
  const week = Array.from({ length: 168 }, (_, ago) => eventsIn(now - ago - 1))
  return eventsIn(now) > Math.max(10, 10 * Math.max(...week))
}

function escalate(issue: ModelIssue): void {
  turn(issue, 'escalating')
  issue.activities.push('set_escalating')
  if (issue.isPriorityLocked || issue.priority === 'high') return
  issue.priority = 'high'
  issue.activities.push('set_priority')
}

function turn(issue: ModelIssue, substatus: 'regressed' | 'escalating'): void {
  Object.assign(issue, { status: 'unresolved', substatus, resolvedAt: null, resolution: null, snooze: null })
  issue.needsReview = true
}

/** A change by a person; true when it is one. */
export function applyChange(issue: ModelIssue, change: IssueChange): boolean {
  const before = issue.activities.length
  applyStatus(issue, change)
  if (change.priority !== undefined) {
    if (change.priority !== issue.priority) issue.activities.push('set_priority')
    Object.assign(issue, { priority: change.priority, isPriorityLocked: true })
  }
  if (change.isReviewed && !change.status && issue.needsReview) {
    issue.needsReview = false
    issue.activities.push('mark_reviewed')
  }
  return issue.activities.length > before
}

function applyStatus(issue: ModelIssue, { status: change, at }: IssueChange): void {
  if (!change) return
  const { status, substatus } = change
  const resolution = status === 'resolved' ? (change.resolution ?? null) : null
  const snooze = status === 'ignored' ? (change.snooze ?? null) : null
  const conditions = ({ until, count, windowMinutes, userCount, userWindowMinutes }: Omit<Snooze, 'base'>) =>
    [until, count, windowMinutes, userCount, userWindowMinutes].join()
  const stateOf = (own: Resolution | null, ownSnooze: Omit<Snooze, 'base'> | null) =>
    JSON.stringify([own, ownSnooze && conditions(ownSnooze)])
  const isSame = issue.status === status && issue.substatus === substatus
  if (isSame && stateOf(issue.resolution, issue.snooze) === stateOf(resolution, snooze)) return
  Object.assign(issue, { status, substatus, resolution, resolvedAt: status === 'resolved' ? at : null, archivedAt: at })
  issue.snooze = snooze && { ...snooze, since: [] }
  issue.needsReview = false
  issue.activities.push(activityOf(status, resolution))
}

function activityOf(status: Issue['status'], resolution: Resolution | null): ActivityType {
  if (status !== 'resolved') return status === 'ignored' ? 'set_ignored' : 'set_unresolved'
  if (resolution === null) return 'set_resolved'
  return resolution.kind === 'commit' ? 'set_resolved_in_commit' : 'set_resolved_in_release'
}

/** Everything that `from` has is `into`'s now; of what both have one of, the older or newer one's, and `into`'s of equals. */
export function merge(model: Model, into: ModelIssue, from: ModelIssue): void {
  if (from.firstSeen < into.firstSeen) {
    Object.assign(into, { firstSeen: from.firstSeen, firstEventId: from.firstEventId })
  }
  if (from.lastSeen > into.lastSeen) {
    Object.assign(into, { lastSeen: from.lastSeen, lastEventId: from.lastEventId, title: from.title })
  }
  if (from.firstReleaseAt < into.firstReleaseAt) {
    Object.assign(into, { firstRelease: from.firstRelease, firstReleaseAt: from.firstReleaseAt })
  }
  if (from.lastReleaseAt > into.lastReleaseAt) {
    Object.assign(into, { lastRelease: from.lastRelease, lastReleaseAt: from.lastReleaseAt })
  }
  into.events.push(...from.events)
  into.timesSeen += from.timesSeen
  for (const user of from.users) into.users.add(user)
  into.usersSeen = into.users.size
  for (const hash of from.hashes) into.hashes.add(hash)
  into.activities.push('merge')
  // Before it is removed, which would take the ways to it along.
  for (const [number, target] of model.merged) if (target === from) model.merged.set(number, into)
  remove(model, from)
  model.merged.set(`${from.projectId}:${from.number}`, into)
}

export function remove(model: Model, issue: ModelIssue): void {
  model.issues = model.issues.filter((other) => other !== issue)
  for (const [number, target] of model.merged) if (target === issue) model.merged.delete(number)
}
