import { expect, it } from 'vitest'
import type { SessionStatus } from '../../../../protocol/session.ts'
import type { SessionFigures, SessionUpdate, SessionUsers } from '../port.ts'
import {
  counts,
  dayMs,
  figures,
  give,
  hourMs,
  key,
  noon,
  numbers,
  type SessionHarness,
  sidOf,
  summarize,
  totals,
  update,
  userOf,
} from './harness.ts'
import { describeCounterFixtures } from './counter-fixtures.ts'

/** What sessions, ends, users and durations are counted from updates and aggregates. */
export function describeCounting(harness: () => SessionHarness): void {
  const totalsOf = async (records: Parameters<typeof give>[1]) => {
    const store = await harness().open()
    await give(store, records)
    return totals(store)
  }

  const user = userOf(1)
  const rows: [string, Partial<SessionUpdate>, Partial<SessionFigures>, Partial<SessionUsers>][] = [
    ['began', {}, { sessions: 1 }, {}],
    ['goes on', { isInit: false }, {}, {}],
    ['exited', { status: 'exited' }, { sessions: 1 }, {}],
    ['began with an error', { errors: 1 }, { sessions: 1, errored: 1 }, { errored: 1 }],
    ['exited with errors', { status: 'exited', errors: 7 }, { sessions: 1, errored: 1 }, { errored: 1 }],
    ['errored by status', { status: 'errored' }, { sessions: 1, errored: 1 }, { errored: 1 }],
    ['had errors', { isInit: false, errors: 123 }, { errored: 1 }, { errored: 1 }],
    ['crashed', { isInit: false, status: 'crashed' }, { errored: 1, crashed: 1 }, { errored: 1, crashed: 1 }],
    ['unhandled', { status: 'unhandled' }, { sessions: 1, errored: 1, unhandled: 1 }, { errored: 1, unhandled: 1 }],
    ['abnormal', { isInit: false, status: 'abnormal' }, { errored: 1, abnormal: 1 }, { errored: 1, abnormal: 1 }],
    [
      'did not answer in front',
      { status: 'abnormal', abnormalMechanism: 'anr_foreground' },
      { sessions: 1, errored: 1, abnormal: 1 },
      { errored: 1, abnormal: 1, anr: 1, foregroundAnr: 1 },
    ],
    [
      'did not answer behind',
      { status: 'abnormal', abnormalMechanism: 'anr_background' },
      { sessions: 1, errored: 1, abnormal: 1 },
      { errored: 1, abnormal: 1, anr: 1 },
    ],
    [
      'abnormal by another mechanism',
      { status: 'abnormal', abnormalMechanism: 'watchdog' },
      { sessions: 1, errored: 1, abnormal: 1 },
      { errored: 1, abnormal: 1 },
    ],
    [
      'not abnormal, with a mechanism',
      { status: 'crashed', abnormalMechanism: 'anr_foreground' },
      { sessions: 1, errored: 1, crashed: 1 },
      { errored: 1, crashed: 1 },
    ],
  ]
  it.each(rows)('counts an update: %s', async (_, told, counted, users) => {
    expect(await totalsOf([update({ ...told, user })])).toEqual(figures({ ...counted, users: { all: 1, ...users } }))
    const store = await harness().open()
    await give(store, [update({ ...told, sid: sidOf(2), projectId: 2 })])
    expect(await totals(store, { projectIds: [2] })).toEqual(figures(counted))
  })

  it('counts what an aggregate adds up to, and its user by how its sessions went', async () => {
    const ends = { exited: 10, errored: 5, abnormal: 3, crashed: 2, unhandled: 1 }
    expect(await totalsOf([counts({ ...ends, user })])).toEqual(
      figures({
        sessions: 21,
        errored: 11,
        abnormal: 3,
        crashed: 2,
        unhandled: 1,
        users: { all: 1, errored: 1, abnormal: 1, crashed: 1, unhandled: 1 },
      }),
    )
    const store = await harness().open()
    const each = [{ exited: 1 }, { errored: 1 }, { abnormal: 1 }, { crashed: 1 }, { unhandled: 1 }]
    await give(
      store,
      each.map((one, n) => counts({ ...one, projectId: 10 + n, user: userOf(n) })),
    )
    const found = await summarize(store, { projectIds: [10, 11, 12, 13, 14], groupBy: ['project'] })
    const errored = { sessions: 1, errored: 1 }
    expect(found.map((group) => group.figures)).toEqual([
      figures({ sessions: 1, users: { all: 1 } }),
      figures({ ...errored, users: { all: 1, errored: 1 } }),
      figures({ ...errored, abnormal: 1, users: { all: 1, errored: 1, abnormal: 1 } }),
      figures({ ...errored, crashed: 1, users: { all: 1, errored: 1, crashed: 1 } }),
      figures({ ...errored, unhandled: 1, users: { all: 1, errored: 1, unhandled: 1 } }),
    ])
  })

  it('counts large aggregates', async () => {
    const millions = numbers(10).map((n) => counts({ exited: 400_000_000, crashed: 3, started: noon + n }))
    expect(await totalsOf(millions)).toEqual(figures({ sessions: 4_000_000_030, errored: 30, crashed: 30 }))
  })

  it('counts an error once a session, however often it is told', async () => {
    const errors = numbers(5).map((n) => update({ isInit: n === 0, errors: n, user }))
    expect(await totalsOf(errors)).toEqual(figures({ sessions: 1, errored: 1, users: { all: 1, errored: 1 } }))
  })

  it('counts the beginning once a session, however many updates claim to be it', async () => {
    expect(await totalsOf(numbers(3).map(() => update()))).toEqual(figures({ sessions: 1 }))
  })

  it('counts of several ends the worst, in whatever order they come', async () => {
    const store = await harness().open()
    const ends: SessionStatus[] = ['crashed', 'abnormal', 'unhandled', 'errored', 'exited', 'ok']
    const pairs = ends.flatMap((a, worst) => ends.slice(worst).flatMap((b) => [[a, b] as const, [b, a] as const]))
    for (const [n, [first, second]] of pairs.entries()) {
      await give(store, [update({ projectId: 100 + n, status: first })])
      await give(store, [update({ projectId: 100 + n, status: second, isInit: false })])
    }
    for (const [n, [first, second]] of pairs.entries()) {
      const worst = ends.find((end) => end === first || end === second) ?? 'ok'
      const isEnd = worst === 'crashed' || worst === 'abnormal' || worst === 'unhandled'
      expect(await totals(store, { projectIds: [100 + n] }), `${first}, ${second}`).toEqual(
        figures({
          sessions: 1,
          errored: worst === 'ok' || worst === 'exited' ? 0 : 1,
          ...(isEnd ? { [worst]: 1 } : {}),
        }),
      )
    }
  })

  describeUsers(harness)
  describeDurations(harness)
  describeCounterFixtures(harness)
}

