import { expect, it } from 'vitest'
import {
  batchOf,
  counts,
  dayMs,
  figures,
  give,
  hourMs,
  key,
  minuteMs,
  noon,
  numbers,
  type SessionHarness,
  secondMs,
  sessionsByRelease,
  sidOf,
  summarize,
  totals,
  update,
  userOf,
} from './harness.ts'

/** That everything is counted once: from whatever batches, spools and orders it comes. */
export function describeRecording(harness: () => SessionHarness): void {
  it('starts every spool at 0 and keeps their offsets apart', async () => {
    const store = await harness().open()
    expect(await store.offset('a')).toBe(0)
    await store.record(batchOf('a', 40, [update()]))
    await store.record(batchOf('b', 7, [update()]))
    await store.record(batchOf('a', 41, []))
    expect([await store.offset('a'), await store.offset('b'), await store.offset('c')]).toEqual([41, 7, 0])
  })

  it('passes over what stands before the offset, and never goes back', async () => {
    const store = await harness().open()
    const first = [update({ position: 0 }), counts({ position: 10, exited: 2, user: userOf(1) })]
    await store.record(batchOf('s', 20, first))
    const expected = figures({ sessions: 3, users: { all: 1 } })
    await store.record(batchOf('s', 20, first))
    expect(await totals(store)).toEqual(expected)
    await store.record(batchOf('s', 10, [counts({ position: 0, crashed: 4 }), update({ sid: sidOf(2) })]))
    expect(await totals(store)).toEqual(expected)
    expect(await store.offset('s')).toBe(20)
    await store.record(batchOf('s', 30, [...first, counts({ position: 20, exited: 5 })]))
    expect(await totals(store)).toEqual(figures({ sessions: 8, users: { all: 1 } }))
    expect(await store.offset('s')).toBe(30)
  })

  it('counts once what is recorded again in batches cut elsewhere', async () => {
    const store = await harness().open()
    const log = numbers(6).flatMap((n) => [
      update({ position: n * 10, sid: sidOf(n), user: userOf(n) }),
      counts({ position: n * 10, exited: 1, errored: 1, user: userOf(n + 3) }),
    ])
    let spools = 0
    for (const cut of [1, 2, 3, 4, 5]) {
      for (const back of numbers(cut + 1)) {
        const projectId = 100 + ++spools
        const own = log.map((record) => ({ ...record, projectId }))
        const between = (from: number, to: number) =>
          own.filter(({ position }) => from * 10 <= position && position < to * 10)
        await store.record(batchOf(`s${spools}`, cut * 10, between(0, cut)))
        await store.record(batchOf(`s${spools}`, 60, between(back, 6)))
        const users = { all: 9, errored: 6 }
        expect(await totals(store, { projectIds: [projectId] })).toEqual(figures({ sessions: 18, errored: 6, users }))
      }
    }
  })

  it('takes envelopes that hold several records whole', async () => {
    const store = await harness().open()
    const records = numbers(5).map((n) => update({ sid: sidOf(n), position: 7 }))
    await store.record(batchOf('s', 8, [...records, counts({ exited: 3, position: 7 })]))
    expect(await totals(store)).toEqual(figures({ sessions: 8 }))
  })

  it('counts what several machines send, though their positions are the same', async () => {
    const store = await harness().open()
    for (const [n, spool] of ['a', 'b', 'c'].entries()) {
      await store.record(batchOf(spool, 10, [update({ sid: sidOf(n) }), counts({ exited: 1 })]))
    }
    expect(await totals(store)).toEqual(figures({ sessions: 6 }))
  })

  it('counts a session once that several machines tell of', async () => {
    const store = await harness().open()
    const user = userOf(1)
    await give(store, [update({ user })], 'a')
    await give(store, [update({ user, status: 'crashed', errors: 1, isInit: false })], 'b')
    await give(store, [update({ user }), update({ user, errors: 2 })], 'c')
    expect(await totals(store)).toEqual(
      figures({ sessions: 1, errored: 1, crashed: 1, users: { all: 1, errored: 1, crashed: 1 } }),
    )
  })

  it('counts an update once that comes twice: in a batch, later, from elsewhere', async () => {
    const store = await harness().open()
    const told = [
      update({ user: userOf(1) }),
      update({ isInit: false, errors: 1, user: userOf(1) }),
      update({ isInit: false, errors: 1, status: 'exited', duration: 500, user: userOf(1) }),
    ]
    await give(store, told)
    const once = await totals(store)
    expect(once).toMatchObject({ sessions: 1, errored: 1, users: { all: 1, errored: 1 }, durations: { max: 500 } })
    await give(store, [...told, ...told])
    await give(store, told.toReversed())
    await give(store, told, 'other')
    expect(await totals(store)).toEqual(once)
  })

  it('counts aggregates each time that they come: they cannot be told apart', async () => {
    const store = await harness().open()
    await give(store, [counts({ exited: 2, crashed: 1 }), counts({ exited: 2, crashed: 1 })])
    await give(store, [counts({ exited: 2, crashed: 1 })])
    expect(await totals(store)).toEqual(figures({ sessions: 9, errored: 3, crashed: 3 }))
  })

  it.each([
    { end: 'exited', counted: { sessions: 1, errored: 1 }, users: {} },
    { end: 'crashed', counted: { sessions: 1, errored: 1, crashed: 1 }, users: { crashed: 1 } },
    { end: 'abnormal', counted: { sessions: 1, errored: 1, abnormal: 1 }, users: { abnormal: 1, anr: 1 } },
    { end: 'unhandled', counted: { sessions: 1, errored: 1, unhandled: 1 }, users: { unhandled: 1 } },
  ] as const)('comes to the same in every order of updates: $end', async ({ end, counted, users }) => {
    const store = await harness().open()
    const told = [
      update({ user: userOf(1) }),
      update({ isInit: false, errors: 1, user: userOf(1), receivedAt: noon + minuteMs }),
      update({ isInit: false, errors: 3, user: userOf(2), receivedAt: noon + 2 * minuteMs }),
      update({
        isInit: false,
        errors: 3,
        status: end,
        duration: 7,
        abnormalMechanism: 'anr_background',
        user: userOf(1),
        receivedAt: noon + hourMs,
      }),
    ]
    const orders = permute(told)
    const inProject = (projectId: number) => (record: (typeof told)[number]) => ({ ...record, projectId })
    // Each order as a session of its own project, in one batch and one by one.
    for (const [n, order] of orders.entries()) {
      await give(store, order.map(inProject(100 + n)))
      for (const one of order) await give(store, [one].map(inProject(200 + n)))
    }
    const all = { all: 2, errored: 2, ...users }
    const seven = { average: 7, max: 7, p50: 7, p75: 7, p90: 7, p95: 7, p99: 7 }
    const expected = figures({ ...counted, users: all, durations: end === 'exited' ? seven : null })
    const projectIds = orders.flatMap((_, n) => [100 + n, 200 + n])
    const found = await summarize(store, { projectIds, groupBy: ['project'] })
    expect(found).toHaveLength(48)
    for (const group of found) expect(group.figures).toEqual(expected)
  })

  it('counts late updates where the session began', async () => {
    const store = await harness().open()
    const late = { isInit: false, receivedAt: noon + 4.9 * dayMs }
    await give(store, [update(), update({ sid: sidOf(2) }), update({ sid: sidOf(3) })])
    await give(store, [
      update({ sid: sidOf(9), started: noon + 4.9 * dayMs }),
      update({ ...late, status: 'crashed', errors: 1 }),
      update({ ...late, sid: sidOf(2), status: 'exited', duration: 60_000 }),
      update({ ...late, sid: sidOf(4), errors: 1, isInit: true }),
    ])
    const hour = { start: noon, end: noon + hourMs }
    const found = await totals(store, hour)
    expect(found).toMatchObject({ sessions: 4, errored: 2, crashed: 1, durations: { max: 60_000 } })
    expect(await totals(store, { start: noon + 4 * dayMs, end: noon + 5 * dayMs })).toEqual(figures({ sessions: 1 }))
  })

  it('places a session where its first update did, whatever later ones say', async () => {
    const store = await harness().open()
    const elsewhere = { release: 'shop@2.0.0', environment: 'staging', started: noon + 2 * hourMs, isInit: false }
    await give(store, [
      update({ user: userOf(1) }),
      update({ ...elsewhere, status: 'exited', duration: 9, user: userOf(2) }),
    ])
    await give(store, [update({ ...elsewhere, status: 'crashed', errors: 1, user: userOf(3) })])
    const durations = { average: 9, max: 9, p50: 9, p75: 9, p90: 9, p95: 9, p99: 9 }
    const users = { all: 3, errored: 1, crashed: 1 }
    const expected = figures({ sessions: 1, errored: 1, crashed: 1, users, durations })
    expect(await summarize(store, { groupBy: ['release', 'environment'] })).toEqual([
      { key: key({ release: 'shop@1.0.0', environment: 'production' }), figures: expected },
    ])
    expect(await totals(store, { start: noon, end: noon + 10 * secondMs })).toEqual(expected)
    expect(await totals(store, { start: noon + hourMs })).toEqual(figures())
  })

  it('places it where the first to come did, also when that one began it not', async () => {
    const store = await harness().open()
    await give(store, [update({ isInit: false, errors: 1, release: 'shop@2.0.0' })])
    await give(store, [update({ release: 'shop@1.0.0' })])
    expect(await sessionsByRelease(store)).toEqual({ 'shop@2.0.0': 1 })
  })

  it('keeps sessions of different projects apart that have the same id', async () => {
    const store = await harness().open()
    await give(store, [update({ projectId: 1 }), update({ projectId: 2, status: 'crashed', errors: 1 })])
    await give(store, [update({ projectId: 1, isInit: false, status: 'exited' })])
    expect(await summarize(store, { projectIds: [1, 2], groupBy: ['project'] })).toEqual([
      { key: key({ projectId: 1 }), figures: figures({ sessions: 1 }) },
      { key: key({ projectId: 2 }), figures: figures({ sessions: 1, errored: 1, crashed: 1 }) },
    ])
  })
}

function permute<Item>(items: Item[]): Item[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, at) => permute(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
}
