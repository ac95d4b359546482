import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordReplays, replayIdOf } from '../replays/testing/record.ts'
import { createOrganizationToken } from '../tokens/organization-token.ts'
import { organizationRoles } from '../storage/meta/ports/people.ts'
import { createWebSession, sessionCookie } from '../users/web-session.ts'
import { tokenScopes } from './authorize.ts'
import type { Permission } from './route.ts'
import { apiRoutes } from './routes.ts'
import { scopes as allScopes, scopesOfRole, tokenOnlyScopes } from './scopes.ts'
import {
  makeEvent,
  type Seeded,
  seedMember,
  seedOrganization,
  seedToken,
  storeEvents,
  testEventId,
} from './testing/seed.ts'
import { openTestApi, type TestApi, testBaseUrl, testNow } from './testing/test-api.ts'

/**
 * What holds for every route, whoever adds it: the table is `apiRoutes` itself. Path members without a value below are `1`; ids of a new kind
 * belong into `foreignIds` too.
 */
const all = apiRoutes.map(({ method, path, permission }) => ({ method, path, permission, name: `${method} ${path}` }))
const guarded = all.filter(({ permission }) => permission !== 'public')
const scoped = all.flatMap((one) => (isScoped(one.permission) ? [{ ...one, permission: one.permission }] : []))
const ofOrganization = all.filter(({ path }) => path.includes('{organization_id_or_slug}'))
const reading = all.filter(({ method }) => method === 'GET')
const withIssueAlias = all.filter(({ path }) =>
  path.startsWith('/organizations/{organization_id_or_slug}/issues/{issue_id}/'),
)

/** For `%s`: vitest cuts what `$name` stands for. */
function byName<One extends { name: string }>(routes: One[]): [string, One][] {
  return routes.map((one) => [one.name, one])
}

let api: TestApi
let acme: Seeded
/** The other organisation: nothing that acme may see has this word in it. */
let zebra: Seeded
let ownIds: Record<string, string>
let foreignIds: Record<string, string>

beforeAll(async () => {
  api = await openTestApi()
  const { meta } = api.storage
  acme = await seedOrganization(api.storage, 'acme', testNow)
  zebra = await seedOrganization(api.storage, 'zebra', testNow)
  const [issue] = await storeEvents(api.storage, [makeEvent(acme.project, 1, testNow - 1000)])
  const theirs = {
    group: 'zebra',
    release: 'zebra@1',
    environment: 'zebra',
    tags: [['zebra', 'zebra']] as [string, string][],
  }
  const [foreignIssue] = await storeEvents(api.storage, [makeEvent(zebra.project, 2, testNow - 1000, theirs)])
  const at = testNow - 60_000
  await recordReplays(api.storage, [
    { project: acme.project, replay: 'acme', at, segment: 1 },
    {
      project: zebra.project,
      replay: 'zebra',
      at,
      segment: 1,
      told: { urls: ['https://zebra.test/'] },
      events: ['zebra'],
    },
  ])
  const [deletion, foreignDeletion] = [await fileDeletion(acme, 'acme'), await fileDeletion(zebra, 'zebra')]
  ownIds = {
    organization_id_or_slug: 'acme',
    project_id_or_slug: 'web',
    team_id_or_slug: 'acme-team',
    issue_id: String(issue),
    event_id: testEventId(1),
    replay_id: replayIdOf('acme'),
    job_id: String(deletion.id),
    version: 'shop@1.2.3',
    key: 'level',
    key_id: (await meta.listKeys(acme.project.id))[0]?.publicKey ?? '',
    member_id: String((await meta.findMemberOfUser(acme.organization.id, acme.user.id))?.id),
    token_id: String((await meta.listTokens({ userId: acme.user.id }))[0]?.id),
  }
  foreignIds = {
    project_id_or_slug: String(zebra.project.id),
    team_id_or_slug: String(zebra.team.id),
    issue_id: String(foreignIssue),
    event_id: testEventId(2),
    replay_id: replayIdOf('zebra'),
    job_id: String(foreignDeletion.id),
    version: 'zebra@1',
    key_id: (await meta.listKeys(zebra.project.id))[0]?.publicKey ?? '',
    member_id: String((await meta.findMemberOfUser(zebra.organization.id, zebra.user.id))?.id),
    token_id: String((await meta.listTokens({ userId: zebra.user.id }))[0]?.id),
  }
})
afterAll(() => api.close())

