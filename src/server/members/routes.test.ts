import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Seeded, seedMember, seedOrganization, seedToken } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testBaseUrl, testNow } from '../http/testing/test-api.ts'
import { scopes as allScopes } from '../http/scopes.ts'
import type { OrganizationRole } from '../storage/meta/ports/people.ts'
import { createWebSession, sessionCookie } from '../users/web-session.ts'

let api: TestApi
let acme: Seeded
const people: Partial<Record<OrganizationRole, { token: string; id: string; userId: number }>> = {}
const members = '/organizations/acme/members/'
const day = 86_400_000

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  for (const role of ['manager', 'admin', 'member', 'contributor'] as const) people[role] = await newPerson(role)
})
afterAll(() => api.close())

async function newPerson(role: OrganizationRole, email = `${role}@people.test`) {
  const user = await seedMember(api.storage, acme.organization, email, role, testNow)
  const membership = await api.storage.meta.findMemberOfUser(acme.organization.id, user.id)
  if (!membership) throw new Error('a member without a membership')
  const token = await seedToken(api.storage, user.id, [...allScopes], testNow)
  return { token, id: String(membership.id), userId: user.id }
}

function person(role: OrganizationRole) {
  const found = people[role]
  if (!found) throw new Error(`nobody is ${role}`)
  return found
}

function readMember(json: unknown, name: string): string {
  const value: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined
  if (typeof value !== 'string') throw new Error(`no ${name} in ${JSON.stringify(json)}`)
  return value
}

describe('the list of members', () => {
  test.each([
    ['', 5],
    ['MANAGER', 1],
    ['role:owner', 1],
    ['email:Member@people.test', 1],
    ['people role:member', 1],
    ['team:acme-team', 1],
    ['isInvited:false', 5],
    ['isInvited:true', 0],
    ['role:member nobody', 0],
  ])('for %j has %i', async (query, count) => {
    const answer = await api.call('GET', `${members}?query=${encodeURIComponent(query)}`, { token: acme.token })
    expect(answer.json).toHaveLength(count)
  })

  test('comes in pages, and says what it cannot be searched by', async () => {
    const first = await api.call('GET', `${members}?per_page=2`, { token: acme.token })
    expect(first.json).toHaveLength(2)
    expect(String(first.headers['link'])).toContain('rel="next"; results="true"')
    const wrong = await api.call('GET', `${members}?query=shoe:42`, { token: acme.token })
    expect(wrong).toMatchObject({ status: 400, json: { detail: 'Members cannot be searched by "shoe".' } })
  })
})

describe('one member', () => {
  test('has teams, roles and what the caller may give', async () => {
    const answer = await api.call('GET', `${members}me/`, { token: acme.token })
    expect(answer.json).toMatchObject({
      email: 'admin@acme.test',
      orgRole: 'owner',
      roleName: 'Owner',
      pending: false,
      isOnlyOwner: true,
      teams: ['acme-team'],
      teamRoles: [{ teamSlug: 'acme-team', role: 'contributor' }],
      invite_link: null,
    })
    const seenBy = async (role: OrganizationRole) => {
      const seen = await api.call('GET', `${members}me/`, { token: person(role).token })
      const list: unknown = Object(seen.json).orgRoleList
      return Array.isArray(list) ? list.filter((one) => one.allowed).map((one) => one.id) : []
    }
    expect(await seenBy('manager')).toEqual(['contributor', 'member', 'admin', 'manager'])
    expect(await seenBy('member')).toEqual(['contributor', 'member'])
    expect(await seenBy('contributor')).toEqual([])
  })

  test.each(['0', '999999', 'you', '1e1'])('%s is nobody', async (id) => {
    expect((await api.call('GET', `${members}${id}/`, { token: acme.token })).status).toBe(404)
  })
})

