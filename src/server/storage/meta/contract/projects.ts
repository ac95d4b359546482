import { describe, expect, it } from 'vitest'
import type { OutcomeCount } from '../ports/outcomes.ts'
import {
  defaultSettings,
  type MetaHarness,
  newOrganization,
  newProject,
  newUser,
  now,
  occurrence,
  record,
  recordIds,
} from './harness.ts'

const hour = 3_600_000

const keyDefaults = {
  isActive: true,
  rateLimit: null,
  browserSdkVersion: 'latest',
  loaderOptions: {
    hasReplay: false,
    hasPerformance: false,
    hasDebug: false,
    hasFeedback: false,
    hasLogsAndMetrics: false,
  },
  useCase: 'user',
}

/** Projects, keys, environments, outcomes. */
export function describeProjects(harness: () => MetaHarness): void {
  describe('projects', () => {
    it('are created with a key and a team, and found by slug or id within their organisation', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const { id: otherId } = await newOrganization(store, 'other')
      const team = await store.createTeam({ organizationId, slug: 'web', name: 'Web', createdAt: now })
      const key = { publicKey: 'p'.repeat(32), secretKey: 's'.repeat(32), label: 'Default' }
      const row = { organizationId, slug: 'shop', name: 'Shop', platform: 'python', createdAt: now }
      const shop = await store.createProject({ ...row, settings: defaultSettings, teamId: team.id, key })
      expect(shop).toEqual({
        ...row,
        id: shop?.id,
        firstEventAt: null,
        hasSessions: false,
        hasReplays: false,
        settings: defaultSettings,
        options: {},
      })
      if (!shop) throw new Error('not created')
      expect(await store.findProject(organizationId, 'shop')).toEqual(shop)
      expect(await store.findProject(organizationId, String(shop.id))).toEqual(shop)
      expect(await store.findProject(otherId, String(shop.id))).toBeNull()
      expect(await store.findProjectById(shop.id)).toEqual(shop)
      expect(await store.findProjectById(shop.id + 1)).toBeNull()
      expect(await store.listTeamsOfProject(shop.id)).toEqual([team])
      const stored = { ...key, ...keyDefaults, projectId: shop.id, createdAt: now }
      expect(await store.findKey(key.publicKey)).toEqual(stored)
      expect(await store.listKeys(shop.id)).toEqual([stored])
    })

    it('whose slug is taken in the organisation are not created, nor is their key', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const { id: otherId } = await newOrganization(store, 'other')
      await newProject(store, organizationId, 'shop')
      const key = { publicKey: 'second', secretKey: 's', label: 'Default' }
      const row = {
        slug: 'shop',
        name: 'x',
        platform: null,
        createdAt: now,
        settings: defaultSettings,
        teamId: null,
        key,
      }
      expect(await store.createProject({ ...row, organizationId })).toBeNull()
      expect(await store.findKey('second')).toBeNull()
      expect(await store.createProject({ ...row, organizationId: otherId })).not.toBeNull()
    })

    it('of which several are created at once under one slug: one is', async () => {
      const stores = await Promise.all([1, 2, 3].map(() => harness().open()))
      const [first] = stores
      if (!first) throw new Error('no store')
      const { id: organizationId } = await newOrganization(first)
      const made = await Promise.all(
        stores.map((store, index) => {
          const key = { publicKey: `key-${index}`, secretKey: '', label: '' }
          const row = { organizationId, slug: 'shop', name: '', platform: null, createdAt: now, teamId: null, key }
          return store.createProject({ ...row, settings: defaultSettings })
        }),
      )
      expect(made.filter((project) => project !== null)).toHaveLength(1)
      expect(await first.listProjects(organizationId)).toHaveLength(1)
    })

    it('change by patches', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const shop = await newProject(store, organizationId, 'shop')
      await newProject(store, organizationId, 'api')
      const settings = { ...defaultSettings, grouping: { fingerprintRules: 'a', stackTraceRules: 'b' } }
      await store.updateProject(shop.id, { platform: 'go', settings })
      expect(await store.findProjectById(shop.id)).toEqual({ ...shop, platform: 'go', settings })
      await store.updateProject(shop.id, { platform: null })
      expect(await store.findProjectById(shop.id)).toEqual({ ...shop, settings })
      await expect(store.updateProject(shop.id, { slug: 'api' })).rejects.toThrow(/unique/i)
      await store.updateProject(shop.id, { slug: 'store' })
      expect((await store.listProjects(organizationId)).map(({ slug }) => slug)).toEqual(['api', 'store'])
    })

    it('keep further options, each set by itself', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const shop = await newProject(store, organizationId, 'shop')
      await store.updateProject(shop.id, { options: { resolveAge: 48, subjectPrefix: '[shop]' } })
      await store.updateProject(shop.id, { options: { subjectPrefix: '' }, name: 'Shop' })
      expect((await store.findProjectById(shop.id))?.options).toEqual({ resolveAge: 48, subjectPrefix: '' })
      expect(await store.listResolveAges()).toEqual([{ projectId: shop.id, hours: 48 }])
      await store.updateProject(shop.id, { options: { resolveAge: 0 } })
      expect(await store.listResolveAges()).toEqual([])
    })

    it('are gone for everybody when deleted, and erased a piece at a time', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const shop = await newProject(store, organizationId, 'shop')
      const kept = await newProject(store, organizationId, 'kept')
      const [issueId, , keptId] = await recordIds(store, [
        occurrence(shop.id, { environment: 'prod' }),
        occurrence(shop.id, { hashes: ['h2'] }),
        occurrence(kept.id),
      ])
      if (issueId === undefined || keptId === undefined) throw new Error('no issues')
      await store.countOutcomes([
        { projectId: shop.id, publicKey: '', at: now, category: 'error', outcome: 'accepted', reason: '', quantity: 1 },
      ])
      expect(await store.deleteProject(shop.id, now)).toBe(true)
      expect(await store.deleteProject(shop.id, now)).toBe(false)
      expect(await store.listJobs(10)).toMatchObject([{ kind: 'deleteProject', projectId: shop.id, createdAt: now }])
      expect(await store.findProjectById(shop.id)).toBeNull()
      expect(await store.findProject(organizationId, 'shop')).toBeNull()
      expect(await store.findProject(organizationId, String(shop.id))).toBeNull()
      expect((await store.listProjects(organizationId)).map(({ id }) => id)).toEqual([kept.id])
      expect(await store.findKey(`public-${organizationId}-shop`)).toBeNull()
      expect(await store.purgeProject(kept.id, 1)).toBe(true)
      // Its slug is free, and events that are still on their way belong nowhere.
      const second = await newProject(store, organizationId, 'shop', 'again')
      expect(await record(store, [occurrence(shop.id)])).toEqual([null])

      expect(await store.purgeProject(shop.id, 1)).toBe(false)
      expect(await store.purgeProject(shop.id, 1)).toBe(false)
      expect(await store.purgeProject(shop.id, 1)).toBe(true)
      expect(await store.purgeProject(shop.id, 1)).toBe(true)
      expect(await store.findIssue(issueId)).toBeNull()
      expect(await store.listHashes(issueId)).toEqual([])
      expect(await store.listActivity(issueId, 10)).toEqual([])
      expect(await store.listEnvironments([shop.id])).toEqual([])
      expect(await store.resolveHashes([{ projectId: shop.id, hashes: ['h1'] }])).toEqual([null])
      expect(await store.readOutcomes({ projectIds: [shop.id], from: 0, to: now * 2 })).toEqual([])
      expect((await store.findIssue(keptId))?.timesSeen).toBe(1)
      await store.deleteProject(second.id, now)
      await store.purgeProject(second.id, 1)
      expect((await newProject(store, organizationId, 'shop', 'third')).id).toBeGreaterThan(second.id)
      expect(await store.checkIntegrity()).toEqual([])
    })

    it('know whether people have reported something', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const shop = await newProject(store, organizationId, 'shop')
      const quiet = await newProject(store, organizationId, 'quiet')
      const report = {
        issueId: null,
        eventId: 'a'.repeat(32),
        name: '',
        email: '',
        comments: 'It broke',
        createdAt: now,
      }
      await store.saveUserReport({ ...report, projectId: shop.id })
      expect(await store.listReportedProjects([shop.id, quiet.id])).toEqual([shop.id])
      expect(await store.listReportedProjects([quiet.id])).toEqual([])
    })

    it('can be bookmarked by people', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const shop = await newProject(store, organizationId, 'shop')
      const [ann, bob] = [await newUser(store), await newUser(store, 'bob@example.com')]
      await store.bookmarkProject(shop.id, ann, true)
      await store.bookmarkProject(shop.id, ann, true)
      expect(await store.listBookmarkedProjects(ann)).toEqual([shop.id])
      expect(await store.listBookmarkedProjects(bob)).toEqual([])
      await store.bookmarkProject(shop.id, ann, false)
      expect(await store.listBookmarkedProjects(ann)).toEqual([])
    })

    it('have ownership rules, once somebody saved some', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const shop = await newProject(store, organizationId, 'shop')
      expect(await store.findOwnership(shop.id)).toBeNull()
      const rules = { raw: '*.py #web', fallthrough: true, autoAssignment: 'owner', codeownersAutoSync: false } as const
      const saved = { ...rules, createdAt: now, updatedAt: now }
      expect(await store.saveOwnership(shop.id, rules, now)).toEqual(saved)
      const changed = { ...rules, raw: '', fallthrough: false, autoAssignment: 'off' } as const
      const later = { ...changed, createdAt: now, updatedAt: now + 5 }
      expect(await store.saveOwnership(shop.id, changed, now + 5)).toEqual(later)
      expect(await store.findOwnership(shop.id)).toEqual(later)
    })

    it('have keys that can be added, limited, switched off and deleted', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const shop = await newProject(store, organizationId)
      const row = { publicKey: 'k2', secretKey: 's2', projectId: shop.id, label: 'Second', createdAt: now + 1 }
      const key = await store.createKey(row)
      expect(key).toEqual({ ...row, ...keyDefaults })
      expect((await store.listKeys(shop.id)).at(-1)).toEqual(key)
      await expect(store.createKey(row)).rejects.toThrow(/unique/i)
      await store.updateKey('k2', { rateLimit: { window: 60, count: 100 } })
      await store.updateKey('k2', { isActive: false, label: 'Off' })
      const limited = { ...key, isActive: false, label: 'Off', rateLimit: { window: 60, count: 100 } }
      expect(await store.findKey('k2')).toEqual(limited)
      await store.updateKey('k2', { rateLimit: null })
      expect(await store.findKey('k2')).toEqual({ ...limited, rateLimit: null })
      const loaderOptions = { ...keyDefaults.loaderOptions, hasReplay: true }
      await store.updateKey('k2', { browserSdkVersion: '7.x', loaderOptions })
      expect(await store.findKey('k2')).toMatchObject({ browserSdkVersion: '7.x', loaderOptions })
      await store.deleteKey('k2')
      expect(await store.findKey('k2')).toBeNull()
      const rateLimit = { window: 60, count: 1 }
      const demo = await store.createKey({ ...row, publicKey: 'k3', rateLimit, useCase: 'demo' })
      expect(demo).toEqual({ ...row, ...keyDefaults, publicKey: 'k3', rateLimit, useCase: 'demo' })
      expect(await store.findKey('k3')).toEqual(demo)
    })
  })

  describe('outcomes', () => {
    const start = now - (now % hour)
    const base: OutcomeCount = {
      projectId: 1,
      publicKey: 'k',
      at: start,
      category: 'error',
      outcome: 'accepted',
      reason: '',
      quantity: 1,
    }

    it('are added up by the hour', async () => {
      const store = await harness().open()
      await store.countOutcomes([])
      await store.countOutcomes([
        { ...base, at: start + 5, quantity: 2 },
        { ...base, at: start + hour - 1 },
      ])
      await store.countOutcomes([
        base,
        { ...base, at: start + hour },
        { ...base, outcome: 'filtered', reason: 'localhost' },
      ])
      expect(await store.readOutcomes({ projectIds: [1], from: start, to: start + 2 * hour })).toEqual([
        { ...base, quantity: 4 },
        { ...base, outcome: 'filtered', reason: 'localhost' },
        { ...base, at: start + hour },
      ])
    })

    it('are read for the hours that overlap the window', async () => {
      const store = await harness().open()
      await store.countOutcomes([0, 1, 2, 3].map((n) => ({ ...base, at: start + n * hour, quantity: n + 1 })))
      await store.countOutcomes([{ ...base, projectId: 2 }])
      const read = async (from: number, to: number) => {
        const counts = await store.readOutcomes({ projectIds: [1], from, to })
        return counts.map(({ quantity }) => quantity)
      }
      expect(await read(start + hour, start + 2 * hour)).toEqual([2])
      expect(await read(start + hour + 1, start + 2 * hour + 1)).toEqual([2, 3])
      expect(await read(start + 2 * hour, start + hour)).toEqual([])
      expect(await store.readOutcomes({ projectIds: [], from: 0, to: now * 2 })).toEqual([])
    })

    it('are summed by columns and intervals', async () => {
      const store = await harness().open()
      await store.countOutcomes([
        ...[0, 1, 2, 3].map((n) => ({ ...base, at: start + n * hour, quantity: n + 1 })),
        { ...base, outcome: 'filtered', reason: 'localhost', quantity: 7 },
        { ...base, category: 'attachment', publicKey: 'other', quantity: 100 },
        { ...base, projectId: 2, quantity: 1000 },
      ])
      const all = { categories: null, outcomes: null, reasons: null, publicKeys: null }
      const query = { projectIds: [1], from: start, to: start + 4 * hour, interval: null, ...all }
      expect(await store.sumOutcomes({ ...query, groupBy: [] })).toEqual([{ bucket: 0, quantity: 117 }])
      expect(await store.sumOutcomes({ ...query, groupBy: [], interval: 2 * hour })).toEqual([
        { bucket: 0, quantity: 110 },
        { bucket: 1, quantity: 7 },
      ])
      expect(await store.sumOutcomes({ ...query, groupBy: ['outcome', 'reason'], categories: ['error'] })).toEqual([
        { bucket: 0, outcome: 'accepted', reason: '', quantity: 10 },
        { bucket: 0, outcome: 'filtered', reason: 'localhost', quantity: 7 },
      ])
      const columns = ['projectId', 'publicKey', 'category'] as const
      const wide = {
        ...query,
        projectIds: [1, 2],
        groupBy: [...columns],
        outcomes: ['accepted' as const],
        to: start + hour,
      }
      expect(await store.sumOutcomes(wide)).toEqual([
        { bucket: 0, projectId: 1, publicKey: 'k', category: 'error', quantity: 1 },
        { bucket: 0, projectId: 1, publicKey: 'other', category: 'attachment', quantity: 100 },
        { bucket: 0, projectId: 2, publicKey: 'k', category: 'error', quantity: 1000 },
      ])
      const narrow = { ...query, groupBy: [], reasons: ['localhost'], publicKeys: ['k'] }
      expect(await store.sumOutcomes(narrow)).toEqual([{ bucket: 0, quantity: 7 }])
      expect(await store.sumOutcomes({ ...query, groupBy: [], from: start + 9 * hour, to: start + 10 * hour })).toEqual(
        [],
      )
    })
  })
}
