import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createProject } from '../projects/create.ts'
import { makeEvent, type Seeded, seedOrganization, seedToken, storeEvents } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import type { Project } from '../storage/meta/ports/projects.ts'

const version = 'my.app@1.2.3+45'
const day = 86_400_000

let api: TestApi
let acme: Seeded
let other: Seeded
let second: Project
beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  other = await seedOrganization(api.storage, 'other', testNow)
  second = await createProject(api.storage.meta, {
    organizationId: acme.organization.id,
    name: 'Second',
    slug: 'second',
    platform: 'python',
    teamId: null,
    now: testNow,
  })
})
afterAll(() => api.close())
beforeEach(() => {
  api.clock.now = testNow
})

function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, token = acme.token) {
  return api.call(method, path, { token, ...(body !== undefined && { body }) })
}

const releases = '/organizations/acme/releases/'

function releaseUrl(name = version, rest = ''): string {
  return `${releases}${encodeURIComponent(name)}/${rest}`
}

async function names(query: string, list = releases): Promise<unknown> {
  const answer = await call('GET', `${list}?${query}`)
  expect(answer.text).toContain('[')
  return Array.isArray(answer.json) ? answer.json.map((release) => release.version) : answer.json
}

describe('creating', () => {
  test('answers 201 with all that is told, then 208', async () => {
    const body = {
      version,
      projects: ['web', second.id],
      ref: 'main',
      url: 'https://git.test/acme/releases/1.2.3',
      dateReleased: '2026-11-20T11:00:00.123456789Z',
      dateStarted: '2026-11-20T10:00:00+02:00',
      owner: 'admin@acme.test',
      somethingElse: true,
    }
    const created = await call('POST', releases, body)
    expect(created.status).toBe(201)
    expect(created.json).toMatchObject({
      id: expect.any(Number),
      version,
      shortVersion: '1.2.3 (45)',
      versionInfo: { package: 'my.app', version: { major: 1, minor: 2, patch: 3, buildCode: '45' }, buildHash: null },
      status: 'open',
      ref: 'main',
      url: body.url,
      dateCreated: '2026-11-20T12:00:00.000Z',
      dateReleased: '2026-11-20T11:00:00.123Z',
      dateStarted: '2026-11-20T08:00:00.000Z',
      firstEvent: null,
      lastEvent: null,
      newGroups: 0,
      commitCount: 0,
      deployCount: 0,
      lastCommit: null,
      lastDeploy: null,
      authors: [],
      owner: { email: 'admin@acme.test' },
      projects: [
        { id: acme.project.id, slug: 'web', platform: 'javascript', platforms: ['javascript'], hasHealthData: false },
        { id: second.id, slug: 'second', newGroups: 0 },
      ],
    })
    const again = await call('POST', releases, { version, projects: ['web'], ref: 'other' })
    expect(again.status).toBe(208)
    expect(again.json).toMatchObject({ ref: 'main' })
    expect((await call('GET', releaseUrl())).json).toEqual(created.json)
    // An @ and a + may stand in a path as they are.
    expect((await call('GET', `${releases}${version}/`)).json).toEqual(created.json)
  })

  test('by the path of a project adds that project', async () => {
    const body = { version: 'by-project' }
    expect((await call('POST', '/projects/acme/web/releases/', body)).status).toBe(201)
    expect((await call('POST', '/projects/acme/web/releases/', body)).status).toBe(208)
    expect((await call('POST', '/projects/acme/second/releases/', body)).json).toMatchObject({
      projects: [{ slug: 'second' }],
    })
    expect((await call('GET', releaseUrl('by-project'))).json).toMatchObject({
      projects: [{ slug: 'web' }, { slug: 'second' }],
    })
  })

  test('archives and restores, as sentry-cli does', async () => {
    const archived = await call('POST', releases, { version: 'by-project', projects: [], status: 'archived' })
    expect(archived).toMatchObject({ status: 208, json: { status: 'archived' } })
    expect(await names('status=archived')).toEqual(['by-project'])
    expect(await names('status=open')).not.toContain('by-project')
    await call('POST', releases, { version: 'by-project', projects: [], status: 'open' })
    expect(await names('status=archived')).toEqual([])
  })

  test('needs no project', async () => {
    expect((await call('POST', releases, { version: 'free' })).json).toMatchObject({ projects: [] })
    expect(await names('query=free')).toEqual(['free'])
    expect(await names(`query=free&project=${acme.project.id}`)).toEqual([])
  })

  test.each([['..'], ['.'], [' '], ['latest'], ['a/b'], ['a\\b'], ['a\nb'], ['a\tb'], ['x'.repeat(201)]])(
    'refuses the name %j',
    async (name) => {
      const answer = await call('POST', releases, { version: name, projects: ['web'] })
      expect(answer.status).toBe(400)
      expect(answer.json).toEqual({ version: [expect.any(String)] })
    },
  )

  test.each([
    [{}, 'version'],
    [{ version: 7 }, 'version'],
    [{ version: 'x', projects: ['nope'] }, 'projects'],
    [{ version: 'x', projects: ['web', 'nope'] }, 'projects'],
    [{ version: 'x', projects: 'web' }, 'projects'],
    [{ version: 'x', url: 'javascript:alert(1)' }, 'url'],
    [{ version: 'x', url: 'no url' }, 'url'],
    [{ version: 'x', dateReleased: 'yesterday' }, 'dateReleased'],
    [{ version: 'x', status: 'closed' }, 'status'],
    [{ version: 'x', owner: 'admin@other.test' }, 'owner'],
    [{ version: 'x', commits: [{ message: 'no id' }] }, 'commits.0.id'],
    [{ version: 'x', commits: [{ id: 'x'.repeat(65) }] }, 'commits.0.id'],
    [{ version: 'x', commits: [{ id: 'a', timestamp: 'x' }] }, 'commits.timestamp'],
    [{ version: 'x', commits: [{ id: 'a', patch_set: [{ path: 'a', type: 'X' }] }] }, 'commits.0.patch_set.0.type'],
    [{ version: 'x', refs: [{ commit: 'a' }] }, 'refs.0.repository'],
    [{ version: 'x', refs: [{ repository: 'r', commit: 'a..' }] }, 'refs'],
  ])('refuses %j for its %s', async (body, field) => {
    const answer = await call('POST', releases, body)
    expect(answer.status).toBe(400)
    expect(Object.keys(answer.json ?? {})).toEqual([field])
    expect((await call('GET', releaseUrl('x'))).status).toBe(404)
  })
})

