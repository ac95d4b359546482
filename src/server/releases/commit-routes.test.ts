import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'

const minute = 60_000
const releases = '/organizations/acme/releases/'
const repository = 'acme/shop'

let api: TestApi
let acme: Seeded
let other: Seeded
beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  other = await seedOrganization(api.storage, 'other', testNow)
})
afterAll(() => api.close())

function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, token = acme.token) {
  return api.call(method, path, { token, ...(body !== undefined && { body }) })
}

async function create(version: string, more: Record<string, unknown> = {}) {
  api.clock.now += 1000
  const answer = await call('POST', releases, { version, projects: ['web'], ...more })
  expect(answer.status).toBe(201)
  return answer.json
}

function commit(id: string, message: string, more: Record<string, unknown> = {}) {
  return { id, repository, message, author_name: 'Ann', author_email: 'ann@elsewhere.test', ...more }
}

describe('commits', () => {
  test('are told with the release and listed, newest first', async () => {
    const made = await create('app@1+1', {
      commits: [
        commit('a'.repeat(40), 'First', {
          timestamp: '2026-11-19T10:00:00Z',
          patch_set: [{ path: 'a.ts', type: 'A' }],
        }),
        commit('b'.repeat(40), 'Second', { timestamp: '2026-11-19T11:00:00+01:00', author_email: 'admin@acme.test' }),
        commit('c'.repeat(40), 'Third', { timestamp: '2026-11-19T12:00:00Z', author_email: null, repository: null }),
      ],
    })
    expect(made).toMatchObject({
      commitCount: 3,
      lastCommit: {
        id: 'c'.repeat(40),
        message: 'Third',
        dateCreated: '2026-11-19T12:00:00.000Z',
        repository: { name: `organization-${acme.organization.id}` },
        author: { name: 'Ann', email: 'ann@localhost' },
      },
      authors: expect.arrayContaining([
        { name: 'Ann', email: 'ann@elsewhere.test' },
        expect.objectContaining({ email: 'admin@acme.test', id: String(acme.user.id) }),
      ]),
    })
    const path = `${releases}${encodeURIComponent('app@1+1')}/commits/`
    const first = await call('GET', `${path}?per_page=2`)
    expect(first.json).toMatchObject([{ message: 'Third' }, { message: 'First' }])
    const cursor = /rel="next"; results="true"; cursor="([^"]+)"/.exec(String(first.headers['link']))?.[1] ?? ''
    const second = await call('GET', `${path}?per_page=2&cursor=${cursor}`)
    expect(second.json).toMatchObject([
      {
        id: 'b'.repeat(40),
        pullRequest: null,
        repository: { name: repository, provider: { id: 'unknown' }, status: 'active' },
        releases: [{ version: 'app@1+1', shortVersion: '1 (1)', dateReleased: null }],
      },
    ])
    expect((await call('GET', `${path}?repo_name=${repository}`)).json).toHaveLength(2)
    expect((await call('GET', `${path}?repo_name=nowhere`)).json).toEqual([])
    expect((await call('GET', '/projects/acme/web/releases/app@1+1/commits/')).json).toHaveLength(3)
  })

  test('have files', async () => {
    const answer = await call('GET', `${releases}app@1+1/commitfiles/`)
    expect(answer.json).toMatchObject([
      { filename: 'a.ts', type: 'A', commitMessage: 'First', orgId: acme.organization.id, repoName: repository },
    ])
    expect((await call('GET', `${releases}app@1+1/meta/`)).json).toMatchObject({
      commitFilesChanged: 1,
      commitCount: 3,
    })
  })

  test('of an import may have very many', async () => {
    const patch_set = Array.from({ length: 30_000 }, (_, index) => ({ path: `src/folder/${index}/file.ts`, type: 'A' }))
    const made = await create('import@1', { commits: [commit('9'.repeat(40), 'Import', { patch_set })] })
    expect(made).toMatchObject({ commitCount: 1 })
    expect((await call('GET', `${releases}import@1/meta/`)).json).toMatchObject({ commitFilesChanged: 30_000 })
    expect((await call('DELETE', `${releases}import@1/`)).status).toBe(204)
  })

  test('tell the next release where to go on', async () => {
    await create('app@2')
    const previous = await call('GET', `${releases}app@2/previous-with-commits/`)
    expect(previous.json).toMatchObject({ version: 'app@1+1', lastCommit: { id: 'c'.repeat(40) } })
    const first = await call('GET', `${releases}app@1+1/previous-with-commits/`)
    expect(first).toMatchObject({ status: 200, json: {} })
    expect((await call('GET', `${releases}app@9/previous-with-commits/`)).status).toBe(404)
  })

  test('may be told by their heads, in ranges and in the older words', async () => {
    await create('heads@1', { refs: [{ repository, commit: `${'1'.repeat(40)}..${'2'.repeat(40)}` }] })
    const shown = await call('GET', `${releases}heads@1/`)
    expect(shown.json).toMatchObject({ commitCount: 1, lastCommit: { id: '2'.repeat(40), message: null, author: {} } })
    const release = await api.storage.meta.findRelease(acme.organization.id, 'heads@1')
    expect(await api.storage.meta.listReleaseRefs(release?.id ?? 0)).toEqual([
      { repository, commit: '2'.repeat(40), previousCommit: '1'.repeat(40) },
    ])
    const headCommits = [{ repository: 'acme/api', currentId: '3'.repeat(40), previousId: null }]
    const changed = await call('PUT', `${releases}heads@1/`, { headCommits })
    expect(changed.json).toMatchObject({ commitCount: 2, lastCommit: { id: '3'.repeat(40) } })
    const repositories = await call('GET', '/projects/acme/web/releases/heads@1/repositories/')
    expect(repositories.json).toMatchObject([{ name: 'acme/api' }, { name: repository }])
    const cleared = await call('PUT', `${releases}heads@1/`, { refs: [] })
    expect(cleared.json).toMatchObject({ commitCount: 0, lastCommit: null })
  })
})

