import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Seeded, seedMember, seedOrganization, seedToken } from '../http/testing/seed.ts'
import { type Answer, openTestApi, type TestApi, testBaseUrl, testNow } from '../http/testing/test-api.ts'
import { createProject } from '../projects/create.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { ReplayJson } from './schema.ts'
import { makeClick, recordReplays, replayIdOf } from './testing/record.ts'

const minute = 60_000
const hour = 60 * minute
const errorId = 'e'.repeat(32)
const warningId = '3'.repeat(32)
const serverEventId = '5'.repeat(32)
const strangeEventId = '6'.repeat(32)
const traceId = 'c'.repeat(32)
const linkedTraceId = '4'.repeat(32)

let api: TestApi
let acme: Seeded
let rival: Seeded
let shop: Project

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  rival = await seedOrganization(api.storage, 'rival', testNow)
  const named = { name: 'Shop', slug: 'shop', platform: null, teamId: acme.team.id, now: testNow }
  shop = await createProject(api.storage.meta, { organizationId: acme.organization.id, ...named })
  const web = acme.project
  const start = testNow - hour
  await recordReplays(
    api.storage,
    [
      {
        project: web,
        replay: 'rich',
        at: start,
        told: {
          urls: ['https://shop.test/', 'https://shop.test/cart'],
          traceIds: [traceId],
          segmentNames: ['/cart'],
          otaUpdates: { channel: 'beta', runtimeVersion: '1.2', updateId: 'u-7' },
          user: { id: '7', username: 'jane', email: 'jane@shop.test', ip: '10.0.0.1' },
          geo: { city: 'Wien', countryCode: 'AT', region: 'Austria', subdivision: null },
          os: { name: 'Mac OS X', version: '14' },
          browser: { name: 'Firefox', version: '150.0' },
          device: { name: 'Mac', brand: 'Apple', model: null, family: 'Mac' },
          dist: '3',
          tags: [['plan', 'gold']],
        },
        clicks: [
          makeClick(start + 1000, { id: 'buy', classes: ['primary', 'w-1/2'], ariaLabel: 'Buy it', text: 'Buy' }),
          makeClick(start + 2000, { tag: 'a', testId: 'more' }, 'rage'),
        ],
        counts: { multiClicks: 1, inputs: 2, consoleMessages: 3, requests: 4, webVitals: 5, mutations: 6 },
      },
      { project: web, replay: 'rich', at: start + 5000, segment: 1, told: { release: 'shop@1.1.0' } },
      {
        project: web,
        replay: 'plain',
        at: start + 10 * minute,
        seconds: 90,
        type: 'buffer',
        told: { environment: 'staging' },
      },
      {
        project: shop,
        replay: 'other',
        at: start + 20 * minute,
        told: { platform: 'android', tags: [['plan', 'silver']] },
      },
      { project: web, replay: 'old', at: testNow - 100 * 24 * hour },
      { project: rival.project, replay: 'theirs', at: start },
    ],
    [
      { project: web, replay: 'rich', at: start + 3000, eventId: errorId, traceId: linkedTraceId },
      { project: web, replay: 'rich', at: start + 3000, eventId: warningId, level: 'warning' },
      { project: web, replay: 'only linked', at: start, eventId: '1'.repeat(32) },
      // Of the server that the page talks to; and of a stranger who knows its id.
      { project: shop, replay: 'plain', at: start, eventId: serverEventId, level: 'info' },
      { project: rival.project, replay: 'plain', at: start, eventId: strangeEventId, level: 'info' },
    ],
  )
})
afterAll(() => api.close())

const get = (path: string, token = acme.token) => api.call('GET', path, { token })
const listPath = (query: string) => `/organizations/acme/replays/?${query}`

function dataOf(answer: Answer): ReplayJson[] {
  expect(answer).toMatchObject({ status: 200 })
  return (answer.json as { data: ReplayJson[] }).data
}

const names = new Map(['rich', 'plain', 'other', 'old', 'theirs'].map((name) => [replayIdOf(name), name]))