function fileDeletion({ organization, project }: Seeded, word: string) {
  const place = { organizationId: organization.id, projectId: project.id }
  const wish = { rangeStart: 0, rangeEnd: 1, environments: [word], query: '', createdAt: testNow }
  return api.storage.replays.createDeletion({ ...place, ...wish })
}

function isScoped(permission: Permission): permission is Exclude<Permission, string> {
  return typeof permission === 'object'
}

/** The path with what is acme's in it, but for `other`. */
function urlOf(path: string, other: Record<string, string> = {}): string {
  const values: Record<string, string> = { ...ownIds, ...other }
  if (path.includes('shortids') && !other['issue_id']) values['issue_id'] = 'WEB-1'
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? '1'))
}

/** Every scope but those that would open this route. */
function uselessScopes(permission: Exclude<Permission, string>): string[] {
  return allScopes.filter((scope) => !tokenScopes([scope]).some((given) => permission.includes(given)))
}

async function seedOrganizationToken(seeded: Seeded, scopes: readonly string[]): Promise<string> {
  const { slug, id } = seeded.organization
  const { value, tokenHash, lastCharacters } = createOrganizationToken({ baseUrl: testBaseUrl, slug, now: testNow })
  const row = { name: 'ci', tokenHash, lastCharacters, userId: null, organizationId: id, scopes: [...scopes] }
  await api.storage.meta.createToken({ ...row, createdAt: testNow })
  return value
}

async function signInCookie(seeded: Seeded): Promise<string> {
  const secret = await createWebSession(api.storage.meta, { userId: seeded.user.id, now: testNow })
  return `${sessionCookie}=${secret}`
}

const forbidden = { detail: 'You do not have permission to perform this action.' }
const missing = { detail: 'The requested resource does not exist' }

describe('without credentials', () => {
  test.each(byName(guarded))('%s is 401', async (_, { method, path }) => {
    const answer = await api.call(method, urlOf(path))
    expect(answer.status).toBe(401)
    expect(answer.json).toEqual({ detail: 'Authentication credentials were not provided.' })
  })

  test('only entrances are public', () => {
    const open = all.filter(({ permission }) => permission === 'public').map(({ name }) => name)
    expect(open.toSorted()).toEqual([
      'GET /',
      'GET /accept-invite/{member_id}/{token}/',
      'GET /shared/issues/{share_id}/',
      'POST /accept-invite/{member_id}/{token}/',
      'POST /auth/',
      // A DSN opens it, too.
      'POST /projects/{organization_id_or_slug}/{project_id_or_slug}/user-feedback/',
    ])
  })
})

describe('with a token that nobody has', () => {
  test.each(byName(guarded))('%s is 401', async (_, { method, path }) => {
    const answer = await api.call(method, urlOf(path), { token: 'sntrys_eyJub25lIn0=_nothing' })
    expect(answer.status).toBe(401)
    expect(answer.json).toEqual({ detail: 'Invalid token' })
  })
})

describe('with every scope but the ones it asks for', () => {
  const tokens = new Map<string, { user: string; organization: string }>()

  test.each(byName(scoped))('%s is 403', async (_, { method, path, permission }) => {
    const useless = uselessScopes(permission)
    const key = useless.join(' ')
    const made = tokens.get(key) ?? {
      user: await seedToken(api.storage, acme.user.id, useless, testNow),
      organization: await seedOrganizationToken(acme, useless),
    }
    tokens.set(key, made)
    for (const token of [made.user, made.organization]) {
      const answer = await api.call(method, urlOf(path), { token })
      expect(answer.status).toBe(403)
      expect(answer.json).toEqual(forbidden)
    }
  })
})

describe('with all scopes', () => {
  test.each(byName(reading))('%s lets the owner in and does not fail', async (_, { method, path }) => {
    const answer = await api.call(method, urlOf(path), { token: acme.token })
    expect([401, 403]).not.toContain(answer.status)
    expect(answer.status).toBeLessThan(500)
  })

  describe.each(organizationRoles)('of a person whose role is %s', (role) => {
    const granted = [...scopesOfRole[role], ...tokenOnlyScopes]
    const beyond = scoped.filter(({ permission }) => !permission.some((scope) => granted.includes(scope)))
    let token: string

    beforeAll(async () => {
      const user = await seedMember(api.storage, acme.organization, `${role}@people.test`, role, testNow)
      token = await seedToken(api.storage, user.id, [...allScopes], testNow)
    })

    test('what the organization shows is what the role has', async () => {
      const answer = await api.call('GET', '/organizations/acme/', { token })
      expect(answer.json).toMatchObject({ access: allScopes.filter((scope) => granted.includes(scope)) })
    })

    test('routes beyond it are 403', async () => {
      const answers = await Promise.all(beyond.map(({ method, path }) => api.call(method, urlOf(path), { token })))
      expect(beyond.filter((_, index) => answers[index]?.status !== 403)).toEqual([])
    })
  })
})

