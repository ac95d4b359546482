import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Seeded,
  seedMember,
  seedOrganization,
  seedToken,
  makeEvent,
  storeEvents,
  testEventId,
} from '../http/testing/seed.ts'
import { type Answer, openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { createProject } from '../projects/create.ts'
import { recordSessions } from '../sessions/testing/record.ts'
import { give, idOf, minuteMs, source } from '../storage/observability/contract/harness.ts'
import { attributeOf, type Facts } from '../storage/observability/facts.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { UserSessionJson, WholeUserSessionJson } from './schema.ts'

const dayMs = 86_400_000
const start = testNow - 60 * minuteMs
let api: TestApi
let acme: Seeded
let rival: Seeded
let shop: Project
let sid: string

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  rival = await seedOrganization(api.storage, 'rival', testNow)
  const named = { name: 'Shop', slug: 'shop', platform: null, teamId: acme.team.id, now: testNow }
  shop = await createProject(api.storage.meta, { organizationId: acme.organization.id, ...named })
  const web = acme.project
  const told = (value: string): [number, string] => [testNow, value]
  const rich: Partial<Facts> = {
    texts: {
      platform: told('web'),
      appVersion: told('shop@1.0.0'),
      model: told('Pixel 9'),
      manufacturer: told('Google'),
      networkType: told('wifi'),
      osVersion: told('16'),
      userId: told('7'),
      userEmail: told('jane@shop.test'),
    },
    flags: ['crash', 'exception', 'rageTap'],
    lists: {
      attribute: [attributeOf('plan', 'gold'), attributeOf('plan=b', '1')],
      event: ['paid'],
      response: ['250', '40'],
      recording: [idOf('replay', 1)],
      screen: ['Cart', 'Home'],
    },
  }
  sid = idOf('session', 1)
  await give(api.storage.userSessions, [
    source('replay', 1, { projectId: web.id, startedAt: start, endedAt: start + 5 * minuteMs, facts: rich }),
    source('session', 1, {
      projectId: web.id,
      startedAt: start,
      endedAt: start + 4 * minuteMs,
      isOver: true,
      facts: { texts: { appVersion: told('shop@1.0.0') }, flags: ['crash', 'exception'] },
    }),
    source('event', 1, { projectId: web.id, id: testEventId(1), startedAt: start + minuteMs }),
    source('session', 2, {
      projectId: shop.id,
      user: null,
      startedAt: start + minuteMs,
      facts: { texts: { platform: told('android') }, flags: ['anr', 'exception'] },
    }),
    source('session', 3, {
      projectId: web.id,
      user: null,
      startedAt: start + 2 * minuteMs,
      endedAt: start + 3 * minuteMs,
      isOver: true,
    }),
    source('session', 4, { projectId: web.id, user: null, startedAt: testNow - 100 * dayMs }),
    source('session', 5, { projectId: rival.project.id, user: null, startedAt: start }),
  ])
  // As the digest would have recorded the first of them, with more than the user sessions view keeps.
  await api.storage.sessions.record({
    spool: 'states',
    to: 1,
    updates: [
      {
        position: 0,
        organizationId: acme.organization.id,
        projectId: web.id,
        receivedAt: start,
        started: start,
        release: 'shop@1.0.0',
        environment: 'staging',
        user: null,
        sid,
        isInit: true,
        status: 'crashed',
        errors: 1,
        duration: 240_000,
        abnormalMechanism: null,
      },
    ],
    counts: [],
  })
  await recordSessions(api.storage.sessions, [{ project: web, started: start }])
  const crumb = (at: number, message: string) => ({ timestamp: at / 1000, category: 'navigation', message })
  const replay = { contexts: { replay: { replay_id: idOf('replay', 1) } } }
  await storeEvents(api.storage, [
    makeEvent(web, 1, start + minuteMs, {
      breadcrumbs: { values: [crumb(start - 5 * minuteMs, 'of another session'), crumb(start + 1000, 'opened')] },
    }),
    makeEvent(web, 2, start + 2 * minuteMs, {
      ...replay,
      group: 'b',
      level: 'warning',
      breadcrumbs: { values: [crumb(start + 1000, 'opened'), crumb(start + 90_000, 'went on')] },
    }),
    // Of the replay, but of another day.
    makeEvent(web, 3, start - dayMs, replay),
    // Of another project.
    makeEvent(shop, 1, start + minuteMs, replay),
  ])
})
afterAll(() => api.close())

const get = (query = '', token = acme.token): Promise<Answer> =>
  api.call('GET', `/organizations/acme/user-sessions/${query}`, { token })

function idsIn({ json }: Answer): string[] {
  return Array.isArray(json) ? json.map(({ session_id: id }: UserSessionJson) => id) : []
}

async function idsOf(query: string): Promise<string[]> {
  const answer = await get(`?${query}`)
  expect(answer.status).toBe(200)
  return idsIn(answer)
}

const [first, second, third] = [idOf('replay', 1), idOf('session', 2), idOf('session', 3)]

