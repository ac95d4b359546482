import { expect, it } from 'vitest'
import type { SessionSpan, SessionStore } from '../port.ts'
import {
  counts,
  dayMs,
  figures,
  give,
  hourMs,
  key,
  minuteMs,
  noon,
  numbers,
  secondMs,
  series,
  type SessionHarness,
  sidOf,
  summarize,
  totals,
  update,
  userOf,
} from './harness.ts'

/** What is kept when, and what is gone after it was removed. */
export function describeKeeping(harness: () => SessionHarness): void {
  describeReopening(harness)
  describeProjectRemoval(harness)
  describeRetention(harness)
  describeSpans(harness)
}

function describeReopening(harness: () => SessionHarness): void {
  it.each(['closed', 'crashed'])('knows all after it was %s and opened again', async (how) => {
    const first = await harness().open()
    const told = { user: userOf(1), environment: 'staging', release: "it's" }
    await give(first, [update(told), counts({ exited: 2, crashed: 1, user: userOf(2) })])
    await give(first, [update({ sid: sidOf(2), status: 'exited', duration: 12 })], 'other')
    const before = await summarize(first, { groupBy: ['release', 'environment'] })
    expect(before).toHaveLength(2)
    if (how === 'closed') await first.close()
    const second = await harness().open()
    expect(await summarize(second, { groupBy: ['release', 'environment'] })).toEqual(before)
    expect([await second.offset('spool'), await second.offset('other')]).toEqual([200, 100])
    await give(second, [
      update({ ...told, status: 'crashed', errors: 1 }),
      update({ sid: sidOf(2), status: 'exited', duration: 99 }),
      update({ sid: sidOf(3), user: userOf(2) }),
    ])
    const twelve = { average: 12, max: 12, p50: 12, p75: 12, p90: 12, p95: 12, p99: 12 }
    expect(await totals(second)).toEqual(
      figures({
        sessions: 6,
        errored: 2,
        crashed: 2,
        users: { all: 2, errored: 2, crashed: 2 },
        durations: twelve,
      }),
    )
    expect(await second.checkIntegrity()).toEqual([])
  })
}

function describeProjectRemoval(harness: () => SessionHarness): void {
  it('removes all of a project, and nothing of others', async () => {
    const store = await harness().open()
    const fill = [1, 2].flatMap((projectId) => [
      update({ projectId, user: userOf(projectId), status: 'exited', duration: projectId, started: noon - 30 * dayMs }),
      update({ projectId, user: userOf(3), sid: sidOf(2), errors: 1 }),
      counts({ projectId, exited: 5, user: userOf(4) }),
    ])
    await give(store, fill)
    const time = { start: noon - 31 * dayMs, end: noon + dayMs }
    const one = await totals(store, time)
    await store.deleteProject(2)
    expect(await summarize(store, { ...time, projectIds: [2] })).toEqual([])
    expect(await store.listSpans({ projectIds: [2], releases: null })).toEqual([])
    expect(await totals(store, time)).toEqual(one)
    for (const isWholeOrganization of [true, false]) {
      expect(await totals(store, { ...time, isWholeOrganization })).toEqual(one)
    }
    expect(await store.checkIntegrity()).toEqual([])
  })

  it('does not let a removed project shine through the organisation: neither what came before nor what comes after', async () => {
    const store = await harness().open()
    const session = { projectId: 2, user: userOf(2), release: 'gone@1.0.0', status: 'crashed', errors: 1 } as const
    await give(store, [
      update({ user: userOf(1) }),
      update(session),
      counts({ ...session, exited: 9, started: noon - 3 * dayMs }),
    ])
    await store.deleteProject(2)
    // The digest may still have some of it to record.
    await give(store, [
      update(session),
      update({ ...session, sid: sidOf(7) }),
      counts({ projectId: 2, exited: 4 }),
      update({ sid: sidOf(8), user: userOf(1) }),
    ])
    const expected = figures({ sessions: 2, users: { all: 1 } })
    for (const isWholeOrganization of [true, false]) {
      const asked = { isWholeOrganization, start: noon - 5 * dayMs, end: noon + dayMs }
      expect(await totals(store, asked)).toEqual(expected)
      expect(await summarize(store, { ...asked, groupBy: ['release'] })).toEqual([
        { key: key({ release: 'shop@1.0.0' }), figures: expected },
      ])
      expect(await summarize(store, { ...asked, groupBy: ['project'] })).toEqual([
        { key: key({ projectId: 1 }), figures: expected },
      ])
      const points = await series(store, { ...asked, interval: dayMs })
      expect(points.reduce((sum, point) => sum + point.sessions, 0)).toBe(2)
    }
  })

  it('removes a project that has nothing', async () => {
    const store = await harness().open()
    await give(store, [update()])
    await store.deleteProject(77)
    expect(await totals(store)).toEqual(figures({ sessions: 1 }))
  })
}

