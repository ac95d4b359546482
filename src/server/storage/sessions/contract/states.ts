import { expect, it } from 'vitest'
import { dayMs, give, minuteMs, noon, secondMs, type SessionHarness, sidOf, update } from './harness.ts'

/** What is told of sessions by themselves. */
export function describeStates(harness: () => SessionHarness): void {
  const known = { release: 'shop@1.0.0', environment: 'production', started: noon, status: 'ok', isErrored: false }

  it('tells of single sessions how they are', async () => {
    const store = await harness().open()
    await give(store, [
      update({ started: noon + 7 * secondMs }),
      update({ sid: sidOf(2), status: 'exited', duration: 1000 }),
      update({ sid: sidOf(2), errors: 2, release: 'shop@2.0.0' }),
      update({ sid: sidOf(3), status: 'abnormal' }),
      update({ sid: sidOf(3), status: 'crashed' }),
      update({ sid: sidOf(4), status: 'unhandled' }),
      update({ sid: sidOf(5), status: 'exited' }),
      update({ sid: sidOf(6) }),
      update({ sid: sidOf(1), projectId: 2, status: 'crashed' }),
    ])
    const asked = { projectId: 1, sids: [1, 2, 3, 4, 5, 7].map(sidOf) }
    const found = await store.listStates(asked)
    const expected = [
      { ...known, sid: sidOf(1) },
      { ...known, sid: sidOf(2), status: 'exited', isErrored: true },
      { ...known, sid: sidOf(3), status: 'crashed', isErrored: true },
      { ...known, sid: sidOf(4), status: 'unhandled', isErrored: true },
      { ...known, sid: sidOf(5) },
    ]
    const inOrder = (states: { sid: string }[]) => states.toSorted((a, b) => (a.sid < b.sid ? -1 : 1))
    expect(inOrder(found)).toEqual(expected)
    const again = await harness().open()
    expect(inOrder(await again.listStates(asked))).toEqual(expected)
    expect(await again.listStates({ projectId: 1, sids: [] })).toEqual([])
  })

  it('tells nothing of sessions that were removed', async () => {
    const store = await harness().open()
    await give(store, [
      update({ started: noon - 2 * dayMs }),
      update({ sid: sidOf(2) }),
      update({ sid: sidOf(3), projectId: 2, started: noon + minuteMs }),
    ])
    await store.deleteBefore(noon)
    await store.deleteProject(2)
    const sids = [1, 2, 3].map(sidOf)
    expect(await store.listStates({ projectId: 2, sids })).toEqual([])
    expect(await store.listStates({ projectId: 1, sids: [sidOf(2)] })).toMatchObject([{ sid: sidOf(2) }])
  })
}
