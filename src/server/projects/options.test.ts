import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Seeded, seedMember, seedOrganization, seedToken } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'

let api: TestApi
let acme: Seeded
let memberToken: string

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  await seedOrganization(api.storage, 'rival', testNow)
  const member = await seedMember(api.storage, acme.organization, 'jane@acme.test', 'member', testNow)
  memberToken = await seedToken(api.storage, member.id, ['project:read', 'org:read', 'team:read'], testNow)
})
afterAll(() => api.close())

const get = (url: string, token = acme.token) => api.call('GET', url, { token })
const put = (url: string, body: unknown, token = acme.token) => api.call('PUT', url, { token, body })

describe('options', () => {
  test('are kept, each by itself', async () => {
    const options = {
      subjectPrefix: '[shop] ',
      subjectTemplate: '$title',
      resolveAge: 48,
      digestsMinDelay: 60,
      digestsMaxDelay: 120,
      allowedDomains: ['shop.test', '*.shop.test'],
      verifySSL: false,
      scrapeJavaScript: true,
      securityToken: 'abc123',
      securityTokenHeader: 'X-Token',
      storeCrashReports: 5,
      highlightTags: ['cart'],
      highlightContext: { browser: ['name'] },
      defaultEnvironment: 'production',
      enableAutoReleaseCreation: false,
      scmSourceContextEnabled: true,
      builtinSymbolSources: ['ios'],
      symbolSources: '[{"id":"x"}]',
      dynamicSamplingBiases: [{ id: 'boostEnvironments', active: true }],
      debugFilesRole: 'manager',
    }
    expect(await put('/projects/acme/web/', options)).toMatchObject({ status: 200, json: options })
    expect((await put('/projects/acme/web/', { subjectPrefix: '' })).status).toBe(200)
    expect((await get('/projects/acme/web/')).json).toMatchObject({ ...options, subjectPrefix: '' })
    const reset = { resolveAge: null, securityTokenHeader: null, dynamicSamplingBiases: null, storeCrashReports: null }
    expect((await put('/projects/acme/web/', reset)).json).toMatchObject({ ...reset, resolveAge: 0 })
    expect((await put('/projects/acme/web/', { groupingConfig: '2026-11' })).status).toBe(200)
  })

  test('by name are kept beside the filters', async () => {
    await put('/projects/acme/web/', { options: { 'feedback:branding': true, 'filters:localhost': true } })
    await put('/projects/acme/web/', { options: { 'sentry:csp_ignored_sources': 'about' } })
    expect((await get('/projects/acme/web/')).json).toMatchObject({
      options: { 'feedback:branding': true, 'filters:localhost': true, 'sentry:csp_ignored_sources': 'about' },
    })
  })

  test.each([
    [{ resolveAge: -1 }, 'resolveAge'],
    [{ resolveAge: '48' }, 'resolveAge'],
    [{ digestsMinDelay: 600, digestsMaxDelay: 60 }, 'digestsMinDelay'],
    [{ groupingConfig: 'newstyle:2019-10-29' }, 'groupingConfig'],
    [{ symbolSources: '{' }, 'symbolSources'],
    [{ highlightContext: { browser: 'name' } }, 'highlightContext.browser'],
    [{ storeCrashReports: 7 }, 'storeCrashReports'],
    [{ options: { 'filters:legacy-browsers': ['netscape'] } }, 'options.filters:legacy-browsers.0'],
  ])('%j is refused by name', async (body, field) => {
    const answer = await put('/projects/acme/web/', body)
    expect(answer.status).toBe(400)
    expect(Object.keys(answer.json ?? {})).toEqual([field])
  })

  test('are for who may write; bookmarks for everybody, each their own', async () => {
    expect((await put('/projects/acme/web/', { subjectPrefix: 'x' }, memberToken)).status).toBe(403)
    expect((await put('/projects/acme/web/', { isBookmarked: true }, memberToken)).json).toMatchObject({
      isBookmarked: true,
    })
    expect((await get('/projects/acme/web/')).json).toMatchObject({ isBookmarked: false })
    expect((await get('/organizations/acme/projects/?query=is_bookmarked:1', memberToken)).json).toHaveLength(1)
    expect((await get('/organizations/acme/projects/?query=is_bookmarked:1')).json).toEqual([])
  })
})

