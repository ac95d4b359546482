import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { createProject } from '../projects/create.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { recordReplays, replayIdOf } from './testing/record.ts'

const at = testNow - 3_600_000
let api: TestApi
let acme: Seeded
let rival: Seeded
let a: number
let b: number
let many: number
let server: Project
let theirs: number
let ofServer: number
let theirsOfOne: number

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  rival = await seedOrganization(api.storage, 'rival', testNow)
  const { project } = acme
  const context = (replay: string) => ({ contexts: { replay: { replay_id: replayIdOf(replay) } } })
  const popular = Array.from({ length: 60 }, (_, index) => `many ${index}`)
  const [ofA = 0, , , ofB = 0, ofMany = 0] = await storeEvents(api.storage, [
    makeEvent(project, 1, at, { ...context('one'), transaction: '/cart' }),
    makeEvent(project, 2, at + 1000, { ...context('two'), environment: 'staging' }),
    makeEvent(project, 3, at + 2000, context('never sent')),
    makeEvent(project, 4, at, { group: 'b', ...context('one') }),
    ...popular.map((name, index) => makeEvent(project, 100 + index, at + index, { group: 'many', ...context(name) })),
  ])
  ;[a, b, many] = [ofA, ofB, ofMany]
  ;[theirs = 0] = await storeEvents(api.storage, [
    makeEvent(rival.project, 9, at, { group: 'c', ...context('theirs') }),
  ])
  // The page's replay, named by an error of the server that it talked to, and by a stranger.
  const named = { name: 'Server', slug: 'server', platform: null, teamId: acme.team.id, now: testNow }
  server = await createProject(api.storage.meta, { organizationId: acme.organization.id, ...named })
  ;[ofServer = 0, theirsOfOne = 0] = await storeEvents(api.storage, [
    makeEvent(server, 20, at, { group: 'd', ...context('one'), transaction: 'POST /pay' }),
    makeEvent(rival.project, 21, at, { group: 'e', ...context('one') }),
  ])
  await recordReplays(api.storage, [
    ...['one', 'two', ...popular].map((replay) => ({ project, replay, at })),
    { project: rival.project, replay: 'theirs', at },
  ])
})
afterAll(() => api.close())

const count = (query: string, more = '') =>
  api.call('GET', `/organizations/acme/replay-count/?query=${encodeURIComponent(query)}${more}`, { token: acme.token })

describe('replays are counted', () => {
  test('by issue, those that are there', async () => {
    expect((await count(`issue.id:[${a},${b}]`)).json).toEqual({ [a]: 2, [b]: 1 })
    expect((await count(`issue.id:${a}`)).json).toEqual({ [a]: 2 })
    expect((await count(`issue.id:[${a}] environment:staging`)).json).toEqual({ [a]: 1 })
    expect((await count(`issue.id:[${a}]`, '&environment=staging')).json).toEqual({ [a]: 1 })
    expect((await count(`issue.id:[${a},4711]`)).json).toEqual({ [a]: 2 })
    expect((await count(`issue.id:[${theirs}]`)).json).toEqual({})
  })

  test('whichever project of the organization they are of, and of no other organization', async () => {
    expect((await count(`issue.id:[${ofServer}]`)).json).toEqual({ [ofServer]: 1 })
    expect((await count(`issue.id:[${ofServer}]`, '&project=server')).json).toEqual({ [ofServer]: 1 })
    expect((await count('transaction:"POST /pay"', '&project=server&returnIds=1')).json).toEqual({
      'POST /pay': [replayIdOf('one')],
    })
    // What is asked for itself is of the projects that are asked.
    expect((await count(`replay_id:[${replayIdOf('one')}]`, '&project=server')).json).toEqual({})
    const path = `/organizations/rival/replay-count/?query=${encodeURIComponent(`issue.id:[${theirsOfOne}]`)}`
    expect((await api.call('GET', path, { token: rival.token })).json).toEqual({})
  })

  test.each(['events', 'search_issues', 'spans', 'discover'])('whatever the source: %s', async (source) => {
    expect((await count(`issue.id:[${a}]`, `&data_source=${source}`)).json).toEqual({ [a]: 2 })
  })

  test('51 at most', async () => {
    expect((await count(`issue.id:[${many}]`)).json).toEqual({ [many]: 51 })
    const ids = (await count(`issue.id:[${many}]`, '&returnIds=true')).json as Record<string, string[]>
    expect(new Set(ids[many]).size).toBe(51)
    // Those of the latest events.
    expect(ids[many]?.[0]).toBe(replayIdOf('many 59'))
  })

  test('by transaction', async () => {
    expect((await count('transaction:["/cart","/none"]')).json).toEqual({ '/cart': 1 })
    expect((await count('transaction:/cart', '&returnIds=1')).json).toEqual({ '/cart': [replayIdOf('one')] })
  })

  test('by id', async () => {
    const [one, none] = [replayIdOf('one'), replayIdOf('none')]
    expect((await count(`replay_id:[${one},${none}]`)).json).toEqual({ [one]: 1 })
    expect((await count(`replay_id:[${one.toUpperCase()}]`, '&returnIds=true')).json).toEqual({ [one]: [one] })
    expect((await count(`replay_id:[${replayIdOf('theirs')}]`)).json).toEqual({})
    expect((await count(`replay_id:[${one}]`, '&statsPeriod=5m')).json).toEqual({})
  })

  test('as the MCP server asks', async () => {
    const answer = await count(`issue.id:[${b}]`, '&data_source=events&returnIds=true&statsPeriod=90d&project=-1')
    expect(answer).toMatchObject({ status: 200, json: { [b]: [replayIdOf('one')] } })
  })
})

describe('refused', () => {
  test.each([
    [`issue.id:[1] transaction:[x]`, 'Must provide only one of: issue.id, transaction, replay_id'],
    [`issue.id:[1] OR issue.id:[2]`, 'Must provide only one of: issue.id, transaction, replay_id'],
    ['environment:production', 'Must provide at least one issue.id, transaction, or replay_id'],
    [`issue.id:[${Array.from({ length: 26 }, (_, index) => index).join(',')}]`, 'Too many values provided'],
    [`replay_id:[${Array.from({ length: 101 }, (_, index) => index).join(',')}]`, 'Too many values provided'],
    ['replay_id:[x]', 'badly formed hexadecimal UUID string'],
    ['issue.id:[x]', 'Invalid number.'],
  ])('%s', async (query, detail) => {
    expect(await count(query)).toMatchObject({ status: 400, json: { detail: expect.stringContaining(detail) } })
  })

  test('without a query, or from a source that there is not', async () => {
    const answer = await api.call('GET', '/organizations/acme/replay-count/', { token: acme.token })
    expect(answer).toMatchObject({ status: 400, json: { query: ['This field is required.'] } })
    expect((await count('issue.id:[1]', '&data_source=logs')).status).toBe(400)
    expect((await count('issue.id:[1]', '&project=none')).status).toBe(403)
  })
})
