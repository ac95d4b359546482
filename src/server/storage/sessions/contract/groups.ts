import { expect, it } from 'vitest'
import type { Condition } from '../../condition.ts'
import { type SessionCondition, type SessionDimension, sessionDimensions } from '../port.ts'
import {
  counts,
  figures,
  give,
  hourMs,
  inOrder,
  key,
  noon,
  query,
  series,
  type SessionHarness,
  summarize,
  totals,
  update,
  userOf,
} from './harness.ts'

/** By what and among what figures are told apart. */
export function describeGroups(harness: () => SessionHarness): void {
  const places = [1, 2].flatMap((projectId) =>
    ['a', 'b'].flatMap((release) => ['', 'production'].map((environment) => ({ projectId, release, environment }))),
  )
  const filled = async () => {
    const store = await harness().open()
    await give(
      store,
      places.map((place, n) => counts({ ...place, exited: 2 ** n })),
    )
    return store
  }

  const combinations: SessionDimension[][] = [
    [],
    ['project'],
    ['release'],
    ['environment'],
    ['release', 'project'],
    ['project', 'environment'],
    ['environment', 'release'],
    [...sessionDimensions],
  ]
  it.each(combinations.map((groupBy) => ({ groupBy })))('groups by $groupBy', async ({ groupBy }) => {
    const store = await filled()
    const found = await summarize(store, { projectIds: [1, 2], groupBy })
    const expected = new Map<string, number>()
    for (const [n, place] of places.entries()) {
      const text = JSON.stringify([
        groupBy.includes('project') ? place.projectId : null,
        groupBy.includes('release') ? place.release : null,
        groupBy.includes('environment') ? place.environment : null,
      ])
      expected.set(text, (expected.get(text) ?? 0) + 2 ** n)
    }
    const sums = found.map((group): [string, number] => [
      JSON.stringify([group.key.projectId, group.key.release, group.key.environment]),
      group.figures.sessions,
    ])
    expect(sums).toHaveLength(expected.size)
    expect(new Map(sums)).toEqual(expected)
  })

  it('answers for these groups only', async () => {
    const store = await filled()
    const groups = [key({ projectId: 1, release: 'b' }), key({ projectId: 2, release: 'z' })]
    const asked = query({ projectIds: [1, 2], groupBy: ['project', 'release'], groups })
    const expected = [{ key: groups[0], figures: figures({ sessions: 4 + 8 }) }]
    expect(await store.summarize(asked)).toEqual(expected)
    expect(await store.countSeries({ ...asked, start: noon, end: noon + hourMs, interval: hourMs })).toEqual([
      { key: groups[0], points: [figures({ sessions: 12 })] },
    ])
    expect(await store.summarize({ ...asked, groups: [] })).toEqual([])
    expect(await store.summarize(query({ groupBy: ['environment'], groups: [key({ environment: '' })] }))).toEqual([
      { key: key({ environment: '' }), figures: figures({ sessions: 1 + 4 }) },
    ])
  })

  it('finds no group where nothing was counted', async () => {
    const store = await harness().open()
    expect(await summarize(store)).toEqual([])
    await give(store, [update({ isInit: false }), counts()])
    expect(await summarize(store)).toEqual([])
    expect(await summarize(store, { groupBy: ['release'] })).toEqual([])
    expect(await series(store, { interval: hourMs })).toEqual([])
  })

  it('keeps names apart that look alike, and gives them back as they were', async () => {
    const store = await harness().open()
    const names = [
      '',
      ' ',
      'prod',
      'Prod',
      'prod ',
      'pröd',
      "'; --",
      '"',
      '%',
      '_',
      'a\0b',
      'a',
      '👩‍👩‍👧',
      '1',
      '01',
      'null',
    ]
    const long = 'x'.repeat(200)
    await give(
      store,
      [...names, long].map((name, n) => counts({ exited: n + 1, release: name, environment: name })),
    )
    for (const [n, name] of [...names, long].entries()) {
      const expected = [{ key: key({ release: name, environment: name }), figures: figures({ sessions: n + 1 }) }]
      const conditions: Condition<SessionCondition>[] = [
        { kind: 'releases', releases: [name] },
        { kind: 'environments', environments: [name] },
      ]
      for (const where of conditions) {
        expect(await summarize(store, { where, groupBy: ['release', 'environment'] }), `${name}`).toEqual(expected)
      }
    }
  })

  it('answers for the organisation as for all of its projects', async () => {
    const store = await filled()
    await give(store, [
      counts({ organizationId: 2, projectId: 3, release: 'a', environment: 'production', crashed: 7, user: userOf(1) }),
      update({ organizationId: 2, projectId: 4, release: 'a', environment: '', user: userOf(1) }),
    ])
    const wholes = [
      { organizationId: 1, projectIds: [1, 2] },
      { organizationId: 2, projectIds: [3, 4] },
      { organizationId: 3, projectIds: [] },
    ]
    for (const whole of wholes) {
      for (const groupBy of combinations) {
        const [asWhole, asParts] = [true, false].map((isWholeOrganization) => ({
          ...whole,
          groupBy,
          isWholeOrganization,
        }))
        expect(await summarize(store, asWhole)).toEqual(await summarize(store, asParts))
        const [seriesOfWhole, seriesOfParts] = await Promise.all(
          [asWhole, asParts].map((asked) => store.countSeries({ ...query(asked), interval: 6 * hourMs })),
        )
        expect(inOrder(seriesOfWhole ?? [])).toEqual(inOrder(seriesOfParts ?? []))
      }
    }
    const whole = { isWholeOrganization: true, organizationId: 2, projectIds: [3, 4] }
    expect(await totals(store, whole)).toEqual(
      figures({ sessions: 8, errored: 7, crashed: 7, users: { all: 1, errored: 1, crashed: 1 } }),
    )
  })

  it('answers for these projects of the organisation only', async () => {
    const store = await filled()
    expect((await totals(store, { projectIds: [1] })).sessions).toBe(15)
    expect((await totals(store, { projectIds: [2] })).sessions).toBe(240)
    expect((await totals(store, { projectIds: [1, 2, 77] })).sessions).toBe(255)
    expect(await summarize(store, { projectIds: [] })).toEqual([])
    expect(await summarize(store, { projectIds: [1, 2], organizationId: 2 })).toEqual([])
  })
}
