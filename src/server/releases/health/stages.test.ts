import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents } from '../../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../../http/testing/test-api.ts'
import { listReleasesOfStage, stageOf } from './stages.ts'

let api: TestApi
let acme: Seeded
beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const { id } = acme.project
  const events = ['1.0', '2.0', '3.0'].map((release, number) => makeEvent({ id }, number, testNow, { release }))
  await storeEvents(api.storage, events)
  const settle = (version: string, at: number) => {
    const adopted = [{ projectId: id, version, environment: 'production' }]
    return api.storage.meta.settleAdoptions({ projectIds: [id], adopted, at })
  }
  await settle('1.0', testNow - 2)
  await settle('2.0', testNow - 1)
})
afterAll(() => api.close())

function find(stages: string[], environments: string[] | null = ['production'], isNegated = false) {
  const { organization, project } = acme
  const search = { organizationId: organization.id, projectIds: [project.id], environments, stages, isNegated }
  return listReleasesOfStage(search, api)
}

describe('the stage of a release', () => {
  test('is told by the times when it came and went', () => {
    expect(stageOf({ adoptedAt: null, replacedAt: null })).toBe('low_adoption')
    expect(stageOf({ adoptedAt: 1, replacedAt: null })).toBe('adopted')
    expect(stageOf({ adoptedAt: 1, replacedAt: 2 })).toBe('replaced')
  })

  test('finds releases', async () => {
    expect(await find(['adopted'])).toEqual(['2.0'])
    expect(await find(['replaced'])).toEqual(['1.0'])
    expect(await find(['low_adoption'])).toEqual(['3.0'])
    expect(await find(['adopted', 'replaced'])).toHaveLength(2)
    expect(await find(['adopted'], ['production'], true)).toHaveLength(2)
    expect(await find(['adopted', 'adopted', 'replaced'], ['production'], true)).toEqual(['3.0'])
  })

  test.each([[null], [[]], [['production', 'staging']]])(
    'is asked for in one environment, not in %j',
    async (names) => {
      await expect(find(['adopted'], names)).rejects.toMatchObject({
        code: 'invalid_query',
        detail: 'Choose a single environment to filter by release stage.',
      })
    },
  )

  test('is one of three', async () => {
    await expect(find(['adopted', 'new'])).rejects.toMatchObject({
      code: 'invalid_query',
      detail: 'Unsupported release.stage value.',
    })
  })
})