function describeUsers(harness: () => SessionHarness): void {
  const usersOf = (own: Partial<SessionUsers>) => figures({ users: own }).users

  it('counts a user once: over sessions, times, releases, environments and projects', async () => {
    const store = await harness().open()
    const user = userOf(1)
    await give(store, [
      update({ sid: sidOf(1), user }),
      update({ sid: sidOf(2), user, started: noon + 3 * hourMs }),
      update({ sid: sidOf(3), user, release: 'shop@2.0.0', status: 'crashed', errors: 1 }),
      update({ sid: sidOf(4), user, environment: 'staging', started: noon - dayMs }),
      update({ sid: sidOf(5), user, projectId: 2, errors: 1 }),
      counts({ exited: 4, crashed: 1, user, projectId: 2 }),
      update({ sid: sidOf(6), user: userOf(2), projectId: 2 }),
    ])
    const both = { projectIds: [1, 2] }
    expect((await totals(store, both)).users).toEqual(usersOf({ all: 2, errored: 1, crashed: 1 }))
    const byEach = await summarize(store, { ...both, groupBy: ['project', 'release', 'environment'] })
    expect(byEach.map(({ figures: { users } }) => [users?.all, users?.errored, users?.crashed])).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [1, 1, 1],
      [2, 1, 1],
    ])
    const byRelease = await summarize(store, { ...both, groupBy: ['release'] })
    expect(byRelease.map(({ figures: { users } }) => users?.all)).toEqual([2, 1])
  })

  it('counts the user of every update of a session, by how that update went', async () => {
    const store = await harness().open()
    await give(store, [
      update({ user: userOf(1) }),
      update({ user: userOf(2), isInit: false, errors: 1 }),
      update({ user: userOf(3), isInit: false, status: 'abnormal', abnormalMechanism: 'anr_foreground' }),
      update({ user: userOf(4), isInit: false, status: 'unhandled' }),
      update({ user: userOf(5), isInit: false, status: 'crashed', errors: 1 }),
      update({ user: null, isInit: false, status: 'crashed', errors: 1 }),
      update({ user: userOf(5), isInit: false, status: 'exited' }),
    ])
    const { users } = await totals(store)
    expect(users).toEqual(
      usersOf({ all: 5, errored: 4, abnormal: 1, unhandled: 1, crashed: 1, anr: 1, foregroundAnr: 1 }),
    )
  })

  it('counts nobody for an aggregate of nothing, and finds no group there', async () => {
    const store = await harness().open()
    await give(store, [counts({ user: userOf(1) })])
    expect(await summarize(store)).toEqual([])
  })

  it('finds the group of a user whose session began elsewhere', async () => {
    const store = await harness().open()
    await give(store, [update({ user: userOf(1), isInit: false })])
    expect(await summarize(store)).toEqual([{ key: key(), figures: figures({ users: { all: 1 } }) }])
  })

  it('tells neither users nor durations unless asked for', async () => {
    const store = await harness().open()
    await give(store, [update({ user: userOf(1), status: 'exited', duration: 5 })])
    const five = { average: 5, max: 5, p50: 5, p75: 5, p90: 5, p95: 5, p99: 5 }
    const one = { sessions: 1, durations: null }
    const wanted = async (users: boolean, durations: boolean) => totals(store, { wants: { users, durations } })
    expect(await wanted(false, false)).toEqual(figures({ ...one, users: null }))
    expect(await wanted(true, false)).toEqual(figures({ ...one, users: { all: 1 } }))
    expect(await wanted(false, true)).toEqual(figures({ ...one, users: null, durations: five }))
    expect(await wanted(true, true)).toEqual(figures({ ...one, users: { all: 1 }, durations: five }))
  })

  it('counts users exactly up to 1,024 and within 4 % beyond, whatever it adds up', async () => {
    const store = await harness().open()
    // A thousand users in each of three hours, half of them those of the hour before.
    for (const hour of [0, 1, 2]) {
      const started = noon + hour * hourMs
      await give(
        store,
        numbers(1000).map((n) =>
          update({ sid: sidOf(hour * 1000 + n), started, user: userOf(hour * 500 + n), errors: n % 2 }),
        ),
      )
    }
    await give(store, [counts({ exited: 1, user: userOf(5000), started: noon + dayMs / 4 })])
    const usersIn = async (hours: number) => (await totals(store, { start: noon, end: noon + hours * hourMs })).users
    expect(await usersIn(1)).toEqual(usersOf({ all: 1000, errored: 500 }))
    const two = await usersIn(2)
    expect(two?.errored).toBe(750)
    expect(Math.abs((two?.all ?? 0) / 1500 - 1)).toBeLessThan(0.04)
    const three = await usersIn(3)
    expect(three?.errored).toBe(1000)
    expect(Math.abs((three?.all ?? 0) / 2000 - 1)).toBeLessThan(0.04)
    expect((await totals(store, { start: noon + dayMs / 4, end: noon + dayMs / 2 })).users?.all).toBe(1)
  })
}