describe('changing', () => {
  test('sets what is named; null leaves it', async () => {
    await call('POST', releases, { version: 'change@1', projects: ['web'], url: 'https://a.test/' })
    const changed = await call('PUT', releaseUrl('change@1'), {
      ref: 'v1',
      url: null,
      dateReleased: '2026-11-21T00:00:00Z',
      projects: ['web'],
    })
    expect(changed).toMatchObject({
      status: 200,
      json: { ref: 'v1', url: 'https://a.test/', dateReleased: '2026-11-21T00:00:00.000Z' },
    })
    const byProject = await call('PUT', '/projects/acme/web/releases/change@1/', { status: 'archived' })
    expect(byProject.json).toMatchObject({ status: 'archived', ref: 'v1' })
    expect((await call('PUT', '/projects/acme/second/releases/change@1/', {})).status).toBe(404)
    expect((await call('PUT', releaseUrl('change@1'), { url: 'x' })).json).toEqual({ url: ['Enter a valid URL.'] })
  })

  test('of what is not there is 404', async () => {
    expect((await call('PUT', releaseUrl('nowhere'), { ref: 'x' })).status).toBe(404)
    expect((await call('DELETE', releaseUrl('nowhere'))).status).toBe(404)
    expect((await call('GET', '/projects/acme/web/releases/nowhere/')).status).toBe(404)
  })
})

