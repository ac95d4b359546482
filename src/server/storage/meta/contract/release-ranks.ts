import { describe, expect, it } from 'vitest'
import { everything } from '../../condition.ts'
import type { MetaStore } from '../port.ts'
import type { RankedSearch, RankPoint } from '../ports/releases.ts'
import { type MetaHarness, newOrganization, newProject, now, occurrence, record } from './harness.ts'

/** Releases 1 … 5, each of `web`, 2 and 4 of `api` too; later ones have later dates. */
async function open(harness: () => MetaHarness) {
  const store = await harness().open()
  const { id: organizationId } = await newOrganization(store)
  const web = (await newProject(store, organizationId, 'web')).id
  const api = (await newProject(store, organizationId, 'api')).id
  for (let index = 1; index <= 5; index += 1) {
    const release = String(index)
    await record(store, [
      occurrence(web, { release, environment: 'prod', timestamp: now + index }),
      ...(index % 2 === 0 ? [occurrence(api, { release, environment: 'dev', timestamp: now + index })] : []),
    ])
  }
  const search = (own: Partial<RankedSearch>): RankedSearch => ({
    organizationId,
    projectIds: null,
    environments: null,
    status: null,
    where: everything,
    from: null,
    to: null,
    limit: 100,
    after: null,
    backwards: false,
    ranks: [],
    byProject: false,
    ...own,
  })
  return { store, search, web, api }
}

const byRelease = (ranks: Record<string, number>) => {
  return Object.entries(ranks).map(([version, rank]) => ({ projectId: null, version, rank }))
}

async function walk(store: MetaStore, query: RankedSearch) {
  const pages: string[][] = []
  const points: RankPoint[] = []
  for (let after: RankPoint | null = null; ; ) {
    const { rows, hasMore } = await store.rankReleases({ ...query, after })
    pages.push(
      rows.map(({ release, point }) => (query.byProject ? `${release.version}/${point.projectId}` : release.version)),
    )
    points.push(...rows.map(({ point }) => point))
    const last = rows.at(-1)
    if (!hasMore || !last) return { pages, points }
    after = last.point
  }
}

/** Releases in an order that meta is given. */
export function describeReleaseRanks(harness: () => MetaHarness): void {
  describe('ranked releases', () => {
    it('come by rank, then by date, those without a rank last; in pages both ways', async () => {
      const { store, search } = await open(harness)
      const query = search({ ranks: byRelease({ 1: 0.5, 2: 99.123456, 3: 0.5, 7: 8, 4: 0 }), limit: 2 })
      const { pages, points } = await walk(store, query)
      expect(pages).toEqual([['2', '3'], ['1', '4'], ['5']])
      expect(points.map(({ rank }) => rank)).toEqual([99.123456, 0.5, 0.5, 0, -1])
      const back = await store.rankReleases({ ...query, after: points[4] ?? null, backwards: true })
      expect(back).toMatchObject({
        hasMore: true,
        rows: [{ release: { version: '1' } }, { release: { version: '4' } }],
      })
      const first = await store.rankReleases({ ...query, after: points[1] ?? null, backwards: true })
      expect(first).toMatchObject({ hasMore: false, rows: [{ release: { version: '2' } }] })
      expect((await walk(store, search({}))).pages).toEqual([['5', '4', '3', '2', '1']])
    })

    it('come once for each of their projects, each by its own rank', async () => {
      const { store, search, web, api } = await open(harness)
      const ranks = [
        { projectId: api, version: '2', rank: 7 },
        { projectId: web, version: '2', rank: 3 },
        { projectId: web, version: '1', rank: 5 },
        { projectId: api, version: '1', rank: 9 },
      ]
      const query = search({ ranks, byProject: true, limit: 3 })
      expect((await walk(store, query)).pages).toEqual([
        [`2/${api}`, `1/${web}`, `2/${web}`],
        [`5/${web}`, `4/${api}`, `4/${web}`],
        [`3/${web}`],
      ])
      expect((await walk(store, { ...query, projectIds: [api] })).pages).toEqual([[`2/${api}`, `4/${api}`]])
      expect((await walk(store, { ...query, environments: ['dev'] })).pages).toEqual([[`2/${api}`, `4/${api}`]])
    })

    it('are those that the search asks for', async () => {
      const { store, search, web, api } = await open(harness)
      const ranks = byRelease({ 1: 4, 4: 1 })
      const where: RankedSearch['where'] = { kind: 'version', match: { kind: 'in', values: ['1', '4', '5'] } }
      expect((await walk(store, search({ ranks, where, limit: 1 }))).pages).toEqual([['1'], ['4'], ['5']])
      expect((await walk(store, search({ ranks, projectIds: [api] }))).pages).toEqual([['4', '2']])
      expect((await walk(store, search({ ranks, projectIds: [web], environments: ['dev'] }))).pages).toEqual([[]])
      expect((await walk(store, search({ ranks, from: now + 2, to: now + 4 }))).pages).toEqual([['3', '2']])
      expect((await walk(store, search({ ranks, organizationId: 99_999 }))).pages).toEqual([[]])
    })

    it('give nothing after one that is gone', async () => {
      const { store, search } = await open(harness)
      const after = { rank: 1, id: 99_999, projectId: 0 }
      expect(await store.rankReleases(search({ after }))).toEqual({ rows: [], hasMore: false })
    })
  })
}