function describeDurations(harness: () => SessionHarness): void {
  const exits = (durations: number[]) =>
    durations.map((duration, n) => update({ sid: sidOf(n), status: 'exited', duration, started: noon + n * 60_000 }))

  it('describes durations: between two, a quantile lies as far as its share', async () => {
    const store = await harness().open()
    await give(store, exits([25, 49, 25, 25, 30, 37, 80, 68].map((seconds) => seconds * 1000)))
    expect((await totals(store)).durations).toEqual({
      average: 42_375,
      max: 80_000,
      p50: 33_500,
      p75: 53_750,
      p90: expect.closeTo(71_600, 6),
      p95: expect.closeTo(75_800, 6),
      p99: expect.closeTo(79_160, 6),
    })
  })

  it('knows only those of sessions that exited, and knows zero as one', async () => {
    const store = await harness().open()
    const statuses = ['ok', 'errored', 'unhandled', 'abnormal', 'crashed'] as const
    const others = statuses.map((status, n) => update({ sid: sidOf(10 + n), status, duration: 99 }))
    await give(store, [...others, counts({ exited: 9 }), update({ sid: sidOf(20), status: 'exited' })])
    expect((await totals(store)).durations).toBeNull()
    await give(store, [update({ sid: sidOf(30), status: 'exited', duration: 0 })])
    expect((await totals(store)).durations).toEqual({ average: 0, max: 0, p50: 0, p75: 0, p90: 0, p95: 0, p99: 0 })
    await give(store, [update({ sid: sidOf(31), status: 'exited', duration: 10, errors: 4 })])
    expect((await totals(store)).durations).toMatchObject({ average: 5, max: 10, p50: 5 })
  })

  it('counts a duration once a session: the first that is told with the exit', async () => {
    const store = await harness().open()
    await give(store, [
      update({ duration: 1 }),
      update({ isInit: false, status: 'exited', duration: null }),
      update({ isInit: false, status: 'exited', duration: 20 }),
      update({ isInit: false, status: 'exited', duration: 30 }),
    ])
    await give(store, [update({ isInit: false, status: 'exited', duration: 40 })])
    expect((await totals(store)).durations).toMatchObject({ average: 20, max: 20, p50: 20 })
  })

  it('is exact up to 64 values, quantiles within 0.5 % beyond, average and maximum always', async () => {
    const store = await harness().open()
    const durations = numbers(2001).map((n) => Math.round(1000 * 1.004 ** ((n * 997) % 2001)))
    await give(store, exits(durations))
    const ordered = (values: number[]) => values.toSorted((a, b) => a - b)
    const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const few = ordered(durations.slice(0, 61))
    const ofFew = await totals(store, { start: noon, end: noon + 61 * 60_000 })
    expect(ofFew.durations).toEqual({
      average: expect.closeTo(average(few), 6),
      max: few[60],
      p50: few[30],
      p75: few[45],
      p90: few[54],
      p95: few[57],
      p99: expect.closeTo((few[59] ?? 0) + 0.4 * ((few[60] ?? 0) - (few[59] ?? 0)), 3),
    })
    const all = ordered(durations)
    const found = (await totals(store, { end: noon + 3 * dayMs })).durations
    expect(found?.max).toBe(all[2000])
    expect(found?.average).toBeCloseTo(average(all), 4)
    const places = { p50: 1000, p75: 1500, p90: 1800, p95: 1900, p99: 1980 }
    for (const [name, place] of Object.entries(places)) {
      const value = new Map(Object.entries(found ?? {})).get(name) ?? 0
      expect(Math.abs(value / (all[place] ?? 0) - 1), `${name}`).toBeLessThanOrEqual(0.005)
    }
  })
}
