import fc from 'fast-check'
import { expect } from 'vitest'
import { levels } from '../../../../protocol/event.ts'
import type { MetaStore } from '../port.ts'
import {
  type Issue,
  type IssueChange,
  issuePriorities,
  type Occurrence,
  type SessionSighting,
} from '../ports/issues.ts'
import { now, occurrence } from './harness.ts'
import { applyChange, merge, type Model, type ModelIssue, observeBatch, remove } from './model.ts'

/** Times are counted in steps of ten minutes: a history lasts some hours. */
const step = 600_000

const arbitraryEvent = fc.record({
  project: fc.integer({ min: 0, max: 1 }),
  // Few values, so that issues share hashes and times tie.
  time: fc.integer({ min: 0, max: 30 }),
  delay: fc.integer({ min: 0, max: 3 }),
  hashes: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c').map((hash) => [hash]) },
    { weight: 1, arbitrary: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1, maxLength: 3 }) },
  ),
  release: fc.constantFrom(null, 'p@1.0', 'p@2.0', 'p@3.0', 'alpha', 'beta'),
  environment: fc.constantFrom(null, 'prod', 'test'),
  user: fc.constantFrom(null, 'id:1', 'id:2', 'id:3', 'ip:::1'),
  level: fc.constantFrom(...levels),
  isUnhandled: fc.constantFrom(false, false, false, true),
})

const arbitrarySession = fc.record({
  project: fc.integer({ min: 0, max: 1 }),
  time: fc.integer({ min: 0, max: 30 }),
  release: fc.constantFrom('', 'p@1.0', 'p@3.0', 'p@4.0', 'alpha'),
  environment: fc.constantFrom('', 'prod', 'edge'),
})

const arbitraryStatus = fc.oneof(
  fc.record({
    status: fc.constant('resolved' as const),
    substatus: fc.constant(null),
    resolution: fc.option(
      fc.oneof(
        fc.record({
          kind: fc.constant('release' as const),
          release: fc.constantFrom('p@2.0', 'alpha', 'beta', 'gamma'),
          isNext: fc.boolean(),
        }),
        fc.constant({ kind: 'commit' as const, repositoryId: null, commit: 'abc' }),
      ),
    ),
  }),
  fc.record({
    status: fc.constant('unresolved' as const),
    substatus: fc.constantFrom('ongoing' as const, 'new' as const),
  }),
  fc.record({
    status: fc.constant('ignored' as const),
    substatus: fc.constantFrom('archived_forever' as const, 'archived_until_escalating' as const),
  }),
  fc.record({
    status: fc.constant('ignored' as const),
    substatus: fc.constant('archived_until_condition_met' as const),
    snooze: fc.record({
      until: fc.constant(null),
      count: fc.option(fc.integer({ min: 1, max: 4 })),
      windowMinutes: fc.option(fc.constantFrom(5, 60)),
      userCount: fc.option(fc.integer({ min: 1, max: 3 })),
      userWindowMinutes: fc.option(fc.constantFrom(5, 60)),
    }),
  }),
)

/** Mostly the oldest ones, which are there. */
const arbitraryIssue = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 2 }) },
  { weight: 1, arbitrary: fc.nat({ max: 8 }) },
)