describe('roles', () => {
  test('are given up to the own one', async () => {
    const { id } = await newPerson('member', 'climber@acme.test')
    const promote = async (by: OrganizationRole, orgRole: string) =>
      (await api.call('PUT', `${members}${id}/`, { token: person(by).token, body: { orgRole } })).status
    expect(await promote('member', 'member')).toBe(403)
    expect(await promote('admin', 'admin')).toBe(403)
    expect(await promote('manager', 'owner')).toBe(403)
    expect(await promote('manager', 'manager')).toBe(200)
    const byOwner = await api.call('PUT', `${members}${id}/`, { token: acme.token, body: { role: 'owner' } })
    expect(byOwner.json).toMatchObject({ orgRole: 'owner', isOnlyOwner: false })
    // Who is above is out of reach.
    expect(await promote('manager', 'member')).toBe(403)
    expect((await api.call('DELETE', `${members}${id}/`, { token: person('manager').token })).status).toBe(403)
    expect((await api.call('DELETE', `${members}${id}/`, { token: acme.token })).status).toBe(204)
    expect((await api.call('GET', `${members}${id}/`, { token: acme.token })).status).toBe(404)
  })

  test('of oneself stay', async () => {
    const answer = await api.call('PUT', `${members}me/`, {
      token: person('manager').token,
      body: { orgRole: 'member' },
    })
    expect(answer).toMatchObject({
      status: 400,
      json: { detail: 'You cannot make changes to your own membership.' },
    })
  })

  test('leave an owner in the organization', async () => {
    const root = await api.storage.meta.createUser({
      email: 'root@test',
      name: '',
      passwordHash: null,
      isSuperuser: true,
      createdAt: testNow,
    })
    const token = await seedToken(api.storage, root.id, [...allScopes], testNow)
    const owner = await api.storage.meta.findMemberOfUser(acme.organization.id, acme.user.id)
    const demoted = await api.call('PUT', `${members}${owner?.id}/`, { token, body: { orgRole: 'member' } })
    expect(demoted.status).toBe(400)
    expect((await api.call('DELETE', `${members}${owner?.id}/`, { token })).status).toBe(403)
    expect((await api.call('DELETE', `${members}me/`, { token: acme.token })).status).toBe(403)
  })

  test('do not matter for leaving, but a token that only reads does not leave', async () => {
    const { userId, id } = await newPerson('contributor', 'leaver@acme.test')
    const token = await seedToken(api.storage, userId, ['member:read'], testNow)
    expect((await api.call('DELETE', `${members}me/`, { token })).status).toBe(403)
    const secret = await createWebSession(api.storage.meta, { userId, now: testNow })
    const headers = { cookie: `${sessionCookie}=${secret}`, origin: testBaseUrl }
    expect((await api.call('DELETE', `${members}me/`, { headers })).status).toBe(204)
    expect((await api.call('GET', `${members}${id}/`, { token: acme.token })).status).toBe(404)
    expect((await api.call('GET', '/organizations/acme/', { headers })).status).toBe(404)
  })
})