describe('from another organization', () => {
  const callers: {
    who: string
    credentials: () => Promise<{ token: string } | { headers: Record<string, string> }>
  }[] = [
    { who: "a person's token", credentials: async () => ({ token: zebra.token }) },
    {
      who: "the organization's token",
      credentials: async () => ({ token: await seedOrganizationToken(zebra, allScopes) }),
    },
    {
      who: 'a signed-in browser',
      credentials: async () => ({ headers: { cookie: await signInCookie(zebra), origin: testBaseUrl } }),
    },
  ]

  describe.each(callers)('$who', ({ credentials }) => {
    let given: Awaited<ReturnType<typeof credentials>>
    beforeAll(async () => {
      given = await credentials()
    })

    test.each(byName(ofOrganization))('%s is 404', async (_, { method, path }) => {
      const answer = await api.call(method, urlOf(path), given)
      expect(answer.status).toBe(404)
      expect(answer.json).toEqual(missing)
    })

    test.each(byName(withIssueAlias))('%s by its older path is 404', async (_, { method, path }) => {
      const url = urlOf(path).replace('/organizations/acme', '')
      const answer = await api.call(method, url, given)
      expect(answer.status).toBe(404)
    })
  })

  const named = ofOrganization.flatMap((one) =>
    ['project_id_or_slug', 'team_id_or_slug', 'issue_id']
      .filter((param) => one.path.includes(`{${param}}`))
      .map((param) => ({ ...one, param, name: `${one.name} with ${param}` })),
  )

  test.each(byName(named))('%s of theirs is 404', async (_, { method, path, param }) => {
    const answer = await api.call(method, urlOf(path, { [param]: foreignIds[param] ?? '' }), { token: acme.token })
    expect(answer.status).toBe(404)
  })

  const inside = all.flatMap((one) =>
    ['event_id', 'replay_id', 'job_id', 'version', 'key_id', 'member_id', 'token_id']
      .filter((param) => one.path.includes(`{${param}}`) && one.permission !== 'public')
      .map((param) => ({ ...one, param, name: `${one.name} with ${param}` })),
  )

  const shown = ['/projects/{o}/{project_id_or_slug}/', '/teams/{o}/{team_id_or_slug}/']
  shown.push('/organizations/{o}/issues/{issue_id}/', '/projects/{o}/web/events/{event_id}/', '/api-tokens/{token_id}/')
  shown.push('/organizations/{o}/releases/{version}/', '/projects/{o}/web/keys/{key_id}/')
  shown.push('/organizations/{o}/members/{member_id}/', '/organizations/{o}/replays/{replay_id}/')
  shown.push(
    '/projects/{o}/web/replays/{replay_id}/recording-segments/1/',
    '/projects/{o}/web/replays/jobs/delete/{job_id}/',
  )

  // Else the tests around would prove nothing.
  test.each(shown)('%s is there for them', async (path) => {
    const answer = await api.call('GET', urlOf(path, { ...foreignIds, o: 'zebra' }), { token: zebra.token })
    expect(answer.status).toBe(200)
  })

  test.each(byName(inside))('%s of theirs is refused', async (_, { method, path, param }) => {
    const answer = await api.call(method, urlOf(path, { [param]: foreignIds[param] ?? '' }), { token: acme.token })
    // With other methods a body may be missed before the id is looked up.
    expect(method === 'GET' ? [404] : [400, 403, 404, 409]).toContain(answer.status)
  })

  test.each(['/organizations/acme/issues/', '/projects/acme/web/issues/'])(
    '%s does not change theirs',
    async (path) => {
      const foreign = foreignIds['issue_id']
      for (const query of [`?id=${foreign}`, `?id=${foreign}&project=${zebra.project.id}`]) {
        await api.call('PUT', path + query, { token: acme.token, body: { status: 'resolved' } })
        await api.call('DELETE', path + query, { token: acme.token })
      }
      const answer = await api.call('GET', `/organizations/zebra/issues/${foreign}/`, { token: zebra.token })
      expect(answer).toMatchObject({ status: 200, json: { id: foreign, status: 'unresolved' } })
    },
  )

  test.each(byName(reading))(
    '%s shows nothing of theirs, nor when asked for their project',
    async (_, { method, path }) => {
      const [token, organizationToken] = [acme.token, await seedOrganizationToken(acme, allScopes)]
      for (const query of ['', `?project=${zebra.project.id}`, '?project=-1']) {
        for (const credentials of [token, organizationToken]) {
          const answer = await api.call(method, urlOf(path) + query, { token: credentials })
          expect(answer.text.toLowerCase()).not.toContain('zebra')
        }
      }
    },
  )
})

