import { describe, expect, it } from 'vitest'
import type { MetaStore } from '../port.ts'
import type { Resolution, Snooze } from '../ports/issues.ts'
import {
  type MetaHarness,
  newOrganization,
  newProject,
  newUser,
  now,
  occurrence,
  record,
  recordIds,
} from './harness.ts'

const minute = 60_000
const hour = 60 * minute
const week = 7 * 24 * hour
/** A whole hour, from which the others are counted. */
const start = now - (now % hour)

interface Scene {
  store: MetaStore
  projectId: number
  id: number
}

async function setUp(harness: MetaHarness): Promise<Scene> {
  const store = await harness.open()
  const { id: projectId } = await newProject(store, (await newOrganization(store)).id)
  const [id = 0] = await recordIds(store, [occurrence(projectId, { timestamp: start, receivedAt: start })])
  return { store, projectId, id }
}

/** So many events at this time, in one batch. */
async function see(
  { store, projectId }: Scene,
  at: number,
  events = 1,
  own: { userKey?: string; release?: string } = {},
) {
  const event = occurrence(projectId, { timestamp: at, receivedAt: at, ...own })
  return record(
    store,
    Array.from({ length: events }, () => event),
  )
}

async function statusOf({ store, id }: Scene) {
  const issue = await store.findIssue(id)
  return issue?.substatus ?? issue?.status
}