describe('issues', () => {
  test('that commits fix are resolved in the release, by who committed', async () => {
    const groups = ['fixed', 'closed', 'mentioned', 'older']
    const events = groups.map((group, index) =>
      makeEvent(acme.project, index + 1, testNow - minute, { group, release: 'fix@1' }),
    )
    const [fixed = 0, closed = 0, mentioned = 0, older = 0] = await storeEvents(api.storage, events)
    const { meta } = api.storage
    const at = testNow
    const inCommit = { kind: 'commit', repositoryId: null, commit: 'd'.repeat(40) } as const
    await meta.changeIssues([older], {
      userId: null,
      at,
      status: { status: 'resolved', substatus: null, resolution: inCommit },
    })
    await create('fix@2', {
      commits: [
        commit('d'.repeat(40), 'Fixes WEB-1\n\nSee WEB-3', { author_email: 'ADMIN@acme.test' }),
        commit('e'.repeat(40), 'closes web-2, OTHER-1 and NOWHERE-1'),
      ],
    })
    const resolution = { kind: 'release', release: 'fix@2', isNext: false }
    for (const id of [fixed, closed, older]) {
      expect(await meta.findIssue(id)).toMatchObject({ status: 'resolved', resolution })
    }
    expect(await meta.findIssue(mentioned)).toMatchObject({ status: 'unresolved' })
    expect((await meta.listActivity(fixed, 1))[0]).toMatchObject({
      type: 'set_resolved_in_release',
      userId: acme.user.id,
      data: { version: 'fix@2' },
    })
    expect((await meta.listActivity(closed, 1))[0]).toMatchObject({ userId: null })

    const page = await call('GET', '/projects/acme/web/releases/fix@2/resolved/?per_page=2')
    expect(page.json).toMatchObject([{ id: String(fixed) }, { id: String(closed) }])
    expect((await call('GET', `${releases}fix@2/resolved/`)).json).toHaveLength(3)
    expect((await call('GET', `${releases}fix@1/resolved/`)).status).toBe(200)
  })

  test('of another organization are left alone', async () => {
    const [theirs = 0] = await storeEvents(api.storage, [makeEvent(other.project, 9, testNow)])
    const before = await api.storage.meta.findIssue(theirs)
    await create('fix@3', { commits: [commit('f'.repeat(40), `Fixes WEB-${before?.number ?? 0}00`)] })
    expect(await api.storage.meta.findIssue(theirs)).toEqual(before)
  })
})

