import { describe, expect, it } from 'vitest'
import { everything } from '../../condition.ts'
import type { MetaStore } from '../port.ts'
import type { NewRelease, Release, ReleaseSearch } from '../ports/releases.ts'
import { type MetaHarness, newOrganization, newProject, now, occurrence, record, recordIds } from './harness.ts'

const minute = 60_000

type Where = ReleaseSearch['where']

/** A release with nothing told but its name; what matters to a test it says itself. */
function newRelease(organizationId: number, version: string, own: Partial<NewRelease> = {}): NewRelease {
  return {
    organizationId,
    version,
    projectIds: [],
    ref: null,
    url: null,
    createdAt: now,
    startedAt: null,
    releasedAt: null,
    ownerUserId: null,
    status: null,
    userAgent: null,
    ...own,
  }
}

function search(organizationId: number, own: Partial<ReleaseSearch> = {}): ReleaseSearch {
  return {
    organizationId,
    projectIds: null,
    environments: null,
    status: null,
    where: everything,
    sort: 'date',
    from: null,
    to: null,
    limit: 100,
    after: null,
    backwards: false,
    ...own,
  }
}

async function versions(store: MetaStore, query: ReleaseSearch): Promise<string[]> {
  return (await store.searchReleases(query)).rows.map(({ version }) => version)
}

async function open(harness: () => MetaHarness) {
  const store = await harness().open()
  const { id: organizationId } = await newOrganization(store)
  const shop = await newProject(store, organizationId, 'shop')
  const api = await newProject(store, organizationId, 'api')
  const create = async (version: string, own: Partial<NewRelease> = {}): Promise<Release> => {
    return (await store.createRelease(newRelease(organizationId, version, { projectIds: [shop.id], ...own }))).release
  }
  return { store, organizationId, shop, api, create }
}