async function find(query: string): Promise<(string | undefined)[]> {
  return dataOf(await get(listPath(query))).map(({ id = '' }) => names.get(id))
}

const search = (query: string) => find(`query=${encodeURIComponent(query)}`)

describe('a replay', () => {
  test('has the members of both documents', async () => {
    const [replay] = dataOf(await get(listPath(`query=id:${replayIdOf('rich')}`)))
    expect(replay).toEqual({
      id: replayIdOf('rich'),
      project_id: String(acme.project.id),
      trace_ids: [traceId, linkedTraceId],
      error_ids: [errorId],
      warning_ids: [warningId],
      info_ids: [],
      environment: 'production',
      tags: { plan: ['gold'] },
      user: {
        id: '7',
        username: 'jane',
        email: 'jane@shop.test',
        ip: '10.0.0.1',
        display_name: 'jane',
        geo: { city: 'Wien', country_code: 'AT', region: 'Austria', subdivision: null },
        name: 'jane',
        ip_address: '10.0.0.1',
      },
      sdk: { name: 'sentry.javascript.browser', version: '11.12.0' },
      os: { name: 'Mac OS X', version: '14' },
      browser: { name: 'Firefox', version: '150.0' },
      device: { name: 'Mac', brand: 'Apple', model: null, family: 'Mac' },
      ota_updates: { channel: 'beta', runtime_version: '1.2', update_id: 'u-7' },
      is_archived: false,
      urls: ['https://shop.test/', 'https://shop.test/cart'],
      segment_names: ['/cart'],
      clicks: [
        expect.objectContaining({ 'click.id': 'buy', 'click.tag': 'button' }),
        expect.objectContaining({ 'click.testid': 'more' }),
      ],
      count_dead_clicks: 1,
      count_rage_clicks: 1,
      count_errors: 1,
      count_warnings: 1,
      count_infos: 0,
      count_segments: 2,
      count_urls: 2,
      count_clicks: 2,
      count_taps: 0,
      count_multi_clicks: 1,
      count_inputs: 2,
      count_console_messages: 3,
      count_requests: 4,
      count_web_vitals: 5,
      count_mutations: 6,
      count_hydration_errors: 0,
      duration: 10,
      started_at: '2026-11-20T11:00:00.000Z',
      finished_at: '2026-11-20T11:00:10.000Z',
      activity: 3,
      platform: 'javascript',
      releases: ['shop@1.0.0', 'shop@1.1.0'],
      dist: '3',
      replay_type: 'session',
      has_viewed: false,
      title: 'jane',
      projectId: String(acme.project.id),
      countErrors: 1,
      countSegments: 2,
      countUrls: 2,
      startedAt: '2026-11-20T11:00:00.000Z',
      finishedAt: '2026-11-20T11:00:10.000Z',
    })
  })

  test('is the same by itself, below its organization and its project, in whatever spelling of its id', async () => {
    const [listed] = dataOf(await get(listPath(`query=id:${replayIdOf('rich')}`)))
    const id = replayIdOf('rich')
    const dashed =
      `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`.toUpperCase()
    for (const path of [
      `/organizations/acme/replays/${id}/`,
      `/organizations/acme/replays/${dashed}/`,
      `/projects/acme/web/replays/${id}/`,
    ]) {
      expect(dataOf(await get(path))).toEqual(listed)
    }
  })

  test('shows only the fields that are asked for', async () => {
    const fields = 'field=id&field=user&field=count_errors'
    expect(dataOf(await get(listPath(`${fields}&query=count_errors:1`)))).toEqual([
      { id: replayIdOf('rich'), count_errors: 1, user: expect.objectContaining({ display_name: 'jane' }) },
    ])
    expect(dataOf(await get(`/projects/acme/web/replays/${replayIdOf('plain')}/?field=has_viewed`))).toEqual({
      has_viewed: false,
    })
    expect(await get(listPath('field=secret'))).toMatchObject({
      status: 400,
      json: { detail: expect.stringContaining('"field') },
    })
  })

  test.each(['x', 'a'.repeat(32), 'old'])('that is not there is 404: %s', async (id) => {
    for (const path of [`/organizations/acme/replays/${id}/`, `/projects/acme/web/replays/${id}/`]) {
      expect(await get(path)).toMatchObject({ status: 404, json: { detail: 'Replay not found' } })
    }
  })

  test('of another project or organization is not there', async () => {
    expect((await get(`/projects/acme/web/replays/${replayIdOf('other')}/`)).status).toBe(404)
    expect((await get(`/organizations/acme/replays/${replayIdOf('other')}/?project=${acme.project.id}`)).status).toBe(
      404,
    )
    expect((await get(`/organizations/acme/replays/${replayIdOf('other')}/?projectSlug=shop`)).status).toBe(200)
    expect((await get(`/organizations/acme/replays/${replayIdOf('theirs')}/`)).status).toBe(404)
  })

  test('is found whenever it was', async () => {
    expect((await get(`/organizations/acme/replays/${replayIdOf('old')}/`)).status).toBe(200)
  })
})