describe('the list', () => {
  test('has the sessions of all projects and platforms of the organization, the newest first', async () => {
    const { status, json } = await get()
    expect(status).toBe(200)
    expect(json).toMatchObject([
      { session_id: third, project_id: String(acme.project.id), platform: 'web', is_anonymous: true, screen_count: 0 },
      { session_id: second, project_id: String(shop.id), platform: 'android', type: 'mobile', is_anr: true },
      {
        session_id: first,
        project_id: String(acme.project.id),
        created_at: new Date(start).toISOString(),
        session_duration_ms: 5 * minuteMs,
        device_metadata: { app_version: 'shop@1.0.0', manufacturer: 'Google', model: 'Pixel 9', os_version: '16' },
        is_crash: true,
        is_anr: false,
        rage_tap: true,
        has_exception_occurred: true,
        is_anonymous: false,
        recording_ids: [first],
        rev_user_id: '7',
        user: { id: '7', email: 'jane@shop.test', name: null },
        rev_org_id: String(acme.organization.id),
        screen_count: 2,
      },
    ])
  })

  test.each([
    ['project=shop', [second]],
    ['project=web&project=shop', [third, second, first]],
    ['platform=web', [third, first]],
    ['statsPeriod=120d', [third, second, first, idOf('session', 4)]],
    ['statsPeriod=30m', []],
    [`start=${new Date(start).toISOString()}&end=${new Date(start + minuteMs).toISOString()}`, [second, first]],
    ['app_version=shop@1.0.0', [first]],
    ['app_version=shop@0.9.0&app_version=shop@1.0.0', [first]],
    ['device_model=Pixel%209', [first]],
    ['manufacturer=Google', [first]],
    ['os_version=16', [first]],
    ['network_type=wifi', [first]],
    ['network_type=cellular', []],
    ['screen_name=Cart', [first]],
    ['custom_events=paid', [first]],
    ['session_attributes=plan%3Dgold', [first]],
    ['session_attributes=plan%3Dsilver&session_attributes=plan%3Dgold', [first]],
    ['session_attributes=plan%3Dgold&session_attributes=lang%3Dde', []],
    ['response_time_list=200-300', [first]],
    ['response_time_list=251-', []],
    ['response_time_list=-50', [first]],
    ['has_exception_occurred=true', [second, first]],
    ['has_exception_occurred=0', [third]],
    ['is_anr=true', [second]],
    ['is_crash=true', [first]],
    ['is_crash=true&is_anr=true', []],
    ['is_anonymous=true', [third, second]],
    ['is_anonymous=false', [first]],
    ['rage_tap=true', [first]],
    ['rev_user=jane@shop.test', [first]],
    ['rev_org=acme', [third, second, first]],
    ['rev_org=rival', []],
    ['sort=created_at', [first, second, third]],
    ['sort=-session_duration_ms', [first, third, second]],
    ['sort=-rev_user', [first, ...[second, third].toSorted()]],
  ])('finds by %s', async (query, ids) => {
    expect(await idsOf(query)).toEqual(ids)
  })

  test.each(['', 'sort=session_duration_ms&', 'sort=-app_version&'])(
    'is paged by the Link header both ways: %s',
    async (sort) => {
      const all = await idsOf(sort)
      const walked: string[] = []
      let query = `?${sort}per_page=1`
      const cursors: string[] = []
      for (;;) {
        const answer: Answer = await get(query)
        walked.push(...idsIn(answer))
        const link = String(answer.headers['link'])
        const next = /rel="next"; results="(\w+)"; cursor="([^"]*)"/.exec(link)
        const previous = /rel="previous"; results="(\w+)"; cursor="([^"]*)"/.exec(link)
        expect(previous?.[1]).toBe(String(cursors.length > 0))
        cursors.push(previous?.[2] ?? '')
        if (next?.[1] !== 'true') break
        query = `?${sort}per_page=1&cursor=${encodeURIComponent(next[2] ?? '')}`
      }
      expect(walked).toEqual(all)
      const back = await get(`?${sort}per_page=1&cursor=${encodeURIComponent(cursors.at(-1) ?? '')}`)
      expect(back.json).toMatchObject([{ session_id: all[1] }])
      expect(String(back.headers['link'])).toMatch(/rel="previous"; results="true".*rel="next"; results="true"/)
    },
  )

  test.each([
    ['is_crashed=true', 400],
    ['is_crash=maybe', 400],
    ['sort=size', 400],
    ['platform=windows', 400],
    ['session_attributes=plan', 400],
    ['response_time_list=fast', 400],
    ['response_time_list=-', 400],
    ['statsPeriod=soon', 400],
    ['per_page=0', 400],
    ['cursor=nonsense', 400],
    ['project=nowhere', 403],
  ])('refuses %s', async (query, status) => {
    expect((await get(`?${query}`)).status).toBe(status)
  })

  test('says which filter it cannot read', async () => {
    const { json } = await get('?response_time_list=fast')
    expect(json).toEqual({ response_time_list: ['Takes milliseconds as 500-1000, 500- or -1000.'] })
    const sorted = await get('?per_page=1')
    const cursor = /rel="next".*cursor="([^"]*)"/.exec(String(sorted.headers['link']))?.[1] ?? ''
    expect(await get(`?sort=rev_user&cursor=${encodeURIComponent(cursor)}`)).toMatchObject({
      status: 400,
      json: { detail: 'Invalid cursor parameter.' },
    })
  })

  test('is for those who may read the organization or its events', async () => {
    const of = (scopes: string[]) => seedToken(api.storage, acme.user.id, scopes, testNow)
    expect((await get('', await of(['event:read']))).status).toBe(200)
    expect((await get('', await of(['org:read']))).status).toBe(200)
    expect((await get('', await of(['project:read']))).status).toBe(403)
    expect((await get('', rival.token)).status).toBe(404)
  })
})

