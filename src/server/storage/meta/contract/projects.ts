import { describe, expect, it } from 'vitest'
import type { OutcomeCount } from '../port.ts'
import {
  defaultSettings,
  type MetaHarness,
  newOrganization,
  newProject,
  now,
  occurrence,
  recordIds,
} from './harness.ts'

const hour = 3_600_000

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
      expect(shop).toEqual({ ...row, id: shop?.id, firstEventAt: null, settings: defaultSettings })
      if (!shop) throw new Error('not created')
      expect(await store.findProject(organizationId, 'shop')).toEqual(shop)
      expect(await store.findProject(organizationId, String(shop.id))).toEqual(shop)
      expect(await store.findProject(otherId, String(shop.id))).toBeNull()
      expect(await store.findProjectById(shop.id)).toEqual(shop)
      expect(await store.findProjectById(shop.id + 1)).toBeNull()
      expect(await store.listTeamsOfProject(shop.id)).toEqual([team])
      const stored = { ...key, projectId: shop.id, isActive: true, rateLimit: null, createdAt: now }
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

    it('take their keys, issues and hashes with them, and never give their id again', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const shop = await newProject(store, organizationId, 'shop')
      const kept = await newProject(store, organizationId, 'kept')
      const [issueId, keptId] = await recordIds(store, [
        occurrence(shop.id, { environment: 'prod' }),
        occurrence(kept.id),
      ])
      if (issueId === undefined || keptId === undefined) throw new Error('no issues')
      await store.deleteProject(shop.id)
      expect(await store.findProjectById(shop.id)).toBeNull()
      expect(await store.findKey(`public-${organizationId}-shop`)).toBeNull()
      expect(await store.findIssue(issueId)).toBeNull()
      expect(await store.listHashes(issueId)).toEqual([])
      expect(await store.listActivity(issueId, 10)).toEqual([])
      expect(await store.listEnvironments([shop.id])).toEqual([])
      expect(await store.resolveHashes([{ projectId: shop.id, hashes: ['h1'] }])).toEqual([null])
      expect((await store.findIssue(keptId))?.timesSeen).toBe(1)
      await store.deleteProject(kept.id)
      expect((await newProject(store, organizationId, 'shop')).id).toBeGreaterThan(kept.id)
      expect(await store.checkIntegrity()).toEqual([])
    })

    it('have keys that can be added, limited, switched off and deleted', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const shop = await newProject(store, organizationId)
      const row = { publicKey: 'k2', secretKey: 's2', projectId: shop.id, label: 'Second', createdAt: now + 1 }
      const key = await store.createKey(row)
      expect(key).toEqual({ ...row, isActive: true, rateLimit: null })
      expect((await store.listKeys(shop.id)).at(-1)).toEqual(key)
      await expect(store.createKey(row)).rejects.toThrow(/unique/i)
      await store.updateKey('k2', { rateLimit: { window: 60, count: 100 } })
      await store.updateKey('k2', { isActive: false, label: 'Off' })
      const limited = { ...key, isActive: false, label: 'Off', rateLimit: { window: 60, count: 100 } }
      expect(await store.findKey('k2')).toEqual(limited)
      await store.updateKey('k2', { rateLimit: null })
      expect(await store.findKey('k2')).toEqual({ ...limited, rateLimit: null })
      await store.deleteKey('k2')
      expect(await store.findKey('k2')).toBeNull()
    })

    it('know the environments they were seen in, by name', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const shop = await newProject(store, organizationId, 'shop')
      const api = await newProject(store, organizationId, 'api')
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
      expect(await store.listEnvironments([shop.id, api.id])).toEqual([
        { projectId: api.id, name: 'dev' },
        { projectId: shop.id, name: 'prod' },
        { projectId: api.id, name: 'prod' },
      ])
      expect(await store.listEnvironments([])).toEqual([])
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
  })
}