/** Releases: created, listed, seen, counted. */
export function describeReleases(harness: () => MetaHarness): void {
  describe('releases', () => {
    it('are created once under a name, and learn what they did not know', async () => {
      const { store, organizationId, shop, api } = await open(harness)
      const first = await store.createRelease(
        newRelease(organizationId, 'shop@1.0', { projectIds: [shop.id], ref: 'a' }),
      )
      expect(first).toMatchObject({ isCreated: true, addedProjectIds: [shop.id] })
      expect(first.release).toEqual({
        id: first.release.id,
        organizationId,
        version: 'shop@1.0',
        ref: 'a',
        url: null,
        createdAt: now,
        startedAt: null,
        releasedAt: null,
        ownerUserId: null,
        status: 'open',
        data: {},
        userAgent: null,
        commitCount: 0,
      })
      const told = {
        projectIds: [shop.id, api.id],
        ref: 'b',
        url: 'https://x.test',
        releasedAt: now + 5,
        createdAt: now + 9,
      }
      const second = await store.createRelease(newRelease(organizationId, 'shop@1.0', told))
      expect(second).toEqual({
        release: { ...first.release, url: 'https://x.test', releasedAt: now + 5 },
        isCreated: false,
        addedProjectIds: [api.id],
      })
      expect(await store.findRelease(organizationId, 'shop@1.0')).toEqual(second.release)
      expect(await store.findRelease(organizationId, 'SHOP@1.0')).toBeNull()
      const { id: otherId } = await newOrganization(store, 'other')
      expect(await store.findRelease(otherId, 'shop@1.0')).toBeNull()
    })

    it('change by patches, and are dated anew', async () => {
      const { store, organizationId, create } = await open(harness)
      const old = await create('1', { createdAt: now })
      await create('2', { createdAt: now + 1 })
      expect(await versions(store, search(organizationId))).toEqual(['2', '1'])
      await store.updateRelease(old.id, { releasedAt: now + 2, status: 'archived', ref: 'main' })
      expect(await store.findRelease(organizationId, '1')).toEqual({
        ...old,
        releasedAt: now + 2,
        status: 'archived',
        ref: 'main',
      })
      expect(await versions(store, search(organizationId))).toEqual(['1', '2'])
      expect(await versions(store, search(organizationId, { status: 'open' }))).toEqual(['2'])
      await store.updateRelease(old.id, { releasedAt: null })
      expect(await versions(store, search(organizationId))).toEqual(['2', '1'])
    })

    it('come up when events name them, with first and last seen and new issues by environment', async () => {
      const { store, organizationId, shop, api } = await open(harness)
      await record(store, [
        occurrence(shop.id, { release: '1.0', environment: 'prod', timestamp: now + 2, hashes: ['a'] }),
        occurrence(shop.id, { release: '1.0', environment: null, timestamp: now + 1, hashes: ['a'] }),
        occurrence(shop.id, { release: '1.0', environment: 'prod', timestamp: now + 3, hashes: ['b'] }),
        occurrence(api.id, { release: '1.0', environment: 'prod', timestamp: now + 9, hashes: ['a'] }),
        occurrence(shop.id, { release: null, hashes: ['c'] }),
      ])
      await record(store, [occurrence(shop.id, { release: '1.0', environment: 'prod', timestamp: now, hashes: ['a'] })])
      const release = await store.findRelease(organizationId, '1.0')
      expect(release).toMatchObject({ createdAt: now + 1, releasedAt: null, status: 'open' })
      const ids = [release?.id ?? 0]
      const [all] = await store.describeReleases(ids, { projectIds: null, environments: null })
      expect(all?.projects).toEqual([
        { projectId: shop.id, addedAt: now + 1, firstSeen: now, lastSeen: now + 3, newIssues: 2 },
        { projectId: api.id, addedAt: now + 9, firstSeen: now + 9, lastSeen: now + 9, newIssues: 1 },
      ])
      const [none] = await store.describeReleases(ids, { projectIds: [shop.id], environments: [''] })
      expect(none?.projects).toMatchObject([{ firstSeen: now + 1, lastSeen: now + 1, newIssues: 0 }])
      const [prod] = await store.describeReleases(ids, { projectIds: [shop.id], environments: ['prod', 'dev'] })
      expect(prod?.projects).toMatchObject([{ firstSeen: now, lastSeen: now + 3, newIssues: 2 }])
      expect(await versions(store, search(organizationId, { environments: ['dev'] }))).toEqual([])
      expect(await versions(store, search(organizationId, { projectIds: [api.id], environments: [''] }))).toEqual([])
      expect(await versions(store, search(organizationId, { projectIds: [shop.id], environments: [''] }))).toEqual([
        '1.0',
      ])
    })

    it('join what an API call created before', async () => {
      const { store, organizationId, shop, create } = await open(harness)
      const made = await create('1.0', { projectIds: [], createdAt: now - minute })
      await record(store, [occurrence(shop.id, { release: '1.0' })])
      expect(await store.findRelease(organizationId, '1.0')).toEqual(made)
      const [figures] = await store.describeReleases([made.id], { projectIds: null, environments: null })
      expect(figures?.projects).toMatchObject([{ projectId: shop.id, newIssues: 1 }])
    })

    it('are listed by date, version or build, in pages both ways', async () => {
      const { store, organizationId, create } = await open(harness)
      for (const [index, version] of ['a@1.2+3', 'main', 'a@1.10+1', 'a@1.2-rc.1', 'dev', 'a@2.0+20'].entries()) {
        await create(version, { createdAt: now + index })
      }
      const orders = {
        date: ['a@2.0+20', 'dev', 'a@1.2-rc.1', 'a@1.10+1', 'main', 'a@1.2+3'],
        semver: ['a@2.0+20', 'a@1.10+1', 'a@1.2+3', 'a@1.2-rc.1', 'dev', 'main'],
        build: ['a@2.0+20', 'a@1.2+3', 'a@1.10+1', 'dev', 'a@1.2-rc.1', 'main'],
      }
      for (const sort of ['date', 'semver', 'build'] as const) {
        const query = search(organizationId, { sort, limit: 2 })
        const seen: Release[] = []
        let page = await store.searchReleases(query)
        for (;;) {
          seen.push(...page.rows)
          const last = page.rows.at(-1)
          if (!page.hasMore || !last) break
          const after = { value: last.releasedAt ?? last.createdAt, id: last.id }
          page = await store.searchReleases({ ...query, after })
        }
        expect(seen.map(({ version }) => version)).toEqual(orders[sort])
        const [, , , fourth] = seen
        const after = { value: fourth?.createdAt ?? 0, id: fourth?.id ?? 0 }
        const back = await store.searchReleases({ ...query, after, backwards: true })
        expect(back.rows.map(({ version }) => version)).toEqual(orders[sort].slice(1, 3))
        expect(back.hasMore).toBe(true)
      }
    })

    it('are found by their names', async () => {
      const { store, organizationId, create } = await open(harness)
      const names = ['shop@1.2.3+45', 'shop@1.2.4', 'shop@2.0.0-rc.1', 'app@1.2.9+b7', 'main', 'Deadbeef']
      for (const [index, version] of names.entries()) await create(version, { createdAt: now - index })
      const found = (where: Where) => versions(store, search(organizationId, { where }))
      expect(await found({ kind: 'version', match: { kind: 'contains', value: 'BEEF' } })).toEqual(['Deadbeef'])
      expect(await found({ kind: 'version', match: { kind: 'in', values: ['main', 'x'] } })).toEqual(['main'])
      const pattern: Where = { kind: 'version', match: { kind: 'pattern', pieces: ['shop@', '2', ''] } }
      expect(await found(pattern)).toEqual(['shop@1.2.3+45', 'shop@1.2.4', 'shop@2.0.0-rc.1'])
      expect(await found({ kind: 'not', of: pattern })).toEqual(['app@1.2.9+b7', 'main', 'Deadbeef'])
      expect(await found({ kind: 'package', match: { kind: 'equals', value: 'app' } })).toEqual(['app@1.2.9+b7'])
      expect(await found({ kind: 'build', match: { kind: 'equals', value: 'b7' } })).toEqual(['app@1.2.9+b7'])
      expect(await found({ kind: 'buildNumber', comparison: '>=', value: 45 })).toEqual(['shop@1.2.3+45'])
      expect(await found({ kind: 'semverPrefix', package: 'shop', numbers: [1, 2] })).toEqual([
        'shop@1.2.3+45',
        'shop@1.2.4',
      ])
      const version = { package: null, version: '1.2.4', build: null, major: 1, minor: 2, patch: 4, revision: 0 }
      const semver = { kind: 'semver', version: { ...version, prerelease: null } } as const
      expect(await found({ ...semver, comparison: '>' })).toEqual(['shop@2.0.0-rc.1', 'app@1.2.9+b7'])
      expect(await found({ ...semver, comparison: '<=' })).toEqual(['shop@1.2.3+45', 'shop@1.2.4'])
      const either: Where = { kind: 'or', of: [{ ...semver, comparison: '=' }, pattern] }
      expect(await found({ kind: 'and', of: [either, { ...semver, comparison: '>=' }] })).toEqual([
        'shop@1.2.4',
        'shop@2.0.0-rc.1',
      ])
      expect(await found({ kind: 'or', of: [] })).toEqual([])
    })

    it('are found however many others stand between them', async () => {
      const { store, organizationId, create } = await open(harness)
      await create('needle@1', { createdAt: now - minute })
      for (let index = 0; index < 520; index += 1) await create(`hay@${index}`, { createdAt: now + (index % 7) })
      const where = { kind: 'package', match: { kind: 'equals', value: 'needle' } } as const
      for (const sort of ['date', 'semver', 'build'] as const) {
        expect(await versions(store, search(organizationId, { where, sort, limit: 1 }))).toEqual(['needle@1'])
      }
    })

    it('have neighbours by date', async () => {
      const { store, shop, api, create } = await open(harness)
      await create('1', { createdAt: now })
      const second = await create('2', { createdAt: now + 1 })
      await create('x', { createdAt: now + 2, projectIds: [api.id] })
      await create('3', { createdAt: now + 3 })
      const scope = { projectId: shop.id, environments: null }
      expect(await store.findNeighbours(second.id, scope)).toEqual({ previous: '1', next: '3', first: '1', last: '3' })
      await record(store, [occurrence(shop.id, { release: '2', environment: 'prod' })])
      expect(await store.findNeighbours(second.id, { ...scope, environments: ['prod'] })).toEqual({
        previous: null,
        next: null,
        first: '2',
        last: '2',
      })
    })

    it('stay while issues began in them', async () => {
      const { store, organizationId, shop, create } = await open(harness)
      await record(store, [occurrence(shop.id, { release: '1.0' })])
      const used = await store.findRelease(organizationId, '1.0')
      expect(await store.deleteRelease(used?.id ?? 0)).toBe('in_use')
      const free = await create('2.0')
      await store.createDeploy({ ...deploy(free.id), projectIds: [shop.id] })
      await store.setReleaseCommits(free.id, [commit('a')], now)
      await store.setReleaseRefs(free.id, [{ repository: 'r', commit: 'a', previousCommit: null }], {
        asCommits: false,
        at: now,
      })
      expect(await store.deleteRelease(free.id)).toBe('deleted')
      expect(await store.findRelease(organizationId, '2.0')).toBeNull()
      expect(await store.checkIntegrity()).toEqual([])
    })

    it('go with their organisation’s projects, without a trace', async () => {
      const { store, organizationId, shop, api } = await open(harness)
      await record(store, [
        occurrence(shop.id, { release: '1.0', environment: 'prod' }),
        occurrence(api.id, { release: '1.0' }),
      ])
      const release = await store.findRelease(organizationId, '1.0')
      await store.deleteProject(shop.id, now)
      while (!(await store.purgeProject(shop.id, 100))) continue
      const [figures] = await store.describeReleases([release?.id ?? 0], { projectIds: null, environments: null })
      expect(figures?.projects).toMatchObject([{ projectId: api.id }])
      expect(await store.checkIntegrity()).toEqual([])
    })
  })

  describe('the latest release', () => {
    it('is the highest version where the latest releases are versions', async () => {
      const { store, shop, api, create } = await open(harness)
      expect(await store.listLatestReleases([shop.id], { environments: null })).toEqual([])
      await create('shop@2.0', { createdAt: now })
      await create('shop@1.9', { createdAt: now + 1 })
      await create('shop@2.0-rc.1', { createdAt: now + 2 })
      await create('nightly', { createdAt: now + 3 })
      expect(await store.listLatestReleases([shop.id], { environments: null })).toMatchObject([{ version: 'shop@2.0' }])
      await create('api-2', { createdAt: now, projectIds: [api.id] })
      await create('shop@9', { createdAt: now - 1, projectIds: [api.id] })
      // Two releases, of which one has no version: dates tell.
      const all = { environments: null }
      expect(await store.listLatestReleases([shop.id, api.id, 99_999], all)).toEqual([
        { projectId: shop.id, version: 'shop@2.0' },
        { projectId: api.id, version: 'api-2' },
      ])
    })

    it('is the one with the latest date where none of the last three is a version', async () => {
      const { store, shop, create } = await open(harness)
      for (const [index, version] of ['1.0', '3.0', '2.0', 'a', 'b', 'c'].entries()) {
        await create(version, { createdAt: now + index })
      }
      expect(await store.listLatestReleases([shop.id], { environments: null })).toMatchObject([{ version: 'c' }])
    })

    it('is asked for within environments', async () => {
      const { store, shop, create } = await open(harness)
      await record(store, [
        occurrence(shop.id, { release: '1.0', environment: 'prod' }),
        occurrence(shop.id, { release: '1.1', environment: 'prod' }),
        occurrence(shop.id, { release: '1.2', environment: 'dev' }),
      ])
      await create('1.3')
      const latest = async (...environments: string[]) => {
        return (await store.listLatestReleases([shop.id], { environments })).map(({ version }) => version)
      }
      expect(await latest('prod')).toEqual(['1.1'])
      expect(await latest('prod', 'dev')).toEqual(['1.2'])
      expect(await latest('test')).toEqual([])
      const names = await store.listReleaseVersions([shop.id], { environments: ['prod'] })
      expect(names.map(({ version }) => version).toSorted()).toEqual(['1.0', '1.1'])
      expect(await store.listReleaseVersions([shop.id], { environments: null, limit: 1 })).toHaveLength(1)
      const [named] = await store.listReleaseVersions([shop.id], { environments: ['dev'] })
      expect(named).toEqual({
        version: '1.2',
        parsed: expect.objectContaining({ package: null, major: 1, minor: 2 }),
        createdAt: now,
        releasedAt: null,
      })
    })
  })

  describe('environments', () => {
    it('are known once events or deploys name them, and can be hidden', async () => {
      const { store, shop, api, create } = await open(harness)
      await recordIds(store, [
        occurrence(shop.id, { environment: 'prod' }),
        occurrence(shop.id, { environment: 'prod' }),
        occurrence(shop.id, { environment: null }),
        occurrence(api.id, { environment: 'dev' }),
      ])
      await recordIds(store, [
        occurrence(shop.id, { environment: 'prod' }),
        occurrence(api.id, { environment: 'prod' }),
      ])
      const release = await create('1.0')
      await store.createDeploy({ ...deploy(release.id, 'test'), projectIds: [shop.id] })
      await store.hideEnvironments(shop.id, ['prod', 'nowhere'], true)
      expect(await store.listEnvironments([shop.id, api.id])).toEqual([
        { projectId: api.id, name: 'dev', isHidden: false },
        { projectId: shop.id, name: 'prod', isHidden: true },
        { projectId: api.id, name: 'prod', isHidden: false },
        { projectId: shop.id, name: 'test', isHidden: false },
      ])
      await store.hideEnvironments(shop.id, ['prod'], false)
      expect(await store.listEnvironments([shop.id])).toMatchObject([{ isHidden: false }, { isHidden: false }])
      // Hidden ones stay hidden when events come.
      await store.hideEnvironments(shop.id, ['prod'], true)
      await record(store, [occurrence(shop.id, { environment: 'prod' })])
      expect((await store.listEnvironments([shop.id]))[0]).toMatchObject({ name: 'prod', isHidden: true })
      expect(await store.listEnvironments([])).toEqual([])
    })
  })
}

function deploy(releaseId: number, environment = 'prod') {
  return { releaseId, environment, name: null, url: null, startedAt: null, finishedAt: now }
}

function commit(sha: string) {
  return { sha, repository: 'r', message: null, author: null, createdAt: null, files: null }
}