describe('one session', () => {
  const expected = (): Partial<WholeUserSessionJson> => ({
    session_id: first,
    project_id: String(acme.project.id),
    user: { id: '7', email: 'jane@shop.test', name: null },
    screens: ['Cart', 'Home'],
    custom_events: ['paid'],
    attributes: [
      { key: 'plan', value: 'gold' },
      { key: 'plan=b', value: '1' },
    ],
    response_times: [40, 250],
    sessions: [
      {
        sid,
        status: 'crashed',
        is_errored: true,
        started: new Date(start).toISOString(),
        duration: 4 * minuteMs,
        release: 'shop@1.0.0',
        environment: 'staging',
      },
    ],
    has_more_events: false,
  })

  test('is found by the id of its replay or of a session in it, in whatever spelling', async () => {
    const { status, json } = await get(`${first}/`)
    expect(status).toBe(200)
    expect(json).toMatchObject(expected())
    const dashed = `${sid.slice(0, 8)}-${sid.slice(8)}`.toUpperCase()
    expect((await get(`${dashed}/?project=web`)).json).toEqual(json)
  })

  test('has its own events, and those that name its replay at the time', async () => {
    const { json } = await get(`${first}/`)
    expect(json).toHaveProperty('events.length', 2)
    expect(json).toMatchObject({
      events: [
        {
          event_id: testEventId(1),
          short_id: 'WEB-1',
          title: 'TypeError: Cannot read a',
          level: 'error',
          handled: false,
        },
        {
          event_id: testEventId(2),
          short_id: 'WEB-2',
          level: 'warning',
          timestamp: new Date(start + 2 * minuteMs).toISOString(),
        },
      ],
    })
  })

  test('has what the breadcrumbs of its events tell of its time, each once', async () => {
    const { json } = await get(`${first}/`)
    expect(json).toHaveProperty('breadcrumbs.length', 2)
    expect(json).toMatchObject({
      breadcrumbs: [
        { message: 'opened', category: 'navigation', type: 'default', timestamp: new Date(start + 1000).toISOString() },
        { message: 'went on' },
      ],
    })
  })

  test('tells what it knows of a session that release health has forgotten', async () => {
    const [ended, open] = [await get(`${third}/`), await get(`${second}/`)]
    const told = { release: null, environment: null }
    expect(ended.json).toMatchObject({
      sessions: [
        {
          sid: third,
          status: 'exited',
          is_errored: false,
          started: new Date(start + 2 * minuteMs).toISOString(),
          duration: minuteMs,
          ...told,
        },
      ],
    })
    expect(open.json).toMatchObject({
      sessions: [
        {
          sid: second,
          status: 'abnormal',
          is_errored: true,
          started: new Date(start + minuteMs).toISOString(),
          duration: null,
          ...told,
        },
      ],
    })
    expect(ended.json).toMatchObject({ events: [], breadcrumbs: [], user: { id: null, email: null, name: null } })
  })

  test('is not there for others, by another id, or in another project', async () => {
    for (const path of [`${idOf('session', 5)}/`, `${idOf('event', 1)}/`, 'nonsense/', `${first}/?project=shop`]) {
      expect((await get(path)).status).toBe(404)
    }
    expect((await get(`${first}/`, rival.token)).status).toBe(404)
  })

  test('shows no recordings to those who may not see replays', async () => {
    const member = await seedMember(api.storage, acme.organization, 'max@acme.test', 'member', testNow)
    const token = await seedToken(api.storage, member.id, ['org:read'], testNow)
    const settings = { hasGranularReplayPermissions: true, replayAccessMembers: [acme.user.id] }
    await api.storage.meta.updateOrganizationSettings(acme.organization.id, settings)
    expect((await get(`${first}/`, token)).json).toMatchObject({ recording_ids: [] })
    expect((await get(`${first}/`)).json).toMatchObject({ recording_ids: [first] })
    const list = await get('?is_crash=true', token)
    expect(list.json).toMatchObject([{ recording_ids: [] }])
  })
})