describe('the list', () => {
  test('is of the last 90 days, the latest first', async () => {
    expect(await find('')).toEqual(['other', 'plain', 'rich'])
    expect(await find('statsPeriod=45m')).toEqual(['other'])
    expect(await find('statsPeriod=1000d')).toEqual(['other', 'plain', 'rich', 'old'])
    expect(await find('start=2026-11-20T11:05:00&end=2026-11-20T11:15:00')).toEqual(['plain'])
    expect((await get(listPath('statsPeriod=soon'))).status).toBe(400)
    expect((await get(listPath('start=2026-11-20T11:05:00'))).status).toBe(400)
  })

  test('is of the projects and environments asked for', async () => {
    expect(await find(`project=${shop.id}`)).toEqual(['other'])
    expect(await find('project=shop&project=web')).toEqual(['other', 'plain', 'rich'])
    expect(await find('projectSlug=shop')).toEqual(['other'])
    expect(await find('project=-1')).toEqual(['other', 'plain', 'rich'])
    expect(await find('environment=staging')).toEqual(['plain'])
    expect(await find('environment=staging&environment=production')).toEqual(['other', 'plain', 'rich'])
    expect((await get(listPath('project=none'))).status).toBe(403)
    expect((await get(listPath(`project=${rival.project.id}`))).status).toBe(403)
  })

  test.each([
    ['sort=started_at', ['rich', 'plain', 'other']],
    ['sortBy=-startedAt', ['other', 'plain', 'rich']],
    ['orderBy=-duration', ['plain', 'rich', 'other']],
    ['sort=-count_errors&sortBy=duration', ['rich', 'other', 'plain']],
    ['sort=environment', ['other', 'rich', 'plain']],
    ['sort=-project_id', ['other', 'plain', 'rich']],
    // Whoever has none comes last, whichever way.
    ['sort=user.email', ['rich', 'other', 'plain']],
    ['sort=-browser', ['rich', 'other', 'plain']],
    ['sort=', ['other', 'plain', 'rich']],
  ])('is sorted by %s', async (query, expected) => {
    expect(await find(query)).toEqual(expected)
  })

  test.each(['sort=plan', 'sort=--started_at', 'orderBy=constructor', 'sort=tags'])(
    'is not sorted by %s',
    async (query) => {
      const answer = await get(listPath(query))
      expect(answer).toMatchObject({
        status: 400,
        json: { detail: expect.stringContaining('is not a sortable field.') },
      })
    },
  )

  test('comes in pages that lead both ways', async () => {
    const first = await get(listPath('per_page=2'))
    expect(dataOf(first).map(({ id = '' }) => names.get(id))).toEqual(['other', 'plain'])
    const [previous, next] = String(first.headers['link']).split(', ')
    expect(previous).toContain('rel="previous"; results="false"')
    expect(next).toBe(
      `<${testBaseUrl}/api/0/organizations/acme/replays/?per_page=2&cursor=0%3A2%3A0>; rel="next"; results="true"; cursor="0:2:0"`,
    )
    const second = await get(listPath('per_page=2&cursor=0:2:0'))
    expect(dataOf(second).map(({ id = '' }) => names.get(id))).toEqual(['rich'])
    expect(String(second.headers['link'])).toMatch(
      /cursor=0%3A2%3A1>; rel="previous"; results="true".*rel="next"; results="false"/,
    )
    expect(await find('per_page=2&cursor=0:2:1')).toEqual(['other', 'plain'])
    for (const query of ['cursor=x', 'cursor=0:10001:0', 'per_page=0', 'per_page=101']) {
      expect((await get(listPath(query))).status).toBe(400)
    }
  })
})