/** What events make of an issue that people have dealt with. */
export function describeIssueTurns(harness: () => MetaHarness): void {
  describe('a resolved issue', () => {
    const isNext = (release: string): Resolution => ({ kind: 'release', release, isNext: true })
    const inRelease = (release: string): Resolution => ({ kind: 'release', release, isNext: false })

    it.each<[string, Resolution | null, string | null, boolean]>([
      ['at once', null, null, true],
      ['at once', null, 'p@1.0', true],
      ['in the release that the event has', inRelease('p@2.0'), 'p@2.0', true],
      ['in the same version under another name', inRelease('p@2.0'), 'p@2.0.0', true],
      ['in a newer release than the event’s', inRelease('p@2.0'), 'p@1.9+5', false],
      ['in an older release than the event’s', inRelease('p@2.0'), 'p@2.0.1', true],
      ['in a release, of which the event’s is a candidate', inRelease('p@2.0'), 'p@2.0-rc1', false],
      ['after the release that the event has', isNext('p@2.0'), 'p@2.0', false],
      ['after the same version under another name', isNext('p@2.0'), 'p@2.0.0', false],
      ['after a newer release than the event’s', isNext('p@2.0'), 'p@1.0', false],
      ['after an older release than the event’s', isNext('p@2.0'), 'p@2.1', true],
      ['in a release, by an event that names none', inRelease('p@2.0'), null, false],
      ['after a release, by an event that names none', isNext('p@2.0'), null, false],
      ['by a commit that no release has', { kind: 'commit', repositoryId: null, commit: 'abc' }, 'p@9.0', false],
    ])('%s (%j) is seen again in %s: regression %s', async (_, resolution, release, expected) => {
      const scene = await setUp(harness())
      const status = { status: 'resolved', substatus: null, resolution } as const
      await scene.store.changeIssues([scene.id], { userId: null, at: start + minute, status })
      const [assignment] = await see(scene, start + hour, 1, release === null ? {} : { release })
      expect(assignment?.isRegression).toBe(expected)
      const issue = await scene.store.findIssue(scene.id)
      expect(issue).toMatchObject(
        expected
          ? { status: 'unresolved', substatus: 'regressed', resolution: null, resolvedAt: null, needsReview: true }
          : { status: 'resolved', substatus: null, resolution, resolvedAt: start + minute, needsReview: false },
      )
    })

    it('compares releases without versions by when they came up', async () => {
      const scene = await setUp(harness())
      const { store, projectId, id } = scene
      const other = { hashes: ['other'] }
      await record(store, [
        occurrence(projectId, { ...other, release: 'old', timestamp: start - 9 * hour }),
        occurrence(projectId, { ...other, release: 'fixed', timestamp: start - 5 * hour }),
        occurrence(projectId, { ...other, release: 'later', timestamp: start - 2 * hour }),
      ])
      const status = { status: 'resolved', substatus: null, resolution: inRelease('fixed') } as const
      await store.changeIssues([id], { userId: null, at: start + minute, status })
      expect(await see(scene, start + hour, 1, { release: 'old' })).toMatchObject([{ isRegression: false }])
      expect(await see(scene, start + hour, 1, { release: 'later' })).toMatchObject([{ isRegression: true }])
      expect((await store.listActivity(id, 1))[0]).toMatchObject({
        type: 'set_regression',
        data: { version: 'later', resolved_in_version: 'fixed' },
      })
    })

    it('takes a release that nobody knew for as old as its first event', async () => {
      const scene = await setUp(harness())
      const status = { status: 'resolved', substatus: null, resolution: inRelease('planned') } as const
      await scene.store.changeIssues([scene.id], { userId: null, at: start + minute, status })
      expect(await see(scene, start + hour, 1, { release: 'brand new' })).toMatchObject([{ isRegression: true }])
    })
  })

  describe('a snoozed issue', () => {
    const nothing = { until: null, count: null, windowMinutes: null, userCount: null, userWindowMinutes: null }

    async function snooze(scene: Scene, conditions: Partial<Omit<Snooze, 'base'>>, at = start + minute) {
      const status = {
        status: 'ignored',
        substatus: 'archived_until_condition_met',
        snooze: { ...nothing, ...conditions },
      } as const
      return scene.store.changeIssues([scene.id], { userId: null, at, status })
    }

    it('comes back after so many more events', async () => {
      const scene = await setUp(harness())
      await see(scene, start, 5)
      await snooze(scene, { count: 3 })
      expect((await scene.store.findIssue(scene.id))?.snooze?.base).toEqual({
        at: start + minute,
        timesSeen: 6,
        usersSeen: 0,
      })
      await see(scene, start + hour, 2)
      expect(await statusOf(scene)).toBe('archived_until_condition_met')
      await see(scene, start + 2 * hour)
      expect(await scene.store.findIssue(scene.id)).toMatchObject({
        status: 'unresolved',
        substatus: 'escalating',
        snooze: null,
        needsReview: true,
      })
      expect((await scene.store.listActivity(scene.id, 1))[0]).toMatchObject({
        type: 'set_escalating',
        data: { expired_snooze: { until: null, count: 3, window: null, user_count: null, user_window: null } },
      })
    })

    it('comes back after so many events within a window, of those since it was snoozed', async () => {
      const scene = await setUp(harness())
      await see(scene, start, 5)
      await snooze(scene, { count: 3, windowMinutes: 10 })
      for (const minutes of [2, 5, 12, 16]) await see(scene, start + minutes * minute)
      expect(await statusOf(scene)).toBe('archived_until_condition_met')
      await see(scene, start + 21 * minute)
      expect(await statusOf(scene)).toBe('escalating')
      // What it counted is forgotten: it starts anew.
      await snooze(scene, { count: 3, windowMinutes: 10 }, start + 22 * minute)
      await see(scene, start + 22 * minute, 2)
      expect(await statusOf(scene)).toBe('archived_until_condition_met')
    })

    it('comes back after so many more users, whom it had not met', async () => {
      const scene = await setUp(harness())
      await see(scene, start, 1, { userKey: 'id:1' })
      await snooze(scene, { userCount: 2 })
      await see(scene, start + hour, 3, { userKey: 'id:1' })
      await see(scene, start + hour, 3, { userKey: 'id:2' })
      await see(scene, start + hour, 3)
      expect(await statusOf(scene)).toBe('archived_until_condition_met')
      await see(scene, start + 50 * hour, 1, { userKey: 'id:3' })
      expect(await statusOf(scene)).toBe('escalating')
    })

    it('comes back after so many users within a window, whether it had met them or not', async () => {
      const scene = await setUp(harness())
      await see(scene, start, 1, { userKey: 'id:1' })
      await snooze(scene, { userCount: 2, userWindowMinutes: 10 })
      await see(scene, start + 2 * minute, 3, { userKey: 'id:1' })
      await see(scene, start + 12 * minute, 1, { userKey: 'id:2' })
      await see(scene, start + 13 * minute, 1)
      expect(await statusOf(scene)).toBe('archived_until_condition_met')
      await see(scene, start + 21 * minute, 1, { userKey: 'id:1' })
      expect(await statusOf(scene)).toBe('escalating')
    })

    it('does not count what is merged into it', async () => {
      const scene = await setUp(harness())
      const other = { hashes: ['other'], timestamp: start, receivedAt: start }
      const events = [1, 2, 3].map((user) => occurrence(scene.projectId, { ...other, userKey: `id:${user}` }))
      const [merged = 0] = await recordIds(scene.store, events)
      await snooze(scene, { userCount: 2, count: 3 })
      await scene.store.mergeIssues(scene.id, [merged], { userId: null, at: start + minute })
      await see(scene, start + 2 * minute, 1, { userKey: 'id:4' })
      expect(await statusOf(scene)).toBe('archived_until_condition_met')
      await see(scene, start + 3 * minute, 1, { userKey: 'id:5' })
      expect(await statusOf(scene)).toBe('escalating')
    })

    it('comes back when its time is over', async () => {
      const scene = await setUp(harness())
      await snooze(scene, { until: start + hour })
      await see(scene, start + 2 * minute, 50)
      expect(await scene.store.wakeSnoozed(start + hour - 1)).toBe(0)
      expect(await statusOf(scene)).toBe('archived_until_condition_met')
      expect(await scene.store.wakeSnoozed(start + hour)).toBe(1)
      expect(await scene.store.findIssue(scene.id)).toMatchObject({
        status: 'unresolved',
        substatus: 'ongoing',
        snooze: null,
        needsReview: false,
      })
      expect((await scene.store.listActivity(scene.id, 1))[0]).toMatchObject({ type: 'set_unresolved', userId: null })
      expect(await scene.store.wakeSnoozed(start + 2 * hour)).toBe(0)
    })

    it('is ongoing a week after it was new, and a week after it came back', async () => {
      const scene = await setUp(harness())
      await see(scene, start, 1)
      const { createdAt = 0 } = (await scene.store.findIssue(scene.id)) ?? {}
      expect(await statusOf(scene)).toBe('new')
      expect(await scene.store.settleIssues(createdAt + week - 1)).toBe(0)
      expect(await scene.store.settleIssues(createdAt + week)).toBe(1)
      expect(await scene.store.findIssue(scene.id)).toMatchObject({ substatus: 'ongoing', needsReview: false })
      expect((await scene.store.listActivity(scene.id, 1))[0]).toMatchObject({ type: 'auto_set_ongoing' })

      const status = { status: 'resolved', substatus: null } as const
      await scene.store.changeIssues([scene.id], { userId: null, at: createdAt + week, status })
      const back = createdAt + 2 * week
      await see(scene, back, 1)
      expect(await statusOf(scene)).toBe('regressed')
      expect(await scene.store.settleIssues(back + week - minute)).toBe(0)
      expect(await scene.store.settleIssues(back + week + minute)).toBe(1)
      expect(await statusOf(scene)).toBe('ongoing')
    })

    it('does not wake when somebody took it up before', async () => {
      const scene = await setUp(harness())
      await snooze(scene, { until: start + hour })
      const status = { status: 'resolved', substatus: null } as const
      await scene.store.changeIssues([scene.id], { userId: null, at: start + 2 * minute, status })
      expect(await scene.store.wakeSnoozed(start + hour)).toBe(0)
    })
  })

  describe('an issue archived until it escalates', () => {
    async function archive(scene: Scene, at: number) {
      const status = { status: 'ignored', substatus: 'archived_until_escalating' } as const
      return scene.store.changeIssues([scene.id], { userId: null, at, status })
    }

    it('comes back when an hour has over ten times the events of its busiest one, at the event that is too many', async () => {
      const scene = await setUp(harness())
      await see(scene, start + minute, 2)
      await archive(scene, start + 2 * minute)
      await see(scene, start + hour, 30)
      expect(await statusOf(scene)).toBe('archived_until_escalating')
      await see(scene, start + hour + minute)
      expect(await scene.store.findIssue(scene.id)).toMatchObject({
        status: 'unresolved',
        substatus: 'escalating',
        needsReview: true,
      })
      expect((await scene.store.listActivity(scene.id, 1))[0]).toMatchObject({
        type: 'set_escalating',
        userId: null,
        data: { event_id: 'a'.repeat(32) },
      })
    })

    it('stays archived for as many as 10 an hour, whatever came before', async () => {
      const scene = await setUp(harness())
      await archive(scene, start + 2 * minute)
      await see(scene, start + 400 * hour, 10)
      expect(await statusOf(scene)).toBe('archived_until_escalating')
      await see(scene, start + 400 * hour)
      expect(await statusOf(scene)).toBe('escalating')
    })

    it('is judged by its week when it is older than one', async () => {
      const scene = await setUp(harness())
      // 20 in every hour of the week before: six times that is the limit, not ten times.
      for (let ago = 1; ago <= 168; ago += 1) await see(scene, start + (200 - ago) * hour, 20)
      await archive(scene, start + 200 * hour - minute)
      await see(scene, start + 200 * hour, 120)
      expect(await statusOf(scene)).toBe('archived_until_escalating')
      await see(scene, start + 200 * hour)
      expect(await statusOf(scene)).toBe('escalating')
    })

    it('does not come back for the hour in which it was archived, nor for late events of earlier ones', async () => {
      const scene = await setUp(harness())
      await see(scene, start + minute, 100)
      await archive(scene, start + 2 * minute)
      await see(scene, start + 3 * minute, 2000)
      await see(scene, start - 5 * hour, 2000)
      expect(await statusOf(scene)).toBe('archived_until_escalating')
    })

    it('becomes urgent, unless a person said how urgent it is', async () => {
      for (const isLocked of [false, true]) {
        const store = await harness().open()
        const { id: projectId } = await newProject(
          store,
          (await newOrganization(store, `o${isLocked}`)).id,
          `p${isLocked}`,
        )
        const [id = 0] = await recordIds(store, [
          occurrence(projectId, { timestamp: start, receivedAt: start, level: 'info' }),
        ])
        expect((await store.findIssue(id))?.priority).toBe('low')
        const userId = await newUser(store, `${isLocked}@example.com`)
        if (isLocked) await store.changeIssues([id], { userId, at: start + 1, priority: 'medium' })
        const scene = { store, projectId, id }
        await archive(scene, start + 2)
        await see(scene, start + hour, 11)
        expect(await store.findIssue(id)).toMatchObject({
          substatus: 'escalating',
          priority: isLocked ? 'medium' : 'high',
          isPriorityLocked: isLocked,
        })
        const types = (await store.listActivity(id, 2)).map(({ type }) => type)
        expect(types).toEqual(isLocked ? ['set_escalating', 'set_ignored'] : ['set_priority', 'set_escalating'])
      }
    })
  })

  it.each([
    ['fatal', false, 'high'],
    ['error', false, 'high'],
    ['warning', false, 'medium'],
    ['info', false, 'low'],
    ['debug', false, 'low'],
    ['info', true, 'high'],
  ] as const)('a new issue of level %s, unhandled %s, has priority %s', async (level, isUnhandled, priority) => {
    const { store, projectId } = await setUp(harness())
    const [id = 0] = await recordIds(store, [occurrence(projectId, { hashes: ['new'], level, isUnhandled })])
    expect(await store.findIssue(id)).toMatchObject({ priority, isPriorityLocked: false, needsReview: true })
    await record(store, [occurrence(projectId, { hashes: ['new'], level: 'fatal' })])
    expect((await store.findIssue(id))?.priority).toBe(priority)
  })

  it('counts users exactly up to 1,024, and nearly after', async () => {
    const { store, projectId, id } = await setUp(harness())
    let seen = 0
    for (const users of [1, 40, 63, 64, 65, 300, 1024, 3000]) {
      const more = Array.from({ length: users - seen }, (_, index) =>
        occurrence(projectId, { userKey: `id:${seen + index}` }),
      )
      await record(store, [...more, occurrence(projectId, { userKey: 'id:0' }), occurrence(projectId)])
      seen = users
      const { usersSeen = 0 } = (await store.findIssue(id)) ?? {}
      expect(Math.abs(usersSeen - users)).toBeLessThanOrEqual(users > 1024 ? users * 0.03 : 0)
    }
  })
}
