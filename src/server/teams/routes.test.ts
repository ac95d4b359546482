import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Seeded, seedMember, seedOrganization, seedToken } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { scopes as allScopes } from '../http/scopes.ts'

let api: TestApi
let acme: Seeded
let member: { token: string; userId: number }

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const user = await seedMember(api.storage, acme.organization, 'ann@acme.test', 'member', testNow)
  member = { userId: user.id, token: await seedToken(api.storage, user.id, [...allScopes], testNow) }
})
afterAll(() => api.close())

describe('teams', () => {
  const teams = '/organizations/acme/teams/'

  test('are created with their creator, listed with projects, changed and deleted', async () => {
    const made = await api.call('POST', teams, { token: acme.token, body: { name: 'Back End' } })
    expect(made.status).toBe(201)
    expect(made.json).toMatchObject({
      slug: 'back-end',
      name: 'Back End',
      isMember: true,
      teamRole: 'admin',
      memberCount: 1,
      projects: [],
      organization: { slug: 'acme' },
    })
    const list = await api.call('GET', `${teams}?query=team`, { token: acme.token })
    expect(list.json).toMatchObject([
      { slug: 'acme-team', isMember: true, teamRole: 'contributor', projects: [{ slug: 'web', status: 'active' }] },
    ])
    const brief = await api.call('GET', `${teams}?detailed=0&query=slug:acme-team`, { token: acme.token })
    expect(brief.json).toMatchObject([{ slug: 'acme-team' }])
    expect(brief.text).not.toContain('projects')
    const renamed = await api.call('PUT', '/teams/acme/back-end/', { token: acme.token, body: { slug: 'backend' } })
    expect(renamed.json).toMatchObject({ slug: 'backend', name: 'Back End' })
    expect((await api.call('GET', '/teams/acme/back-end/', { token: acme.token })).status).toBe(404)
    const taken = await api.call('PUT', '/teams/acme/backend/', { token: acme.token, body: { slug: 'acme-team' } })
    expect(taken).toMatchObject({ status: 400, json: { slug: ['The slug "acme-team" is already in use.'] } })
    expect((await api.call('DELETE', '/teams/acme/backend/', { token: acme.token })).status).toBe(204)
    expect((await api.call('GET', '/teams/acme/backend/', { token: acme.token })).status).toBe(404)
  })

  test.each([
    [{}, 400, 'name'],
    [{ name: '   ' }, 400, 'name'],
    [{ name: '猫' }, 400, 'slug'],
    [{ slug: 'Not A Slug' }, 400, 'slug'],
    [{ slug: '123' }, 400, 'slug'],
    [{ slug: 'acme-team' }, 409, 'detail'],
  ])('%j is %i', async (body, status, field) => {
    const answer = await api.call('POST', teams, { token: acme.token, body })
    expect(answer.status).toBe(status)
    expect(Object.keys(Object(answer.json))).toContain(field)
  })

  test('are made by who may write teams', async () => {
    expect((await api.call('POST', teams, { token: member.token, body: { name: 'Mine' } })).status).toBe(403)
  })

  test('show what the caller is in them', async () => {
    const outside = await api.call('GET', '/teams/acme/acme-team/?collapse=organization', { token: member.token })
    expect(outside.json).toMatchObject({ isMember: false, teamRole: null, hasAccess: true, memberCount: 1 })
    expect(outside.text).not.toContain('organizationUrl')
    expect((await api.call('GET', '/organizations/acme/user-teams/', { token: member.token })).json).toEqual([])
    await api.storage.meta.addTeamMember(acme.team.id, member.userId)
    const own = await api.call('GET', '/organizations/acme/user-teams/', { token: member.token })
    expect(own.json).toMatchObject([{ slug: 'acme-team', teamRole: 'contributor', projects: [{ slug: 'web' }] }])
  })

  test('list their members and projects in pages', async () => {
    const first = await api.call('GET', '/teams/acme/acme-team/members/?per_page=1', { token: acme.token })
    expect(first.json).toMatchObject([
      { email: 'admin@acme.test', orgRole: 'owner', teamRole: 'contributor', teamSlug: 'acme-team', pending: false },
    ])
    expect(String(first.headers['link'])).toContain('rel="next"; results="true"')
    const projects = await api.call('GET', '/teams/acme/acme-team/projects/', { token: acme.token })
    expect(projects.json).toMatchObject([{ slug: 'web', team: { slug: 'acme-team' } }])
  })
})

describe('teams of a project', () => {
  test('are added, listed and taken away', async () => {
    await api.call('POST', '/organizations/acme/teams/', { token: acme.token, body: { slug: 'ops' } })
    const added = await api.call('POST', '/projects/acme/web/teams/ops/', { token: acme.token })
    expect(added.status).toBe(201)
    expect(added.json).toMatchObject({ slug: 'web', teams: [{ slug: 'acme-team' }, { slug: 'ops' }] })
    const list = await api.call('GET', '/projects/acme/web/teams/', { token: acme.token })
    expect(list.json).toMatchObject([{ slug: 'acme-team' }, { slug: 'ops' }])
    expect((await api.call('POST', '/projects/acme/web/teams/ops/', { token: member.token })).status).toBe(403)
    const removed = await api.call('DELETE', '/projects/acme/web/teams/ops/', { token: acme.token })
    expect(removed.json).toMatchObject({ teams: [{ slug: 'acme-team' }] })
  })

  test('say who the members of the project are', async () => {
    const user = await seedMember(api.storage, acme.organization, 'outside@acme.test', 'member', testNow)
    const emails = async () => {
      const answer = await api.call('GET', '/projects/acme/web/members/', { token: acme.token })
      return Array.isArray(answer.json) ? answer.json.map((one: { email: string }) => one.email) : []
    }
    expect(await emails()).not.toContain('outside@acme.test')
    await api.storage.meta.addTeamMember(acme.team.id, user.id)
    expect(await emails()).toContain('outside@acme.test')
    await api.storage.meta.updateUser(user.id, { isActive: false })
    expect(await emails()).not.toContain('outside@acme.test')
  })
})