describe('releases of events', () => {
  beforeAll(async () => {
    await storeEvents(api.storage, [
      makeEvent(acme.project, 1, testNow - 3000, { release: 'seen@1.0', group: 'x' }),
      makeEvent(acme.project, 2, testNow - 2000, { release: 'seen@1.0', group: 'y', environment: 'staging' }),
      makeEvent(second, 3, testNow - 1000, { release: 'seen@1.0', group: 'x' }),
      makeEvent(acme.project, 4, testNow - 500, { release: 'seen@1.1', group: 'x' }),
    ])
  })

  test('count their events and new issues by project and environment', async () => {
    const times = { firstEvent: '2026-11-20T11:59:57.000Z', lastEvent: '2026-11-20T11:59:59.000Z' }
    expect((await call('GET', releaseUrl('seen@1.0'))).json).toMatchObject({
      ...times,
      dateCreated: times.firstEvent,
      newGroups: 3,
      projects: [
        { slug: 'web', newGroups: 2 },
        { slug: 'second', newGroups: 1 },
      ],
    })
    expect((await call('GET', `${releaseUrl('seen@1.0')}?environment=staging`)).json).toMatchObject({
      newGroups: 1,
      firstEvent: '2026-11-20T11:59:58.000Z',
    })
    const listed = await call('GET', `/projects/acme/web/releases/?query=seen&environment=production`)
    expect(listed.json).toMatchObject([
      { version: 'seen@1.1', newGroups: 0, projects: [{ slug: 'web' }] },
      { version: 'seen@1.0', newGroups: 1 },
    ])
    expect(await names('environment=staging')).toEqual(['seen@1.0'])
  })

  test('know those beside them', async () => {
    const one = await call('GET', '/projects/acme/web/releases/seen@1.0/?environment=production')
    const beside = { prevReleaseVersion: null, nextReleaseVersion: 'seen@1.1', lastReleaseVersion: 'seen@1.1' }
    expect(one.json).toMatchObject({ currentProjectMeta: beside })
    const url = `${releaseUrl('seen@1.0')}?project=${acme.project.id}&environment=production`
    expect((await call('GET', url)).json).toMatchObject({ currentProjectMeta: beside })
    expect((await call('GET', releaseUrl('seen@1.0'))).json).toMatchObject({ currentProjectMeta: {} })
    expect((await call('GET', `${releaseUrl('seen@1.1')}?project=${second.id}`)).status).toBe(404)
  })

  test('sum up', async () => {
    expect((await call('GET', releaseUrl('seen@1.0', 'meta/'))).json).toMatchObject({
      version: 'seen@1.0',
      newGroups: 3,
      projects: [{ slug: 'web' }, { slug: 'second' }],
      deployCount: 0,
      released: '2026-11-20T11:59:57.000Z',
      releaseFileCount: 0,
    })
    const dates = await call('GET', '/organizations/acme/releases/stats/?query=seen')
    expect(dates.json).toEqual([
      { version: 'seen@1.1', date: '2026-11-20T11:59:59.500Z' },
      { version: 'seen@1.0', date: '2026-11-20T11:59:57.000Z' },
    ])
  })

  test('stay while issues began in them', async () => {
    const refused = await call('DELETE', releaseUrl('seen@1.0'))
    expect(refused).toMatchObject({ status: 400, json: { detail: expect.stringContaining('issues') } })
    expect((await call('DELETE', '/projects/acme/web/releases/seen@1.0/')).status).toBe(400)
    expect((await call('DELETE', releaseUrl('seen@1.1'))).status).toBe(204)
    expect((await call('GET', releaseUrl('seen@1.1'))).status).toBe(404)
  })

  test('are flattened to one row a project', async () => {
    const flat = await call('GET', `${releases}?query=seen&flatten=1`)
    expect(flat.json).toMatchObject([{ projects: [{ slug: 'web' }] }, { projects: [{ slug: 'second' }] }])
  })
})