describe('invitations', () => {
  function linkParts(json: unknown): { url: string; memberId: string } {
    const link = readMember(json, 'invite_link')
    const match = /^https:\/\/lapwing\.test\/accept\/(\d+)\/([\w-]{43})\/$/.exec(link)
    if (!match) throw new Error(`${link} is no link`)
    return { url: `/accept-invite/${match[1]}/${match[2]}/`, memberId: match[1] ?? '' }
  }

  test('make an account for who has none, with role and teams', async () => {
    const body = { email: 'Eve@new.test', orgRole: 'admin', teamRoles: [{ teamSlug: 'acme-team', role: 'admin' }] }
    const made = await api.call('POST', members, { token: acme.token, body })
    expect(made.status).toBe(201)
    expect(made.json).toMatchObject({
      email: 'Eve@new.test',
      name: 'Eve@new.test',
      user: null,
      pending: true,
      expired: false,
      inviteStatus: 'approved',
      inviterName: 'admin@acme.test',
      orgRole: 'admin',
    })
    const { url, memberId } = linkParts(made.json)
    const shown = await api.call('GET', url)
    expect(shown.json).toMatchObject({ orgSlug: 'acme', email: 'Eve@new.test', needsAuthentication: false })
    // The list does not have the link.
    expect((await api.call('GET', `${members}?query=isInvited:true`, { token: acme.token })).text).not.toContain(
      '/accept/',
    )
    const elsewhere = await api.call('POST', url, { headers: { origin: 'https://evil.test' }, body: {} })
    expect(elsewhere.status).toBe(403)
    const accepted = await api.call('POST', url, { body: { name: 'Eve', password: 'correct horse' } })
    expect(accepted).toMatchObject({ status: 200, json: { orgSlug: 'acme', memberId } })
    const cookie = String(accepted.headers['set-cookie']).split(';')[0] ?? ''
    const me = await api.call('GET', `${members}me/`, { headers: { cookie } })
    expect(me.json).toMatchObject({
      id: memberId,
      orgRole: 'admin',
      pending: false,
      user: { name: 'Eve', email: 'Eve@new.test', hasPasswordAuth: true },
      teamRoles: [{ teamSlug: 'acme-team', role: 'admin' }],
    })
    expect((await api.call('GET', url)).status).toBe(404)
    expect((await api.call('POST', url, { body: {} })).status).toBe(404)
  })

  test('do not open an account that is there', async () => {
    const other = await seedOrganization(api.storage, 'other', testNow)
    const made = await api.call('POST', members, { token: acme.token, body: { email: 'admin@other.test' } })
    const { url } = linkParts(made.json)
    expect((await api.call('GET', url)).json).toMatchObject({ needsAuthentication: true, existingMember: false })
    expect((await api.call('POST', url)).status).toBe(401)
    expect((await api.call('POST', url, { token: other.token })).status).toBe(403)
    const secret = await createWebSession(api.storage.meta, { userId: other.user.id, now: testNow })
    const headers = { cookie: `${sessionCookie}=${secret}`, origin: testBaseUrl }
    expect((await api.call('POST', url, { headers })).status).toBe(200)
    expect((await api.call('GET', '/organizations/', { headers })).json).toMatchObject([
      { slug: 'acme' },
      { slug: 'other' },
    ])
  })

  test('are one an address, expire, and get another link', async () => {
    const body = { email: 'late@new.test' }
    const made = await api.call('POST', members, { token: acme.token, body })
    const { url, memberId } = linkParts(made.json)
    const again = await api.call('POST', members, { token: acme.token, body: { email: 'LATE@new.test' } })
    expect(again).toMatchObject({ status: 400, json: { email: ['LATE@new.test is invited already.'] } })
    api.clock.now = testNow + 30 * day
    expect((await api.call('GET', url)).status).toBe(404)
    const shown = await api.call('GET', `${members}${memberId}/`, { token: acme.token })
    expect(shown.json).toMatchObject({ pending: true, expired: true, invite_link: null })
    const renewed = await api.call('PUT', `${members}${memberId}/`, { token: acme.token, body: { reinvite: true } })
    expect(renewed.json).toMatchObject({ expired: false })
    const fresh = linkParts(renewed.json)
    expect(fresh.url).not.toBe(url)
    expect((await api.call('GET', fresh.url)).status).toBe(200)
    const reinvited = await api.call('POST', members, { token: acme.token, body: { ...body, reinvite: true } })
    expect(reinvited.status).toBe(201)
    expect((await api.call('GET', fresh.url)).status).toBe(404)
    api.clock.now = testNow
    expect((await api.call('DELETE', `${members}${memberId}/`, { token: acme.token })).status).toBe(204)
    expect((await api.call('GET', linkParts(reinvited.json).url)).status).toBe(404)
  })

  test('of a member are for members, and theirs to take back', async () => {
    const invite = (token: string, orgRole: string) =>
      api.call('POST', members, { token, body: { email: `friend-${orgRole}@new.test`, orgRole } })
    expect((await invite(person('member').token, 'admin')).json).toEqual({
      orgRole: ['You do not have permission to give this role.'],
    })
    expect((await invite(person('contributor').token, 'contributor')).status).toBe(403)
    const made = await invite(person('member').token, 'member')
    expect(made.status).toBe(201)
    const url = `${members}${readMember(made.json, 'id')}/`
    const bystander = await newPerson('member', 'bystander@acme.test')
    expect((await api.call('PUT', url, { token: bystander.token, body: { reinvite: true } })).status).toBe(403)
    expect((await api.call('DELETE', url, { token: bystander.token })).status).toBe(403)
    expect((await api.call('PUT', url, { token: person('member').token, body: { reinvite: true } })).status).toBe(200)
    expect((await api.call('DELETE', url, { token: person('member').token })).status).toBe(204)
  })

  test.each([
    [{ email: 'nonsense' }, 'email'],
    [{}, 'email'],
    [{ email: 'a@b.test', orgRole: 'billing' }, 'orgRole'],
    [{ email: 'a@b.test', teams: ['no-such-team'] }, 'teams'],
    [{ email: 'a@b.test', teamRoles: [{ teamSlug: 'no-such-team' }] }, 'teamRoles'],
    [{ email: 'admin@acme.test' }, 'email'],
  ])('%j is refused, naming %s', async (body, field) => {
    const answer = await api.call('POST', members, { token: acme.token, body })
    expect(answer.status).toBe(400)
    expect(Object.keys(Object(answer.json))).toContain(field)
  })
})

