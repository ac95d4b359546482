import { describe, expect, it } from 'vitest'
import { type MetaHarness, newOrganization, newProject, newUser, now } from './harness.ts'

/** Alert rules and the settings of organisations. */
export function describeAlerts(harness: () => MetaHarness): void {
  describe('alert rules', () => {
    it('of both kinds are listed, newest first, by the projects they watch', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const { id: otherId } = await newOrganization(store, 'other')
      const shop = await newProject(store, organizationId, 'shop')
      const api = await newProject(store, organizationId, 'api')
      const user = await newUser(store)
      const base = { organizationId, isEnabled: true, environment: null, ownerUserId: null, ownerTeamId: null }
      const metric = {
        ...base,
        kind: 'metric',
        name: 'Many errors',
        environment: 'production',
        ownerUserId: user,
        projectIds: [api.id, shop.id].toSorted((a, b) => a - b),
        createdBy: user,
        createdAt: now,
        dataset: 'events',
        query: 'level:error',
        aggregate: 'count()',
        timeWindow: 60,
        thresholdType: 0,
        resolveThreshold: null,
        triggers: [{ label: 'critical', alertThreshold: 100 }],
      } as const
      const issue = {
        ...base,
        kind: 'issue',
        name: 'New issue',
        projectIds: [shop.id],
        createdBy: null,
        createdAt: now + 1,
        actionMatch: 'any',
        filterMatch: 'all',
        frequency: 30,
        conditions: [{ id: 'first_seen' }],
        filters: [],
        actions: [],
      } as const
      const made = await store.createAlertRule({
        ...metric,
        projectIds: [...metric.projectIds],
        triggers: [...metric.triggers],
      })
      expect(made).toEqual({ ...metric, id: made.id, updatedAt: now })
      const second = await store.createAlertRule({
        ...issue,
        projectIds: [...issue.projectIds],
        conditions: [...issue.conditions],
        filters: [],
        actions: [],
      })
      expect(second).toEqual({ ...issue, id: second.id, updatedAt: now + 1 })
      const list = (kinds: ('metric' | 'issue')[], projectIds: number[] | null, organization = organizationId) =>
        store.listAlertRules({ organizationId: organization, kinds, projectIds })
      expect(await list(['metric', 'issue'], null)).toEqual([second, made])
      expect(await list(['metric'], null)).toEqual([made])
      expect(await list(['metric', 'issue'], [api.id])).toEqual([made])
      expect(await list(['metric', 'issue'], [])).toEqual([])
      expect(await list(['metric', 'issue'], null, otherId)).toEqual([])
      expect(await store.findAlertRule(organizationId, made.id)).toEqual(made)
      expect(await store.findAlertRule(otherId, made.id)).toBeNull()
    })
  })

  describe('settings of an organisation', () => {
    it('are what was set', async () => {
      const store = await harness().open()
      const { id } = await newOrganization(store)
      const { id: otherId } = await newOrganization(store, 'other')
      expect(await store.findOrganizationSettings(id)).toEqual({})
      await store.updateOrganizationSettings(id, { openMembership: false, sensitiveFields: ['iban'] })
      await store.updateOrganizationSettings(id, { openMembership: true, relayDsnEndpoint: null })
      const settings = { openMembership: true, sensitiveFields: ['iban'], relayDsnEndpoint: null }
      expect(await store.findOrganizationSettings(id)).toEqual(settings)
      expect(await store.findOrganizationSettings(otherId)).toEqual({})
      expect(await store.findOrganizationSettings(999)).toEqual({})
    })
  })
}