function describeRetention(harness: () => SessionHarness): void {
  it('removes sessions that started before a day, keeps those of the day', async () => {
    const store = await harness().open()
    const midnight = noon - dayMs / 2
    const started = [midnight - 20 * dayMs, midnight - hourMs, midnight - 1, midnight, midnight + 1, noon]
    await give(
      store,
      started.map((time, n) =>
        update({ sid: sidOf(n), started: time, user: userOf(n), status: 'exited', duration: n, release: `r${n}` }),
      ),
    )
    await give(store, [
      counts({ exited: 7, started: midnight - 1, user: userOf(9), release: 'r0' }),
      // Placed after midnight, whatever it says later.
      update({ sid: sidOf(5), started: midnight - hourMs, isInit: false, errors: 1 }),
    ])
    const time = { start: midnight - 30 * dayMs, end: midnight + dayMs }
    expect((await totals(store, time)).sessions).toBe(13)
    await store.deleteBefore(midnight)
    for (const isWholeOrganization of [true, false]) {
      const found = await totals(store, { ...time, isWholeOrganization })
      expect(found).toMatchObject({ sessions: 3, errored: 1, users: { all: 3 }, durations: { average: 4, max: 5 } })
      const releases = await summarize(store, { ...time, isWholeOrganization, groupBy: ['release'] })
      expect(releases.map((group) => group.key.release)).toEqual(['r3', 'r4', 'r5'])
    }
    expect(await spansOf(store, [1], null)).toEqual(
      ['r3', 'r4', 'r5'].map((release) => ({
        projectId: 1,
        release,
        environment: 'production',
        first: midnight,
        last: midnight,
      })),
    )
    await store.deleteBefore(midnight)
    expect((await totals(store, time)).sessions).toBe(3)
    expect(await store.checkIntegrity()).toEqual([])
  })

  it('sweeps what no answer and no update needs: figures stay, and late updates are still counted once', async () => {
    const store = await harness().open()
    const ages = [0, 2 * hourMs, dayMs, 2.9 * dayMs, 3.1 * dayMs, 4.9 * dayMs, 5.1 * dayMs, 40 * dayMs]
    const told = ages.map((age, n) =>
      update({ sid: sidOf(n), started: noon - age, user: userOf(n), status: 'exited', duration: n }),
    )
    await give(store, told)
    await give(store, [counts({ exited: 10, started: noon - 40 * dayMs })])
    const time = { start: noon - 41 * dayMs, end: noon + dayMs }
    const before = await totals(store, time)
    const byHour = await series(store, { start: noon - 6 * dayMs, end: noon + dayMs, interval: hourMs })
    expect(await store.sweep(noon)).toBeGreaterThanOrEqual(0)
    expect(await store.sweep(noon)).toBe(0)
    expect(await totals(store, time)).toEqual(before)
    expect(await series(store, { start: noon - 6 * dayMs, end: noon + dayMs, interval: hourMs })).toEqual(byHour)
    for (const age of ages.filter((one) => one < 3 * dayMs)) {
      const moment = { start: noon - age, end: noon - age + 20 * secondMs, interval: 10 * secondMs }
      expect((await series(store, moment)).map((point) => point.sessions)).toEqual([1, 0])
    }
    await give(
      store,
      told
        .filter(({ started }) => started > noon - 5 * dayMs)
        .map((one) => ({ ...one, receivedAt: noon + minuteMs, status: 'crashed' as const, errors: 1 })),
    )
    const after = await totals(store, time)
    const users = { ...before.users, errored: 6, crashed: 6 }
    expect(after).toEqual({ ...before, errored: 6, crashed: 6, users })
  })

  it('keeps what was counted of sessions whose state is gone', async () => {
    const store = await harness().open()
    await give(
      store,
      numbers(50).map((n) => update({ sid: sidOf(n), user: userOf(n), errors: n % 2, started: noon + n * minuteMs })),
    )
    const before = await totals(store)
    await store.sweep(noon + 100 * dayMs)
    expect(await totals(store)).toEqual(before)
    expect(before).toEqual(figures({ sessions: 50, errored: 25, users: { all: 50, errored: 25 } }))
  })
}

function describeSpans(harness: () => SessionHarness): void {
  it('lists when sessions of each release and environment started, first and last, to the day', async () => {
    const store = await harness().open()
    const midnight = noon - dayMs / 2
    await give(store, [
      update({ sid: sidOf(1), started: noon }),
      update({ sid: sidOf(2), started: noon - 9 * dayMs, isInit: false, errors: 1 }),
      update({ sid: sidOf(3), started: midnight - 1, environment: '' }),
      counts({ exited: 1, started: noon - 4 * dayMs, release: '' }),
      counts({ exited: 1, started: noon - 2 * dayMs, release: '' }),
      update({ sid: sidOf(4), projectId: 2 }),
      update({ sid: sidOf(5), projectId: 3, organizationId: 2 }),
    ])
    const span = (own: Partial<SessionSpan>): SessionSpan => ({
      projectId: 1,
      release: 'shop@1.0.0',
      environment: 'production',
      first: midnight,
      last: midnight,
      ...own,
    })
    const unnamed = span({ release: '', first: midnight - 4 * dayMs, last: midnight - 2 * dayMs })
    const [production, nowhere, second] = [
      span({ first: midnight - 9 * dayMs }),
      span({ environment: '', first: midnight - dayMs, last: midnight - dayMs }),
      span({ projectId: 2 }),
    ]
    expect(await spansOf(store, [1, 2], null)).toEqual([unnamed, nowhere, production, second])
    expect(await spansOf(store, [1], [''])).toEqual([unnamed])
    expect(await spansOf(store, [1, 2], ['shop@1.0.0', 'unknown'])).toEqual([nowhere, production, second])
    expect(await spansOf(store, [1], [])).toEqual([])
    expect(await spansOf(store, [], null)).toEqual([])
    expect(await spansOf(store, [9], null)).toEqual([])
  })
}

/** In an order of their own; times by the day. */
export async function spansOf(store: SessionStore, projectIds: number[], releases: string[] | null) {
  const nameOf = ({ projectId, release, environment }: SessionSpan) => JSON.stringify([projectId, release, environment])
  const dayOf = (time: number) => Math.floor(time / dayMs) * dayMs
  const spans = await store.listSpans({ projectIds, releases })
  return spans
    .map((span) => ({ ...span, first: dayOf(span.first), last: dayOf(span.last) }))
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}