describe('filters', () => {
  test('are listed and switched, and the digest sees it', async () => {
    expect((await put('/projects/acme/web/filters/web-crawlers/', { active: true })).status).toBe(204)
    expect((await put('/projects/acme/web/filters/legacy-browsers/', { subfilters: ['ie', 'safari'] })).status).toBe(
      204,
    )
    expect((await put('/projects/acme/web/filters/filtered-transaction/', { active: true })).status).toBe(204)
    const { json } = await get('/projects/acme/web/filters/')
    expect(json).toContainEqual({ id: 'web-crawlers', active: true })
    expect(json).toContainEqual({ id: 'browser-extensions', active: false })
    expect(json).toContainEqual({ id: 'legacy-browsers', active: ['ie', 'safari'] })
    expect(json).toContainEqual({ id: 'filtered-transaction', active: true })
    const project = await api.storage.meta.findProjectById(acme.project.id)
    expect(project?.settings.filters).toMatchObject({ webCrawlers: true, legacyBrowsers: ['ie', 'safari'] })
    await put('/projects/acme/web/filters/legacy-browsers/', { active: false })
    expect((await get('/projects/acme/web/filters/')).json).toContainEqual({ id: 'legacy-browsers', active: false })
    await put('/projects/acme/web/filters/legacy-browsers/', { active: true })
    const all = (await api.storage.meta.findProjectById(acme.project.id))?.settings.filters.legacyBrowsers
    expect(all).toEqual(['ie', 'edge', 'safari', 'firefox', 'chrome', 'opera', 'android', 'opera_mini'])
  })

  test.each([
    ['nonsense', { active: true }, 404],
    ['localhost', {}, 400],
    ['localhost', { active: 'yes' }, 400],
    ['legacy-browsers', {}, 400],
    ['legacy-browsers', { subfilters: ['netscape'] }, 400],
  ])('%s with %j is %i', async (id, body, status) => {
    expect((await put(`/projects/acme/web/filters/${id}/`, body)).status).toBe(status)
  })
})

describe('keys', () => {
  test('say what the loader script brings', async () => {
    const body = {
      name: 'Loader',
      useCase: 'demo',
      browserSdkVersion: '7.x',
      dynamicSdkLoaderOptions: { hasReplay: true },
    }
    const created = await api.call('POST', '/projects/acme/web/keys/', { token: acme.token, body })
    const expected = {
      label: 'Loader',
      useCase: 'demo',
      browserSdkVersion: '7.x',
      dynamicSdkLoaderOptions: { hasReplay: true, hasDebug: false },
    }
    expect(created).toMatchObject({ status: 201, json: expected })
    const [, key] = await api.storage.meta.listKeys(acme.project.id)
    const url = `/projects/acme/web/keys/${key?.publicKey}/`
    await put(url, { dynamicSdkLoaderOptions: { hasDebug: true } })
    expect((await get(url)).json).toMatchObject({ dynamicSdkLoaderOptions: { hasReplay: true, hasDebug: true } })
    expect((await put(url, { browserSdkVersion: '1.x' })).status).toBe(400)
    expect((await get('/projects/acme/web/keys/?per_page=1')).json).toHaveLength(1)
  })

  test('of the organization, of a team', async () => {
    expect((await get('/organizations/acme/project-keys/?team=acme-team')).json).toHaveLength(2)
    expect((await get('/organizations/acme/project-keys/?team=nobody')).status).toBe(400)
  })
})

describe('ownership', () => {
  const url = '/projects/acme/web/ownership/'

  test('is empty until somebody writes rules', async () => {
    expect((await get(url)).json).toMatchObject({
      raw: '',
      schema: null,
      fallthrough: true,
      autoAssignment: 'Auto Assign to Issue Owner',
    })
  })

  test('has rules whose owners are known', async () => {
    const raw = '# cart\npath:src/cart/* #acme-team admin@ACME.test\nurl:*/checkout* jane@acme.test'
    const answer = await put(url, { raw, fallthrough: false, autoAssignment: 'Turn off Auto-Assignment' })
    expect(answer).toMatchObject({
      status: 202,
      json: {
        raw,
        fallthrough: false,
        autoAssignment: 'Turn off Auto-Assignment',
        schema: {
          $version: 1,
          rules: [
            {
              matcher: { type: 'path', pattern: 'src/cart/*' },
              owners: [
                { type: 'team', name: 'acme-team', id: String(acme.team.id) },
                { type: 'user', name: 'admin@ACME.test', id: String(acme.user.id) },
              ],
            },
            { matcher: { type: 'url', pattern: '*/checkout*' } },
          ],
        },
      },
    })
    expect((await get(url)).json).toEqual(answer.json)
    expect((await put(url, { fallthrough: true })).json).toMatchObject({ raw, fallthrough: true })
  })

  test.each([
    ['*.js #acme-team\n*.ts', "Parse error: '*.ts' (line 2, column 1)"],
    ['*.js #nobody rival@x.test', 'Invalid rule owners: #nobody, rival@x.test'],
    ['*.js admin@rival.test', 'Invalid rule owners: admin@rival.test'],
    ['x'.repeat(100_001), 'Raw needs to be <= 100000 characters in length'],
  ])('%j is refused', async (raw, message) => {
    expect(await put(url, { raw })).toMatchObject({ status: 400, json: { raw: [message] } })
  })

  test('takes only what Sentry calls the ways to assign', async () => {
    expect((await put(url, { autoAssignment: 'sometimes' })).status).toBe(400)
  })
})

test('of another organization nothing is to be seen or changed', async () => {
  for (const part of ['', 'filters/', 'keys/', 'ownership/']) {
    expect((await get(`/projects/rival/web/${part}`)).status).toBe(404)
  }
  expect((await put('/projects/rival/web/ownership/', { raw: '' })).status).toBe(404)
  expect((await put('/projects/rival/web/filters/localhost/', { active: true })).status).toBe(404)
})