test('an organization without projects has no replays', async () => {
  const { meta } = api.storage
  const { organization, token } = await seedOrganization(api.storage, 'bare', testNow)
  for (const { slug } of await meta.listProjects(organization.id)) {
    expect((await api.call('DELETE', `/projects/bare/${slug}/`, { token })).status).toBe(204)
  }
  for (const path of ['replays/', 'replays/?sort=duration&query=url:*a*', 'replay-selectors/', 'replays/selectors/']) {
    expect(await get(`/organizations/bare/${path}`, token)).toMatchObject({ status: 200, json: { data: [] } })
  }
  const count = `/organizations/bare/replay-count/?query=replay_id:[${replayIdOf('rich')}]`
  expect(await get(count, token)).toMatchObject({ status: 200, json: {} })
  expect((await get(`/organizations/bare/replays/${replayIdOf('rich')}/`, token)).status).toBe(404)
})

describe('a search', () => {
  test.each([
    ['plan:gold', ['rich']],
    ['plan:[gold,silver]', ['other', 'rich']],
    ['!plan:gold', ['other', 'plain']],
    ['has:plan', ['other', 'rich']],
    ['user.email:*@SHOP.test', ['rich']],
    ['user:jane', ['rich']],
    ['user.ip_address:10.0.0.1', ['rich']],
    ['url:*cart', ['rich']],
    ['urls:""', ['other', 'plain']],
    ['release:shop@1.1.0', ['rich']],
    ['count_errors:>0', ['rich']],
    ['count_segments:1', ['other', 'plain']],
    ['duration:>1m', ['plain']],
    ['duration:<=10', ['other', 'rich']],
    [`error_ids:${errorId}`, ['rich']],
    [`error_ids:${warningId}`, []],
    [`info_ids:${serverEventId}`, ['plain']],
    [`info_ids:${strangeEventId}`, []],
    [`warning_ids:${warningId}`, ['rich']],
    [`trace:${traceId}`, ['rich']],
    [`trace:${linkedTraceId}`, ['rich']],
    ['segment_names:/c*', ['rich']],
    ['has:segment_names', ['rich']],
    ['ota_updates.channel:beta', ['rich']],
    ['count_multi_clicks:>0', ['rich']],
    ['count_requests:0', ['other', 'plain']],
    ['count_clicks:2', ['rich']],
    ['platform:android OR replay_type:buffer', ['other', 'plain']],
    ['click.selector:"button#buy.primary[aria-label=\\"Buy it\\"]"', ['rich']],
    ['click.selector:.w-1/2', ['rich']],
    ['click.selector:.w-*', ['rich']],
    // Not of one element.
    ['click.selector:a#buy', []],
    ['click.tag:a click.id:buy', ['rich']],
    ['click.textContent:Buy', ['rich']],
    ['dead.selector:a', ['rich']],
    ['dead.selector:button', []],
    ['rage.selector:"button, a"', ['rich']],
    ['!click.selector:*', ['other', 'plain']],
    ['viewed_by_me:true', []],
    ['project:shop', ['other']],
    ['started_at:-50m', ['other', 'plain']],
    ['is_archived:true', []],
  ])('%s', async (query, expected) => {
    expect(await search(query)).toEqual(expected)
  })

  test('that is wrong is 400 and says what and where', async () => {
    const answer = await get(listPath(`query=${encodeURIComponent('plan:gold count_errors:many')}`))
    expect(answer.status).toBe(400)
    expect(answer.json).toEqual({
      detail:
        "Error parsing search query: Invalid number. Expected number then optional k, m, or b suffix (e.g. 500k) ('count_errors:many', character 11)",
    })
  })
})