describe('teams of members', () => {
  test('are joined and left by oneself', async () => {
    const url = `${members}me/teams/acme-team/`
    const { token } = person('contributor')
    const joined = await api.call('POST', url, { token })
    expect(joined).toMatchObject({ status: 201, json: { slug: 'acme-team', isMember: true, teamRole: 'contributor' } })
    const again = await api.call('POST', url, { token })
    expect(again).toMatchObject({ status: 204, text: '' })
    expect((await api.call('PUT', url, { token, body: { teamRole: 'admin' } })).status).toBe(403)
    const left = await api.call('DELETE', url, { token })
    expect(left).toMatchObject({ status: 200, json: { isMember: false, teamRole: null } })
    expect((await api.call('DELETE', url, { token })).status).toBe(404)
  })

  test('are given by who manages the team', async () => {
    const newcomer = await newPerson('member', 'newcomer@acme.test')
    const url = `${members}${newcomer.id}/teams/acme-team/`
    const { token } = person('member')
    expect((await api.call('POST', url, { token })).status).toBe(403)
    await api.storage.meta.setTeamRole(acme.team.id, Number(person('member').id), 'admin')
    expect((await api.call('POST', url, { token })).status).toBe(201)
    const role = await api.call('PUT', url, { token, body: { teamRole: 'admin' } })
    expect(role).toMatchObject({ status: 200, json: { isActive: true, teamRole: 'admin' } })
    expect((await api.call('PUT', url, { token, body: { teamRole: 'king' } })).status).toBe(400)
    expect((await api.call('DELETE', url, { token })).status).toBe(200)
    expect((await api.call('PUT', url, { token, body: { teamRole: 'admin' } })).status).toBe(404)
    await api.storage.meta.removeTeamMember(acme.team.id, Number(person('member').id))
  })

  test('are replaced with a member, admins only by who may', async () => {
    const { id } = await newPerson('member', 'mover@acme.test')
    const body = { teamRoles: [{ teamSlug: 'acme-team', role: 'admin' }] }
    const changed = await api.call('PUT', `${members}${id}/`, { token: person('manager').token, body })
    expect(changed.json).toMatchObject({ teams: ['acme-team'], teamRoles: [{ role: 'admin' }] })
    const none = await api.call('PUT', `${members}${id}/`, { token: acme.token, body: { teams: [] } })
    expect(none.json).toMatchObject({ teams: [], orgRole: 'member' })
    const invitation = { email: 'x@new.test', ...body }
    expect((await api.call('POST', members, { token: person('member').token, body: invitation })).status).toBe(403)
  })

  test('are not joined by oneself where membership is closed', async () => {
    const { meta } = api.storage
    await meta.updateOrganizationSettings(acme.organization.id, { openMembership: false })
    const answer = await api.call('POST', `${members}me/teams/acme-team/`, { token: person('contributor').token })
    expect(answer.status).toBe(403)
    await meta.updateOrganizationSettings(acme.organization.id, { openMembership: true })
  })
})