describe('deploys', () => {
  test('are made and listed, the latest first', async () => {
    await create('deploy@1')
    const path = `${releases}deploy@1/deploys/`
    const first = await call('POST', path, { environment: 'production' })
    expect(first.status).toBe(201)
    expect(first.json).toEqual({
      id: expect.any(String),
      environment: 'production',
      dateStarted: null,
      dateFinished: new Date(api.clock.now).toISOString(),
      name: null,
      url: null,
    })
    const told = {
      environment: 'staging',
      name: 'Two',
      url: 'https://deploys.test/2',
      dateStarted: '2026-11-21T12:00:00Z',
      dateFinished: '2026-11-21T12:05:00Z',
      projects: ['web'],
    }
    expect((await call('POST', path, told)).status).toBe(201)
    expect((await call('GET', path)).json).toMatchObject([
      { name: 'Two', url: told.url },
      { environment: 'production' },
    ])
    expect((await call('GET', `${releases}deploy@1/`)).json).toMatchObject({
      deployCount: 2,
      lastDeploy: { environment: 'staging', name: 'Two' },
    })
    const seen = await call('GET', '/projects/acme/web/releases/?environment=staging&query=deploy')
    expect(seen.json).toMatchObject([{ version: 'deploy@1', firstEvent: null }])
    expect((await call('GET', '/projects/acme/web/environments/')).json).toEqual(
      expect.arrayContaining([{ id: 'staging', name: 'staging', isHidden: false }]),
    )
  })

  test.each([
    [{}, 'environment'],
    [{ environment: 'a/b' }, 'environment'],
    [{ environment: '' }, 'environment'],
    [{ environment: 'none' }, 'environment'],
    [{ environment: 'x', url: 'nope' }, 'url'],
    [{ environment: 'x', dateFinished: 'soon' }, 'dateFinished'],
    [{ environment: 'x', projects: ['nope'] }, 'projects'],
    [{ environment: 'x', projects: [] }, 'projects'],
  ])('are refused for %j', async (body, field) => {
    const answer = await call('POST', `${releases}deploy@1/deploys/`, body)
    expect(answer.status).toBe(400)
    expect(Object.keys(answer.json ?? {})).toEqual([field])
  })

  test('without a name show as text where the contract wants it', async () => {
    await create('deploy@2')
    await call('POST', `${releases}deploy@2/deploys/`, { environment: 'production' })
    expect((await call('GET', `${releases}deploy@2/`)).json).toMatchObject({ lastDeploy: { name: '' } })
  })
})

describe('repositories', () => {
  test('are listed, named and searched', async () => {
    const made = await call('POST', '/organizations/acme/repos/', {
      name: 'acme/new',
      url: 'https://git.test/acme/new',
    })
    expect(made).toMatchObject({ status: 201, json: { name: 'acme/new', url: 'https://git.test/acme/new' } })
    expect((await call('POST', '/organizations/acme/repos/', { name: 'acme/new' })).status).toBe(409)
    expect((await call('POST', '/organizations/acme/repos/', { name: '' })).json).toEqual({
      name: [expect.any(String)],
    })
    expect((await call('GET', '/organizations/acme/repos/?query=NEW&cursor=')).json).toMatchObject([
      { name: 'acme/new' },
    ])
    expect((await call('GET', '/organizations/acme/repos/?status=deleted')).json).toEqual([])
  })

  test('have commits; those of others are 404', async () => {
    const [shop] = (await api.storage.meta.listRepositories(acme.organization.id)).filter(
      ({ name }) => name === repository,
    )
    const path = `/repos/${shop?.id ?? 0}/commits/`
    const listed = await call('GET', `/organizations/acme${path}?per_page=1`)
    expect(listed.json).toHaveLength(1)
    expect(String(listed.headers['link'])).toMatch(/rel="next"; results="true"/)
    expect((await call('GET', `/organizations/other${path}`, undefined, other.token)).status).toBe(404)
    expect((await call('GET', '/organizations/other/repos/', undefined, other.token)).json).toEqual([])
  })
})

test('files of a release are none, and of no release 404', async () => {
  await create('files@1')
  for (const path of ['/organizations/acme', '/projects/acme/web']) {
    const answer = await call('GET', `${path}/releases/files@1/files/?query=a&checksum=b`)
    expect(answer).toMatchObject({ status: 200, json: [] })
    expect(String(answer.headers['link'])).toMatch(/results="false".*results="false"/)
    expect((await call('GET', `${path}/releases/nowhere/files/`)).status).toBe(404)
  }
})
