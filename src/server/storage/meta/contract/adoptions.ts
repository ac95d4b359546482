import { describe, expect, it } from 'vitest'
import type { MetaStore } from '../port.ts'
import type { AdoptedRelease } from '../ports/adoptions.ts'
import { type MetaHarness, newOrganization, newProject, now, occurrence, record } from './harness.ts'

const minute = 60_000

/** Two projects of an organisation; `web` has 1.0 and 2.0 in prod, 2.0 also in dev. */
async function open(harness: () => MetaHarness) {
  const store = await harness().open()
  const { id: organizationId } = await newOrganization(store)
  const web = await newProject(store, organizationId, 'web')
  const api = await newProject(store, organizationId, 'api')
  await record(store, [
    occurrence(web.id, { release: '1.0', environment: 'prod', timestamp: now }),
    occurrence(web.id, { release: '2.0', environment: 'prod', timestamp: now + 1 }),
    occurrence(web.id, { release: '2.0', environment: 'dev', timestamp: now + 2 }),
    occurrence(api.id, { release: '2.0', environment: 'prod', timestamp: now + 3 }),
  ])
  const one = await store.findRelease(organizationId, '1.0')
  const two = await store.findRelease(organizationId, '2.0')
  const releaseIds = [one?.id ?? 0, two?.id ?? 0]
  return { store, web: web.id, api: api.id, releaseIds }
}

function adopted(projectId: number, version: string, environment = 'prod'): AdoptedRelease {
  return { projectId, version, environment }
}

async function timesIn(store: MetaStore, releaseIds: number[], projectId: number, environment = 'prod') {
  const rows = await store.listAdoptions({ releaseIds, projectIds: [projectId], environments: [environment] })
  return rows.map(({ adoptedAt, replacedAt }) => [adoptedAt, replacedAt])
}

