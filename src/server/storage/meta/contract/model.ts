import fc from 'fast-check'
import { expect } from 'vitest'
import type { ActivityType, Issue, IssueStatus, MetaStore, Occurrence } from '../port.ts'
import { now, occurrence } from './harness.ts'

/** What `recordBatch` should come to, said as plainly as can be: one occurrence after the other, nothing cached. */
export interface Model {
  issues: ModelIssue[]
  firstEventAt: Map<number, number>
}

type Facts = 'projectId' | 'number' | 'status' | 'substatus' | 'firstSeen' | 'lastSeen' | 'timesSeen' | 'resolvedAt'
type Shown = 'title' | 'firstRelease' | 'lastRelease' | 'firstEventId' | 'lastEventId'

interface ModelIssue extends Pick<Issue, Facts | Shown> {
  hashes: Set<string>
  activities: ActivityType[]
}

export function createModel(): Model {
  return { issues: [], firstEventAt: new Map() }
}

/** Kept beside the model: all that an issue has seen, from which first and last are looked up anew each time. */
const seenBy = new WeakMap<ModelIssue, Occurrence[]>()

/** The issue's index in the model, and what happened to it. */
function observe(model: Model, event: Occurrence): { issue: ModelIssue; isNew: boolean; isRegression: boolean } {
  const first = model.firstEventAt.get(event.projectId) ?? event.receivedAt
  model.firstEventAt.set(event.projectId, Math.min(first, event.receivedAt))
  const inProject = model.issues.filter((issue) => issue.projectId === event.projectId)
  const owner = inProject.find((issue) => event.hashes.some((hash) => issue.hashes.has(hash)))
  const issue = owner ?? emptyIssue(event.projectId, inProject.length + 1)
  if (!owner) model.issues.push(issue)
  for (const hash of event.hashes) {
    if (!inProject.some((other) => other.hashes.has(hash))) issue.hashes.add(hash)
  }
  const isRegression = issue.status === 'resolved' && issue.resolvedAt !== null && event.timestamp >= issue.resolvedAt
  if (isRegression) {
    Object.assign(issue, { status: 'unresolved', substatus: 'regressed', resolvedAt: null })
    issue.activities.push('set_regression')
  }
  const seen = [...(seenBy.get(issue) ?? []), event]
  seenBy.set(issue, seen)
  summarize(issue, seen)
  return { issue, isNew: !owner, isRegression }
}

function emptyIssue(projectId: number, number: number): ModelIssue {
  return {
    projectId,
    number,
    status: 'unresolved',
    substatus: 'new',
    firstSeen: 0,
    lastSeen: 0,
    timesSeen: 0,
    resolvedAt: null,
    title: '',
    firstRelease: null,
    lastRelease: null,
    firstEventId: '',
    lastEventId: '',
    hashes: new Set(),
    activities: ['first_seen'],
  }
}

function summarize(issue: ModelIssue, seen: Occurrence[]): void {
  // Stable sort: of equal times the earlier arrival stays first.
  const sorted = seen.toSorted((a, b) => a.timestamp - b.timestamp)
  const released = sorted.filter((event) => event.release !== null)
  const [oldest] = sorted
  const newest = sorted.at(-1)
  if (!oldest || !newest) return
  issue.timesSeen = seen.length
  issue.firstSeen = oldest.timestamp
  issue.firstEventId = oldest.eventId
  issue.lastSeen = newest.timestamp
  issue.lastEventId = newest.eventId
  issue.title = newest.title
  issue.firstRelease = released[0]?.release ?? null
  issue.lastRelease = released.at(-1)?.release ?? null
}

const arbitraryOccurrence = fc.record({
  project: fc.integer({ min: 0, max: 1 }),
  // Few values, so that issues share hashes and times tie.
  time: fc.integer({ min: 0, max: 12 }),
  delay: fc.integer({ min: 0, max: 3 }),
  hashes: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1, maxLength: 3 }),
  release: fc.constantFrom(null, '1.0', '2.0', '3.0'),
})

const arbitraryStep = fc.oneof(
  { weight: 4, arbitrary: fc.record({ batch: fc.array(arbitraryOccurrence, { maxLength: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ stale: fc.array(arbitraryOccurrence, { minLength: 1, maxLength: 3 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      status: fc.constantFrom<IssueStatus>('resolved', 'resolved', 'unresolved', 'ignored'),
      issue: fc.nat({ max: 8 }),
      time: fc.integer({ min: 0, max: 12 }),
    }),
  },
)

/** Batches, batches that come a second time, and people who resolve, ignore and reopen issues. */
export const arbitraryHistory = fc.array(arbitraryStep, { maxLength: 12 })

type History = typeof arbitraryHistory extends fc.Arbitrary<infer T> ? T : never
type Sketch = typeof arbitraryOccurrence extends fc.Arbitrary<infer T> ? T : never

const substatusOf = { resolved: null, unresolved: 'ongoing', ignored: 'archived_forever' } as const
const activityOf = { resolved: 'set_resolved', unresolved: 'set_unresolved', ignored: 'set_ignored' } as const

/** Plays the same history into the store and into the model, comparing what `recordBatch` answers. */
export async function playHistory(
  store: MetaStore,
  model: Model,
  history: History,
  { spool, projectIds }: { spool: string; projectIds: number[] },
): Promise<void> {
  let position = 0
  let count = 0
  const draw = (sketch: Sketch): Occurrence => {
    count += 1
    const timestamp = now + sketch.time
    return occurrence(projectIds[sketch.project] ?? 0, {
      timestamp,
      receivedAt: timestamp + sketch.delay,
      eventId: count.toString(16).padStart(32, '0'),
      title: `title ${count}`,
      hashes: sketch.hashes,
      release: sketch.release,
    })
  }
  for (const step of history) {
    if ('batch' in step) {
      const occurrences = step.batch.map(draw)
      const to = position + occurrences.length + 1
      const { applied, assignments } = await store.recordBatch({ spool, from: position, to, occurrences, outcomes: [] })
      position = to
      const expected = occurrences.map((event) => observe(model, event))
      expect(applied).toBe(true)
      expect(assignments.map((assignment) => [assignment?.isNew, assignment?.isRegression])).toEqual(
        expected.map(({ isNew, isRegression }) => [isNew, isRegression]),
      )
      const numbers = await Promise.all(assignments.map((assignment) => store.findIssue(assignment?.issueId ?? 0)))
      expect(numbers.map((issue) => issue?.number)).toEqual(expected.map(({ issue }) => issue.number))
    } else if ('stale' in step) {
      const stale = { spool, from: position + 1, to: position + 9, occurrences: step.stale.map(draw), outcomes: [] }
      expect((await store.recordBatch(stale)).applied).toBe(false)
    } else {
      const issue = model.issues[step.issue]
      if (!issue) continue
      const at = now + step.time
      const substatus = substatusOf[step.status]
      const stored = await store.findIssueByNumber(issue.projectId, issue.number)
      await store.setIssueStatus([stored?.id ?? 0], { status: step.status, substatus, userId: null, at })
      if (issue.status === step.status && issue.substatus === substatus) continue
      Object.assign(issue, { status: step.status, substatus, resolvedAt: step.status === 'resolved' ? at : null })
      issue.activities.push(activityOf[step.status])
    }
  }
}