describe('lists', () => {
  beforeAll(async () => {
    for (const [index, name] of ['list@1.2', 'list@1.10+7', 'list@1.9-rc.1', 'list-nightly'].entries()) {
      api.clock.now = testNow - 30 * day + index * 1000
      await call('POST', releases, { version: name, projects: ['web'] })
    }
    api.clock.now = testNow
  })

  test('are sorted and paged both ways', async () => {
    const list = '/projects/acme/web/releases/'
    expect(await names('query=list&sort=date', list)).toEqual([
      'list-nightly',
      'list@1.9-rc.1',
      'list@1.10+7',
      'list@1.2',
    ])
    const semver = ['list@1.10+7', 'list@1.9-rc.1', 'list@1.2', 'list-nightly']
    expect(await names('query=list&sort=semver', list)).toEqual(semver)
    expect(await names('query=list&sort=build', list)).toEqual([
      'list@1.10+7',
      'list-nightly',
      'list@1.9-rc.1',
      'list@1.2',
    ])
    for (const sort of ['date', 'semver', 'adoption']) {
      const first = await call('GET', `${list}?query=list&sort=${sort}&per_page=3`)
      const links = String(first.headers['link'])
      expect(links).toMatch(/rel="previous"; results="false"/)
      const next = /cursor="([^"]+)"$/.exec(links)?.[1] ?? ''
      const rest = await call('GET', `${list}?query=list&sort=${sort}&per_page=3&cursor=${next}`)
      expect(rest.json).toHaveLength(1)
      expect(String(rest.headers['link'])).toMatch(/rel="next"; results="false"/)
      const back = /rel="previous"; results="true"; cursor="([^"]+)"/.exec(String(rest.headers['link']))?.[1] ?? ''
      expect((await call('GET', `${list}?query=list&sort=${sort}&per_page=3&cursor=${back}`)).json).toEqual(first.json)
    }
  })

  test('are searched', async () => {
    expect(await names('query=release.version:>1.2')).toEqual(expect.arrayContaining(['list@1.10+7', 'list@1.9-rc.1']))
    expect(await names('query=release.package:list release.version:<1.9')).toEqual(['list@1.9-rc.1', 'list@1.2'])
    expect(await names('query=release:list*&statsPeriod=40d')).toHaveLength(4)
    expect(await names('query=release:list*&statsPeriod=10d')).toEqual([])
    const dated = 'start=2026-10-21T12:00:02Z&end=2026-10-21T12:00:03Z'
    expect(await names(`query=list&${dated}`)).toEqual(['list@1.9-rc.1'])
  })

  test.each([
    ['sort=loud', 400],
    ['per_page=0', 400],
    ['per_page=101', 400],
    ['cursor=x', 400],
    ['query=is:unresolved', 400],
    ['query=release.version:abc', 400],
    ['status=closed', 400],
    ['statsPeriod=x', 400],
    ['project=nope', 403],
    ['project=-1', 200],
    ['health=1&adoptionStages=1&summaryStatsPeriod=14d&healthStatsPeriod=24h', 200],
    ['limit=5&query=', 200],
  ])('?%s is %i', async (query, status) => {
    const answer = await call('GET', `${releases}?${query}`)
    expect(answer.status).toBe(status)
  })
})

describe('who may', () => {
  test('a token for builds makes releases and reads them, and does not delete them', async () => {
    const { meta } = api.storage
    const builds = await seedToken(api.storage, acme.user.id, ['project:releases'], testNow)
    expect((await call('POST', releases, { version: 'ci@1', projects: ['web'] }, builds)).status).toBe(201)
    expect((await call('GET', releaseUrl('ci@1'), undefined, builds)).status).toBe(200)
    const reader = await seedToken(api.storage, acme.user.id, ['project:read'], testNow)
    expect((await call('POST', releases, { version: 'ci@2', projects: ['web'] }, reader)).status).toBe(403)
    expect((await call('PUT', releaseUrl('ci@1'), { ref: 'x' }, reader)).status).toBe(403)
    expect((await call('DELETE', releaseUrl('ci@1'), undefined, reader)).status).toBe(403)
    expect(await meta.findRelease(acme.organization.id, 'ci@2')).toBeNull()
  })

  test('nobody sees or touches the releases of another organization', async () => {
    expect((await call('GET', releaseUrl(), undefined, other.token)).status).toBe(404)
    const theirs = `/organizations/other/releases/${encodeURIComponent(version)}/`
    for (const rest of ['', 'commits/', 'deploys/', 'files/', 'meta/', 'previous-with-commits/', 'resolved/']) {
      expect((await call('GET', `${theirs}${rest}`, undefined, other.token)).status).toBe(404)
    }
    expect((await call('PUT', theirs, { ref: 'x' }, other.token)).status).toBe(404)
    expect((await call('DELETE', theirs, undefined, other.token)).status).toBe(404)
    expect((await call('GET', '/organizations/other/releases/', undefined, other.token)).json).toEqual([])
    // A project of another organisation is none.
    const stolen = { version: 'stolen', projects: [String(acme.project.id)] }
    expect((await call('POST', '/organizations/other/releases/', stolen, other.token)).status).toBe(400)
    // The same name is another release there.
    await call('POST', '/organizations/other/releases/', { version, projects: ['web'], ref: 'theirs' }, other.token)
    expect((await call('GET', releaseUrl())).json).toMatchObject({ ref: 'main' })
  })
})