/** Which releases are in use where, and since when. */
export function describeAdoptions(harness: () => MetaHarness): void {
  describe('adoptions', () => {
    it('are told for each project and environment of a release', async () => {
      const { store, web, api, releaseIds } = await open(harness)
      const [one, two] = releaseIds
      const none = { adoptedAt: null, replacedAt: null }
      const all = await store.listAdoptions({ releaseIds, projectIds: null, environments: null })
      expect(all).toEqual([
        { releaseId: one, projectId: web, environment: 'prod', ...none },
        { releaseId: two, projectId: web, environment: 'dev', ...none },
        { releaseId: two, projectId: web, environment: 'prod', ...none },
        { releaseId: two, projectId: api, environment: 'prod', ...none },
      ])
      expect(await store.listAdoptions({ releaseIds: [], projectIds: null, environments: null })).toEqual([])
    })

    it('come with the furthest environment first', async () => {
      const { store, web, releaseIds } = await open(harness)
      const settle = (adoptions: AdoptedRelease[], at: number) => {
        return store.settleAdoptions({ projectIds: [web], adopted: adoptions, at })
      }
      const first = async () => {
        const rows = await store.listAdoptions({
          releaseIds: releaseIds.slice(1),
          projectIds: [web],
          environments: null,
        })
        return rows[0]?.environment
      }
      await settle([adopted(web, '2.0', 'prod')], now)
      expect(await first()).toBe('prod')
      await settle([adopted(web, '2.0', 'dev')], now + 1)
      expect(await first()).toBe('dev')
      await settle([], now + 2)
      expect(await first()).toBe('dev')
    })

    it('begin, end and come back, and keep the time when they began', async () => {
      const { store, web, releaseIds } = await open(harness)
      const settle = (versions: string[], at: number) => {
        return store.settleAdoptions({ projectIds: [web], adopted: versions.map((name) => adopted(web, name)), at })
      }
      expect(await settle(['1.0'], now)).toBe(1)
      expect(await settle(['1.0'], now + minute)).toBe(0)
      expect(await timesIn(store, releaseIds, web)).toEqual([
        [now, null],
        [null, null],
      ])
      expect(await settle(['2.0', '1.0'], now + 2 * minute)).toBe(1)
      expect(await settle(['2.0'], now + 3 * minute)).toBe(1)
      expect(await settle(['2.0'], now + 4 * minute)).toBe(0)
      expect(await timesIn(store, releaseIds, web)).toEqual([
        [now, now + 3 * minute],
        [now + 2 * minute, null],
      ])
      expect(await settle(['1.0'], now + 5 * minute)).toBe(2)
      expect(await timesIn(store, releaseIds, web)).toEqual([
        [now, null],
        [now + 2 * minute, now + 5 * minute],
      ])
    })

    it('of other projects and environments are left alone', async () => {
      const { store, web, api, releaseIds } = await open(harness)
      await store.settleAdoptions({
        projectIds: [web, api],
        adopted: [adopted(web, '2.0', 'dev'), adopted(web, '2.0'), adopted(api, '2.0')],
        at: now,
      })
      await store.settleAdoptions({ projectIds: [web], adopted: [adopted(web, '2.0', 'dev')], at: now + 1 })
      expect(await timesIn(store, releaseIds, api)).toEqual([[now, null]])
      expect(await timesIn(store, releaseIds, web, 'dev')).toEqual([[now, null]])
      expect(await timesIn(store, releaseIds, web)).toEqual([
        [null, null],
        [now, now + 1],
      ])
    })

    it('begin where only sessions came from, but not for names of no release of the project', async () => {
      const { store, web, api, releaseIds } = await open(harness)
      const unknown = [adopted(web, '3.0'), adopted(api, '1.0'), adopted(99_999, '1.0')]
      const at = now
      expect(
        await store.settleAdoptions({ projectIds: [web, api], adopted: [...unknown, adopted(web, '1.0', 'test')], at }),
      ).toBe(1)
      expect(await timesIn(store, releaseIds, web, 'test')).toEqual([[now, null]])
      expect(await store.checkIntegrity()).toEqual([])
    })

    it('tell when releases came into use', async () => {
      const { store, web, api } = await open(harness)
      const settle = (adoptions: AdoptedRelease[], at: number) => {
        return store.settleAdoptions({ projectIds: [web, api], adopted: adoptions, at })
      }
      await settle([adopted(web, '1.0'), adopted(web, '2.0', 'dev')], now)
      await settle([adopted(web, '2.0'), adopted(api, '2.0')], now + 1)
      const find = async (projectIds: number[], environments: string[] | null) => {
        const rows = await store.listAdoptionTimes({ projectIds, environments })
        return rows.map(({ projectId, version, adoptedAt }) => [projectId, version, adoptedAt])
      }
      expect(await find([web], null)).toEqual([
        [web, '1.0', now],
        [web, '2.0', now + 1],
      ])
      expect(await find([web, api], ['dev'])).toEqual([[web, '2.0', now]])
      expect(await find([api], ['prod', 'dev'])).toEqual([[api, '2.0', now + 1]])
      expect(await find([], null)).toEqual([])
    })

    it('find releases by stage', async () => {
      const { store, web, api } = await open(harness)
      await store.settleAdoptions({ projectIds: [web], adopted: [adopted(web, '1.0')], at: now })
      await store.settleAdoptions({ projectIds: [web], adopted: [adopted(web, '2.0')], at: now + 1 })
      const find = (
        projectIds: number[],
        environment: string,
        ...stages: ('low_adoption' | 'adopted' | 'replaced')[]
      ) => {
        return store.listVersionsOfStages({ projectIds, environment, stages })
      }
      expect(await find([web], 'prod', 'adopted')).toEqual(['2.0'])
      expect(await find([web], 'prod', 'replaced')).toEqual(['1.0'])
      expect(await find([web], 'prod', 'low_adoption')).toEqual([])
      expect(await find([web], 'prod', 'replaced', 'adopted')).toEqual(['2.0', '1.0'])
      expect(await find([web], 'dev', 'low_adoption')).toEqual(['2.0'])
      expect(await find([web, api], 'prod', 'low_adoption', 'adopted')).toEqual(['2.0'])
      expect(await find([api], 'prod', 'adopted')).toEqual([])
      expect(await find([web], 'nowhere', 'low_adoption')).toEqual([])
      expect(await find([web], 'prod')).toEqual([])
    })

    it('go with the release and the project', async () => {
      const { store, web, releaseIds } = await open(harness)
      await store.settleAdoptions({ projectIds: [web], adopted: [adopted(web, '1.0'), adopted(web, '2.0')], at: now })
      await store.deleteProject(web, now)
      while (!(await store.purgeProject(web, 100))) continue
      expect(await timesIn(store, releaseIds, web)).toEqual([])
      expect(await store.checkIntegrity()).toEqual([])
    })
  })
}
