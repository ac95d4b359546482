import { expect, it } from 'vitest'
import {
  counts,
  dayMs,
  figures,
  give,
  hourMs,
  inOrder,
  key,
  minuteMs,
  noon,
  numbers,
  query,
  secondMs,
  series,
  type SessionHarness,
  sidOf,
  summarize,
  totals,
  update,
  userOf,
} from './harness.ts'

/** Ranges of time, to the 10 seconds. */
export function describeTimes(harness: () => SessionHarness): void {
  it('counts from the start on, and up to the end without it', async () => {
    const store = await harness().open()
    const edges = [-1, 0, 1, 9_999, 10_000, 10_001]
    await give(
      store,
      edges.map((ms, n) => update({ sid: sidOf(n), started: noon + ms })),
    )
    const between = async (start: number, end: number) =>
      (await totals(store, { start: noon + start, end: noon + end })).sessions
    expect(await between(0, 10_000)).toBe(3)
    expect(await between(-10_000, 0)).toBe(1)
    expect(await between(10_000, 20_000)).toBe(2)
    expect(await between(0, 20_000)).toBe(5)
    expect(await between(-10_000, 20_000)).toBe(6)
    expect(await summarize(store, { start: noon + 20_000, end: noon + 30_000 })).toEqual([])
    expect(await summarize(store, { start: noon, end: noon })).toEqual([])
  })

  it('counts ranges that begin and end within a day, a week, a month', async () => {
    const store = await harness().open()
    const first = noon - 60 * dayMs
    // So many sessions each hour that every range has a sum of its own; a user an hour.
    const hours = numbers(61 * 24)
    await give(
      store,
      hours.map((n) => counts({ exited: n, started: first + n * hourMs + (n % 60) * minuteMs, user: userOf(n % 500) })),
    )
    const sum = (from: number, to: number) => hours.slice(from, to).reduce((before, n) => before + n, 0)
    const edges = [0, 1, 12, 13, 24, 36, 37, 60, 100, 180, 7 * 24 + 12, 15 * 24 + 5, 31 * 24, 45 * 24 + 12, 60 * 24 + 7]
    for (const from of edges) {
      for (const to of edges.filter((edge) => edge > from)) {
        const found = await totals(store, { start: first + from * hourMs, end: first + to * hourMs })
        const users = new Set(hours.slice(from, to).flatMap((n) => (n > 0 ? [n % 500] : []))).size
        expect([found.sessions, found.users?.all], `${from} to ${to}`).toEqual([sum(from, to), users])
      }
    }
  })

  it('counts ranges of recent sessions that begin and end within an hour', async () => {
    const store = await harness().open()
    const slots = numbers(360)
    await give(
      store,
      slots.map((n) => counts({ exited: n, started: noon + n * 30 * secondMs + 9_999, user: userOf(n % 100) })),
    )
    const edges = [0, 1, 59, 119, 120, 121, 200, 239, 240, 300, 359, 360]
    for (const from of edges) {
      for (const to of edges.filter((edge) => edge > from)) {
        const found = await totals(store, { start: noon + from * 30 * secondMs, end: noon + to * 30 * secondMs })
        const within = slots.slice(from, to)
        const users = new Set(within.flatMap((n) => (n > 0 ? [n % 100] : []))).size
        expect([found.sessions, found.users?.all], `${from} to ${to}`).toEqual([
          within.reduce((before, n) => before + n, 0),
          users,
        ])
      }
    }
  })
}

/** Figures by time. */
export function describeSeries(harness: () => SessionHarness): void {
  it.each([
    ['10 s', 10 * secondMs],
    ['1 min', minuteMs],
    ['10 min', 10 * minuteMs],
    ['1 h', hourMs],
    ['6 h', 6 * hourMs],
    ['1 d', dayMs],
  ])('counts by %s, with zeros where nothing began', async (_, interval) => {
    const store = await harness().open()
    const start = Math.floor((noon - 10 * interval) / interval) * interval
    const user = userOf(1)
    await give(store, [
      update({ sid: sidOf(1), started: start - 1, user }),
      update({ sid: sidOf(2), started: start, user }),
      update({ sid: sidOf(3), started: start + interval - 1, user, errors: 1 }),
      update({ sid: sidOf(4), started: start + interval, status: 'exited', duration: 3 }),
      update({ sid: sidOf(5), started: start + 4 * interval + interval / 2, status: 'crashed', user }),
      update({ sid: sidOf(6), started: start + 6 * interval - 1, user: userOf(2) }),
      update({ sid: sidOf(7), started: start + 6 * interval }),
    ])
    const crashed = { sessions: 1, errored: 1, crashed: 1, users: { all: 1, errored: 1, crashed: 1 } }
    const three = { average: 3, max: 3, p50: 3, p75: 3, p90: 3, p95: 3, p99: 3 }
    expect(await series(store, { start, end: start + 6 * interval, interval })).toEqual([
      figures({ sessions: 2, errored: 1, users: { all: 1, errored: 1 } }),
      figures({ sessions: 1, durations: three }),
      figures(),
      figures(),
      figures(crashed),
      figures({ sessions: 1, users: { all: 1 } }),
    ])
    const whole = await totals(store, { start, end: start + 6 * interval })
    const users = { all: 2, errored: 1, crashed: 1 }
    expect(whole).toEqual(figures({ sessions: 5, errored: 2, crashed: 1, users, durations: three }))
  })

  it('begins its buckets at the start, also within an hour, and cuts the last at the end', async () => {
    const store = await harness().open()
    await give(
      store,
      numbers(48).map((n) => counts({ exited: 1, started: noon - 4 * hourMs + n * 5 * minuteMs, user: userOf(n) })),
    )
    const start = noon - 4 * hourMs + 10 * minuteMs
    const sessionsBy = async (interval: number, end: number) =>
      (await series(store, { start, end, interval })).map(({ sessions, users }) => [sessions, users?.all])
    expect(await sessionsBy(hourMs, start + 150 * minuteMs)).toEqual([
      [12, 12],
      [12, 12],
      [6, 6],
    ])
    expect(await sessionsBy(30 * minuteMs, start + 70 * minuteMs)).toEqual([
      [6, 6],
      [6, 6],
      [2, 2],
    ])
    expect(await sessionsBy(dayMs, start + hourMs)).toEqual([[12, 12]])
  })

  it('gives a series for each group that the whole time has, all of one length', async () => {
    const store = await harness().open()
    await give(store, [
      update({ sid: sidOf(1), release: 'a', started: noon }),
      update({ sid: sidOf(2), release: 'b', started: noon + 2 * hourMs }),
      update({ sid: sidOf(3), release: 'c', started: noon + 3 * hourMs }),
    ])
    const found = await store.countSeries({
      ...query({ start: noon, end: noon + 3 * hourMs, groupBy: ['release'] }),
      interval: hourMs,
    })
    const [one, none] = [figures({ sessions: 1 }), figures()]
    expect(inOrder(found)).toEqual([
      { key: key({ release: 'a' }), points: [one, none, none] },
      { key: key({ release: 'b' }), points: [none, none, one] },
    ])
    expect(await store.countSeries({ ...query({ end: noon - hourMs }), interval: hourMs })).toEqual([])
  })

  it('tells in points, too, only what is asked for', async () => {
    const store = await harness().open()
    await give(store, [update({ user: userOf(1), status: 'exited', duration: 5 })])
    const points = await series(store, {
      start: noon,
      end: noon + 2 * hourMs,
      interval: hourMs,
      wants: { users: false, durations: false },
    })
    expect(points).toEqual([figures({ sessions: 1, users: null }), figures({ users: null })])
  })
}