describe('a cookie without a word on where the request comes from', () => {
  const changing = guarded.filter(({ method }) => method !== 'GET')
  let cookie: string
  beforeAll(async () => {
    cookie = await signInCookie(acme)
  })

  test.each(byName(changing))('%s is 403', async (_, { method, path }) => {
    const answer = await api.call(method, urlOf(path), { headers: { cookie } })
    expect(answer.status).toBe(403)
    expect(answer.json).toEqual({ detail: 'CSRF Failed: the request does not come from this site.' })
  })
})

describe('roles', () => {
  test('a token can do no more than the person it acts for', async () => {
    const member = await seedMember(api.storage, acme.organization, 'ann@acme.test', 'member', testNow)
    const token = await seedToken(api.storage, member.id, ['project:admin', 'org:admin'], testNow)
    const removal = await api.call('DELETE', '/projects/acme/web/', { token })
    expect(removal.status).toBe(403)
    const shown = await api.call('GET', '/organizations/acme/', { token })
    expect(shown.json).toMatchObject({ access: ['org:read', 'project:read'] })
  })

  test('a superuser sees every organization', async () => {
    const { meta } = api.storage
    const root = await meta.createUser({
      email: 'root@test',
      name: '',
      passwordHash: null,
      isSuperuser: true,
      createdAt: testNow,
    })
    const token = await seedToken(api.storage, root.id, ['org:read'], testNow)
    const answer = await api.call('GET', '/organizations/', { token })
    expect(answer.json).toMatchObject([{ slug: 'acme' }, { slug: 'zebra' }])
  })

  test('a contributor acts on issues of their teams only, the admin of a team on its projects', async () => {
    const { meta } = api.storage
    const user = await seedMember(api.storage, acme.organization, 'con@acme.test', 'contributor', testNow)
    const membership = await meta.findMemberOfUser(acme.organization.id, user.id)
    if (!membership) throw new Error('the contributor is no member')
    const token = await seedToken(api.storage, user.id, [...allScopes], testNow)
    const issue = `/organizations/acme/issues/${ownIds['issue_id']}/`
    const seen = { hasSeen: true }
    expect((await api.call('GET', issue, { token })).status).toBe(200)
    expect((await api.call('PUT', issue, { token, body: seen })).status).toBe(403)
    await meta.addTeamMember(acme.team.id, user.id)
    expect((await api.call('PUT', issue, { token, body: seen })).status).toBe(200)
    expect((await api.call('PUT', '/projects/acme/web/', { token, body: { name: 'Web' } })).status).toBe(403)
    await meta.setTeamRole(acme.team.id, membership.id, 'admin')
    expect((await api.call('PUT', '/projects/acme/web/', { token, body: { name: 'Web' } })).status).toBe(200)
    expect((await api.call('PUT', '/teams/acme/acme-team/', { token, body: { name: 'Team' } })).status).toBe(200)
    // What the token lacks, the team does not give.
    const weak = await seedToken(api.storage, user.id, ['project:read', 'event:read'], testNow)
    expect((await api.call('PUT', issue, { token: weak, body: seen })).status).toBe(403)
  })

  test('an organization takes from its members what its settings say', async () => {
    const { meta } = api.storage
    const user = await seedMember(api.storage, acme.organization, 'bob@acme.test', 'member', testNow)
    const token = await seedToken(api.storage, user.id, [...allScopes], testNow)
    const access = async () => (await api.call('GET', '/organizations/acme/', { token })).json
    const settings = { eventsMemberAdmin: false, alertsMemberWrite: false, allowMemberInvite: false }
    await meta.updateOrganizationSettings(acme.organization.id, settings)
    const left = scopesOfRole.member.filter(
      (scope) => !['event:admin', 'alerts:write', 'member:invite'].includes(scope),
    )
    expect(await access()).toMatchObject({ access: allScopes.filter((one) => left.includes(one) || one === 'org:ci') })
    const invitation = await api.call('POST', '/organizations/acme/members/', { token, body: { email: 'x@y.test' } })
    expect(invitation.status).toBe(403)
    await meta.updateOrganizationSettings(acme.organization.id, {
      eventsMemberAdmin: true,
      alertsMemberWrite: true,
      allowMemberInvite: true,
    })
  })
})