describe('tags of replays', () => {
  const tagsPath = (rest: string) => `/organizations/acme/tags/${rest}`
  const valuesAt = async (rest: string) => {
    const { json } = await get(tagsPath(rest))
    return Array.isArray(json) ? json.map((row: { value?: unknown; count?: unknown }) => [row.value, row.count]) : json
  }

  test.each(['dataset=replays', 'includeReplays=1'])('are listed with %s', async (asked) => {
    expect((await get(tagsPath(`?${asked}`))).json).toEqual([
      { key: 'plan', name: 'Plan', totalValues: 2, uniqueValues: 2 },
    ])
    expect((await get(tagsPath(`?${asked}&project=shop`))).json).toMatchObject([{ key: 'plan', totalValues: 1 }])
    expect((await get(tagsPath(`?${asked}&statsPeriod=10m`))).json).toEqual([])
    expect(await valuesAt(`plan/values/?${asked}&query=GO`)).toEqual([['gold', 1]])
  })

  test('have values, as everything that is text of a replay has', async () => {
    const [value] = Array.from(Object((await get(tagsPath('plan/values/?dataset=replays&query=gold'))).json))
    expect(value).toEqual({
      key: 'plan',
      name: 'gold',
      value: 'gold',
      query: null,
      count: 1,
      firstSeen: '2026-11-20T11:00:00.000Z',
      lastSeen: '2026-11-20T11:00:10.000Z',
    })
    const byCount = 'values/?dataset=replays&sort=count'
    expect(await valuesAt(`tags[plan]/${byCount}&query=silver`)).toEqual([['silver', 1]])
    expect(await valuesAt(`user.email/${byCount}`)).toEqual([['jane@shop.test', 1]])
    expect(await valuesAt(`user/${byCount}`)).toEqual([['jane', 1]])
    expect(await valuesAt(`url/${byCount}&query=cart`)).toEqual([['https://shop.test/cart', 1]])
    expect(await valuesAt(`release/${byCount}&query=1.1`)).toEqual([['shop@1.1.0', 1]])
    expect(await valuesAt(`environment/${byCount}&environment=staging`)).toEqual([['staging', 1]])
    for (const key of ['count_errors', 'error_ids', 'click.selector', 'never']) {
      expect(await valuesAt(`${key}/${byCount}`)).toEqual([])
    }
  })

  test("are not events', nor another organisation's", async () => {
    expect((await get(tagsPath(''))).json).toEqual([])
    expect(await valuesAt('plan/values/')).toEqual([])
    expect((await get('/organizations/rival/tags/?dataset=replays', rival.token)).json).toEqual([])
  })
})

describe('where an organization says who may see replays', () => {
  test('all others are refused', async () => {
    const { meta } = api.storage
    const ann = await seedMember(api.storage, acme.organization, 'ann@acme.test', 'owner', testNow)
    const token = await seedToken(api.storage, ann.id, ['org:read', 'project:admin', 'event:admin'], testNow)
    await meta.updateOrganizationSettings(acme.organization.id, {
      hasGranularReplayPermissions: true,
      replayAccessMembers: [acme.user.id],
    })
    const one = `/projects/acme/web/replays/${replayIdOf('rich')}/`
    const tagPaths = ['tags/?dataset=replays', 'tags/plan/values/?includeReplays=1']
    const paths = [
      ...tagPaths,
      'replays/',
      `replays/${replayIdOf('rich')}/`,
      'replay-selectors/',
      'replay-count/?query=replay_id:x',
    ]
    const below = ['', 'clicks/', 'viewed-by/', 'recording-segments/', 'recording-segments/0/', 'videos/0/']
    const all = [...paths.map((path) => `/organizations/acme/${path}`), ...below.map((path) => one + path)]
    for (const path of all) expect({ path, status: (await get(path, token)).status }).toEqual({ path, status: 403 })
    expect((await get(one)).status).toBe(200)
    await meta.updateOrganizationSettings(acme.organization.id, { hasGranularReplayPermissions: false })
    expect((await get(one, token)).status).toBe(200)
  })
})