/** Batches, batches that come a second time, floods, and people who change, merge and delete issues. */
export const arbitraryHistory = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        batch: fc.array(arbitraryEvent, { maxLength: 12, size: 'max' }),
        sessions: fc.array(arbitrarySession, { maxLength: 2 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ stale: fc.array(arbitraryEvent, { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ flood: arbitraryEvent, events: fc.integer({ min: 8, max: 25 }) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        change: fc.record(
          {
            status: arbitraryStatus,
            priority: fc.constantFrom(...issuePriorities),
            isReviewed: fc.constant(true as const),
          },
          { requiredKeys: ['status'] },
        ),
        issues: fc.array(arbitraryIssue, { minLength: 1, maxLength: 3 }),
        time: fc.integer({ min: 0, max: 12 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        change: fc.record(
          { priority: fc.constantFrom(...issuePriorities), isReviewed: fc.constant(true as const) },
          { requiredKeys: [] },
        ),
        issues: fc.array(arbitraryIssue, { minLength: 1, maxLength: 3 }),
        time: fc.constant(0),
      }),
    },
    { weight: 1, arbitrary: fc.record({ into: arbitraryIssue, merged: fc.array(arbitraryIssue, { maxLength: 2 }) }) },
    { weight: 1, arbitrary: fc.record({ deleted: fc.nat({ max: 20 }) }) },
  ),
  { maxLength: 24, size: 'max' },
)

type Step = (typeof arbitraryHistory extends fc.Arbitrary<infer T> ? T : never)[number]
type SessionSketch = typeof arbitrarySession extends fc.Arbitrary<infer T> ? T : never
type Sketch = typeof arbitraryEvent extends fc.Arbitrary<infer T> ? T : never

interface Player {
  store: MetaStore
  model: Model
  spool: string
  projectIds: number[]
  position: number
  events: number
}

/** Plays the same history into the store and into the model, comparing what the store answers; gives the position it came to. */
export async function playHistory(
  store: MetaStore,
  model: Model,
  history: Step[],
  place: { spool: string; projectIds: number[] },
): Promise<number> {
  const player: Player = { store, model, ...place, position: 0, events: 0 }
  for (const next of history) await play(player, next)
  return player.position
}

async function play(player: Player, next: Step): Promise<void> {
  const { store, model } = player
  if ('batch' in next) return playBatch(player, next.batch, next.sessions)
  if ('flood' in next)
    return playBatch(
      player,
      Array.from({ length: next.events }, () => next.flood),
      [],
    )
  if ('stale' in next) {
    const { spool, position } = player
    const occurrences = next.stale.map((sketch) => draw(player, sketch))
    const { applied } = await store.recordBatch({
      spool,
      from: position + 1,
      to: position + 9,
      occurrences,
      outcomes: [],
    })
    expect(applied).toBe(false)
    return
  }
  if ('change' in next) {
    const change: IssueChange = { ...ownReleases(player, next.change), userId: null, at: now + next.time * step }
    const issues = [...new Set(next.issues)].flatMap((index) => model.issues[index] ?? [])
    const ids = await Promise.all(issues.map((issue) => idOf(store, issue)))
    const changed = await store.changeIssues(ids, change)
    expect(changed).toEqual(ids.filter((_, index) => issues[index] && applyChange(issues[index], change)))
    return
  }
  if ('deleted' in next) {
    const issue = model.issues[next.deleted]
    if (!issue) return
    const id = await idOf(store, issue)
    expect(await store.deleteIssues(issue.projectId, [id], now)).toEqual([id])
    remove(model, issue)
    return
  }
  await playMerge(player, next)
}

async function playMerge({ store, model }: Player, next: { into: number; merged: number[] }): Promise<void> {
  const into = model.issues[next.into]
  if (!into) return
  const sources = [...new Set(next.merged)].flatMap((index) => model.issues[index] ?? [])
  const ids = await Promise.all(sources.map((issue) => idOf(store, issue)))
  const mergeable = sources.filter((issue) => issue !== into && issue.projectId === into.projectId)
  const target = await idOf(store, into)
  const merged = await store.mergeIssues(target, ids, { userId: null, at: now })
  expect(merged).toEqual(ids.filter((_, index) => sources[index] && mergeable.includes(sources[index])))
  for (const issue of mergeable) merge(model, into, issue)
  // However many are merged at once, that is one line of history.
  if (mergeable.length > 1) into.activities.splice(into.activities.lastIndexOf('merge'), mergeable.length - 1)
  for (const id of merged) expect(await store.findMerged(id)).toBe(target)
}

async function playBatch(player: Player, sketches: Sketch[], sessionSketches: SessionSketch[]): Promise<void> {
  const { store, model, spool, position } = player
  const occurrences = sketches.map((sketch) => draw(player, sketch))
  const sessions = sessionSketches.map((sketch) => drawSessions(player, sketch))
  player.position += occurrences.length + 1
  const { applied, assignments } = await store.recordBatch({
    spool,
    from: position,
    to: player.position,
    occurrences,
    outcomes: [],
    sessions,
  })
  expect(applied).toBe(true)
  const expected = observeBatch(model, occurrences, sessions)
  expect(assignments.map((assignment) => [assignment?.isNew, assignment?.isRegression])).toEqual(
    expected.map(({ isNew, isRegression }) => [isNew, isRegression]),
  )
  const issues = await Promise.all(assignments.map((assignment) => store.findIssue(assignment?.issueId ?? 0)))
  expect(issues.map((issue) => issue?.number)).toEqual(expected.map(({ issue }) => issue.number))
}

function draw(player: Player, sketch: Sketch): Occurrence {
  player.events += 1
  const timestamp = now + sketch.time * step
  const release = sketch.release === null ? null : ownRelease(player, sketch.release)
  return occurrence(player.projectIds[sketch.project] ?? 0, {
    timestamp,
    receivedAt: timestamp + sketch.delay * 100_000,
    eventId: player.events.toString(16).padStart(32, '0'),
    title: `title ${player.events}`,
    hashes: sketch.hashes,
    release,
    environment: sketch.environment,
    userKey: sketch.user,
    level: sketch.level,
    isUnhandled: sketch.isUnhandled,
    parts: (player.events * 7) % 5,
  })
}

function drawSessions(player: Player, { project, time, release, environment }: SessionSketch): SessionSighting {
  return {
    projectId: player.projectIds[project] ?? 0,
    release: ownRelease(player, release),
    environment,
    firstStarted: now + time * step,
  }
}

/** Releases belong to the organisation, which all histories share: each history has names of its own. */
function ownRelease({ spool }: Player, release: string): string {
  return release.replace(/^\w+/, `$&${spool.replace(/\W/g, '')}`)
}

function ownReleases(player: Player, change: Omit<IssueChange, 'userId' | 'at'>): Omit<IssueChange, 'userId' | 'at'> {
  const resolution = change.status?.resolution
  if (!change.status || resolution?.kind !== 'release') return change
  const own = { ...resolution, release: ownRelease(player, resolution.release) }
  return { ...change, status: { ...change.status, resolution: own } }
}

async function idOf(store: MetaStore, { projectId, number }: ModelIssue): Promise<number> {
  const issue = await store.findIssueByNumber(projectId, number)
  if (!issue) throw new Error(`no issue ${number}`)
  return issue.id
}

/** All that the store knows of the issues, against the model. */
export async function compareWithModel(store: MetaStore, model: Model, projectIds: number[]): Promise<void> {
  for (const issue of model.issues) {
    const { hashes, activities, events, snooze } = issue
    const stored = await store.findIssueByNumber(issue.projectId, issue.number)
    expect(stored).toMatchObject(factsOf(issue))
    expect(stored?.snooze === null).toBe(snooze === null)
    expect(stored?.recommendedEvent?.eventId).toBe(recommendOf(events))
    const id = stored?.id ?? 0
    expect(await store.listHashes(id)).toEqual([...hashes].sort())
    const types = (await store.listActivity(id, 1000)).map(({ type }) => type)
    expect(types.toSorted()).toEqual(activities.toSorted())
    await compareHours(store, id, events)
  }
  for (const [number, target] of model.merged) {
    const [projectId = 0, merged = 0] = number.split(':').map(Number)
    expect(await store.findIssueByNumber(projectId, merged)).toMatchObject({ number: target.number })
  }
  for (const projectId of projectIds) {
    const numbers = model.issues.filter((issue) => issue.projectId === projectId).map(({ number }) => number)
    const last = model.lastNumber.get(projectId) ?? 0
    const gone = Array.from({ length: last + 1 }, (_, index) => index + 1).filter(
      (number) => !numbers.includes(number) && !model.merged.has(`${projectId}:${number}`),
    )
    for (const number of gone) expect(await store.findIssueByNumber(projectId, number)).toBeNull()
    expect(await store.findProjectById(projectId)).toMatchObject({
      firstEventAt: model.firstEventAt.get(projectId) ?? null,
      hasSessions: model.projectsWithSessions.has(projectId),
    })
  }
  await compareReleases(store, model, projectIds)
}

/** Releases and environments, whether events or sessions named them. */
async function compareReleases(store: MetaStore, model: Model, projectIds: number[]): Promise<void> {
  const environments = (await store.listEnvironments(projectIds)).map(({ projectId, name }) => `${projectId}:${name}`)
  expect(environments.toSorted()).toEqual([...model.environments].toSorted())
  const [projectId = 0] = projectIds
  const organizationId = (await store.findProjectById(projectId))?.organizationId ?? 0
  for (const [version, createdAt] of model.releases) {
    expect(await store.findRelease(organizationId, version)).toMatchObject({ version, createdAt })
  }
  for (const [key, expected] of model.releaseEnvironments) {
    const [project = 0, version = '', environment = ''] = key.split(':')
    const release = await store.findRelease(organizationId, version)
    const scope = { projectIds: [Number(project)], environments: [environment] }
    const [figures] = await store.describeReleases([release?.id ?? 0], scope)
    expect(figures?.projects).toMatchObject([expected])
  }
}

/** Of the seven days up to the newest event, the newest of those with the most parts. */
function recommendOf(events: Occurrence[]): string | undefined {
  const byTime = events.toSorted((a, b) => b.timestamp - a.timestamp || (a.eventId < b.eventId ? 1 : -1))
  const near = byTime.filter((event) => event.timestamp > (byTime[0]?.timestamp ?? 0) - 7 * 24 * 60 * 60 * 1000)
  const most = Math.max(...near.map((event) => event.parts))
  return near.find((event) => event.parts === most)?.eventId
}

/** What is as it is in the store. */
function factsOf(issue: ModelIssue): Partial<Issue> {
  const { hashes: _, activities: _a, users: _u, events: _e, snooze: _s, ...rest } = issue
  const { firstReleaseAt: _f, lastReleaseAt: _l, archivedAt: _at, ...facts } = rest
  return facts
}

async function compareHours(store: MetaStore, issueId: number, all: Occurrence[]): Promise<void> {
  const hour = 3_600_000
  const start = now - (now % hour)
  for (const environments of [null, ['prod'], ['', 'test']]) {
    const events = all.filter(({ environment }) => environments?.includes(environment ?? '') ?? true)
    const hours = Array.from({ length: 8 }, (_, index) => ({
      hour: start + index * hour,
      events: events.filter(({ timestamp }) => Math.floor((timestamp - start) / hour) === index).length,
    }))
    const listed = { issueId, environments, from: null, limit: 100 }
    const expected = hours.filter((cell) => cell.events > 0)
    expect(await store.listIssueHours({ ...listed, backwards: false })).toEqual(expected)
    const end = start + 8 * hour
    const counted = { issueIds: [issueId], environments, start, end, interval: 2 * hour }
    const pairs = [0, 2, 4, 6].map((index) => (hours[index]?.events ?? 0) + (hours[index + 1]?.events ?? 0))
    expect(await store.countIssueHours(counted)).toEqual([{ issueId, counts: pairs }])
    const times = events.map(({ timestamp }) => timestamp)
    const sums = { issueId, events: times.length, firstSeen: Math.min(...times), lastSeen: Math.max(...times) }
    const summary = environments === null ? null : await store.summarizeIssueEnvironments([issueId], environments)
    if (summary) expect(summary).toEqual(times.length === 0 ? [] : [sums])
  }
}
