import { describe, expect, it } from 'vitest'
import { describeMembers } from './members.ts'
import { type MetaHarness, newOrganization, newProject, newUser, now } from './harness.ts'

/** Organisations, users, teams, tokens, sign-ins. */
export function describePeople(harness: () => MetaHarness): void {
  describeMembers(harness)

  describe('people', () => {
    it('finds organisations by slug and by id, and nothing else', async () => {
      const store = await harness().open()
      const acme = await newOrganization(store, 'acme')
      expect(acme).toEqual({ id: acme.id, slug: 'acme', name: 'acme', createdAt: now })
      expect(await store.findOrganization('acme')).toEqual(acme)
      expect(await store.findOrganization(String(acme.id))).toEqual(acme)
      for (const wrong of ['ACME', '', '0', '-1', '1e0', `${acme.id}.0`, '9'.repeat(40), "' OR 1=1 --"]) {
        expect(await store.findOrganization(wrong)).toBeNull()
      }
      await store.updateOrganization(acme.id, { name: 'Acme GmbH' })
      expect((await store.findOrganization('acme'))?.name).toBe('Acme GmbH')
    })

    it('keeps organisation slugs unique', async () => {
      const store = await harness().open()
      const [acme, other] = [await newOrganization(store, 'acme'), await newOrganization(store, 'other')]
      await expect(newOrganization(store, 'acme')).rejects.toThrow(/unique/i)
      await expect(store.updateOrganization(other.id, { slug: 'acme' })).rejects.toThrow(/unique/i)
      expect((await store.listOrganizations(null)).map(({ id }) => id)).toEqual([acme.id, other.id])
    })

    it('lists the organisations of a member', async () => {
      const store = await harness().open()
      const [acme, other] = [await newOrganization(store, 'acme'), await newOrganization(store, 'other')]
      const userId = await newUser(store)
      const membership = await store.addMember({ organizationId: other.id, userId, role: 'owner', createdAt: now + 1 })
      expect(await store.listOrganizations(userId)).toEqual([other])
      expect(await store.findPerson(userId)).toEqual({
        user: await store.findUser(userId),
        memberships: [membership],
      })
      expect(await store.findPerson(userId + 100)).toBeNull()
      expect(await store.listMembers(other.id)).toEqual([{ ...membership, user: await store.findUser(userId) }])
      expect(await store.listMembers(acme.id)).toEqual([])
      const again = store.addMember({ organizationId: other.id, userId, role: 'member', createdAt: now })
      await expect(again).rejects.toThrow(/unique/i)
    })

    it('has one account an address, however it is typed', async () => {
      const store = await harness().open()
      expect(await store.countUsers()).toBe(0)
      const id = await newUser(store, 'Ann@Example.com')
      await expect(newUser(store, 'ann@example.COM')).rejects.toThrow(/unique/i)
      const user = await store.findUserByEmail('ANN@example.com')
      expect(user).toMatchObject({
        id,
        email: 'Ann@Example.com',
        isActive: true,
        isSuperuser: false,
        lastActiveAt: null,
      })
      expect(await store.findUserByEmail('bob@example.com')).toBeNull()
      expect(await store.countUsers()).toBe(1)
    })

    it('changes only what a patch names, null included', async () => {
      const store = await harness().open()
      const id = await newUser(store)
      await store.updateUser(id, { passwordHash: 'scrypt$1', lastActiveAt: now, isActive: false })
      const changed = await store.findUser(id)
      expect(changed).toMatchObject({ passwordHash: 'scrypt$1', lastActiveAt: now, isActive: false, name: 'Ann' })
      await store.updateUser(id, { passwordHash: null, email: 'Ann@New.example' })
      expect(await store.findUserByEmail('ann@new.example')).toMatchObject({ passwordHash: null, lastActiveAt: now })
      await store.updateUser(id, {})
      expect(await store.findUser(id + 1)).toBeNull()
    })

    it('has teams with members and projects', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const { id: otherId } = await newOrganization(store, 'other')
      const userId = await newUser(store)
      const web = await store.createTeam({ organizationId, slug: 'web', name: 'Web', createdAt: now })
      const api = await store.createTeam({ organizationId, slug: 'api', name: 'API', createdAt: now })
      await expect(store.createTeam({ organizationId, slug: 'web', name: '', createdAt: now })).rejects.toThrow(
        /unique/i,
      )
      await store.createTeam({ organizationId: otherId, slug: 'web', name: 'Web', createdAt: now })
      expect(await store.listTeams(organizationId)).toEqual([api, web])
      expect(await store.findTeam(organizationId, 'web')).toEqual(web)
      expect(await store.findTeam(organizationId, String(api.id))).toEqual(api)
      expect(await store.findTeam(otherId, String(api.id))).toBeNull()

      await store.addTeamMember(web.id, userId)
      await store.addTeamMember(web.id, userId)
      expect(await store.listTeamIdsOfUser(userId)).toEqual([web.id])

      const shop = await newProject(store, organizationId)
      expect(await store.listTeamsOfProject(shop.id)).toEqual([])
      await store.linkTeam(shop.id, web.id)
      await store.linkTeam(shop.id, web.id)
      await store.linkTeam(shop.id, api.id)
      expect(await store.listTeamsOfProject(shop.id)).toEqual([api, web])
      expect(await store.listProjectTeams(organizationId)).toEqual([
        { projectId: shop.id, teamId: api.id },
        { projectId: shop.id, teamId: web.id },
      ])
      expect(await store.listProjectTeams(otherId)).toEqual([])
      await store.unlinkTeam(shop.id, api.id)
      expect(await store.listTeamsOfProject(shop.id)).toEqual([web])
    })

    it('opens, renames and deletes teams; a taken slug is an answer', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const userId = await newUser(store)
      const row = { organizationId, slug: 'web', name: 'Web', createdAt: now, userId }
      const web = await store.openTeam(row)
      if (!web) throw new Error('the slug was free')
      expect(await store.findTeam(organizationId, 'web')).toEqual(web)
      expect(await store.listTeamRolesOfUser(userId)).toEqual([{ teamId: web.id, role: 'admin' }])
      expect(await store.openTeam(row)).toBeNull()
      const api = await store.openTeam({ ...row, slug: 'api', userId: null })
      if (!api) throw new Error('the slug was free')
      expect(await store.listTeamRolesOfUser(userId)).toHaveLength(1)
      expect(await store.updateTeam(api.id, { slug: 'web' })).toBe(false)
      expect(await store.updateTeam(api.id, { slug: 'api', name: 'Backend' })).toBe(true)
      expect(await store.findTeam(organizationId, 'api')).toMatchObject({ id: api.id, name: 'Backend' })
      const shop = await newProject(store, organizationId)
      await store.linkTeam(shop.id, web.id)
      await store.deleteTeam(web.id)
      expect(await store.findTeam(organizationId, 'web')).toBeNull()
      expect(await store.listTeamIdsOfUser(userId)).toEqual([])
      expect(await store.listTeamsOfProject(shop.id)).toEqual([])
    })

    it('knows what somebody is in a team, and in the teams of a project', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const userId = await newUser(store)
      const otherId = await newUser(store, 'bob@example.com')
      const membership = await store.addMember({ organizationId, userId, role: 'member', createdAt: now })
      await store.addMember({ organizationId, userId: otherId, role: 'member', createdAt: now })
      const web = await store.createTeam({ organizationId, slug: 'web', name: 'Web', createdAt: now })
      const api = await store.createTeam({ organizationId, slug: 'api', name: 'API', createdAt: now })
      const shop = await newProject(store, organizationId)
      await store.linkTeam(shop.id, web.id)
      await store.linkTeam(shop.id, api.id)
      expect(await store.findTeamRole(userId, { projectId: shop.id })).toBeNull()
      await store.addTeamMember(web.id, userId)
      await store.addTeamMember(web.id, otherId)
      expect(await store.findTeamRole(userId, { projectId: shop.id })).toBe('contributor')
      await store.setTeamRole(api.id, membership.id, 'admin')
      expect(await store.findTeamRole(userId, { projectId: shop.id })).toBe('admin')
      expect(await store.findTeamRole(userId, { teamId: web.id })).toBe('contributor')
      expect(await store.findTeamRole(otherId, { teamId: api.id })).toBeNull()
      expect(await store.countTeamMembers(organizationId)).toEqual([
        { teamId: web.id, count: 2 },
        { teamId: api.id, count: 1 },
      ])
      // Joining again takes nothing away.
      await store.addTeamMember(api.id, userId)
      expect(await store.findTeamRole(userId, { teamId: api.id })).toBe('admin')
      expect(await store.removeTeamMember(api.id, membership.id)).toBe(true)
      expect(await store.removeTeamMember(api.id, membership.id)).toBe(false)
      expect(await store.findTeamRole(userId, { projectId: shop.id })).toBe('contributor')
    })

    it('finds tokens by their hash until they are deleted', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const userId = await newUser(store)
      const row = { name: 'ci', lastCharacters: 'abcd', scopes: ['org:read', 'project:write'], createdAt: now }
      const mine = await store.createToken({ ...row, tokenHash: 'hash-1', userId, organizationId: null })
      const ours = await store.createToken({ ...row, tokenHash: 'hash-2', userId: null, organizationId })
      expect(await store.findTokenByHash('hash-1')).toEqual({
        ...mine,
        lastUsedAt: null,
        expiresAt: null,
        scopes: row.scopes,
      })
      expect(await store.findToken(mine.id)).toEqual(mine)
      const brief = await store.createToken({
        ...row,
        tokenHash: 'hash-3',
        userId,
        organizationId,
        expiresAt: now + 10,
      })
      expect(await store.findToken(brief.id)).toMatchObject({ userId, organizationId, expiresAt: now + 10 })
      await store.renameToken(brief.id, 'night build')
      expect(await store.findToken(brief.id)).toMatchObject({ name: 'night build', tokenHash: 'hash-3' })
      await store.deleteToken(brief.id)
      expect(await store.findToken(brief.id)).toBeNull()
      expect(await store.listTokens({ userId })).toEqual([mine])
      expect(await store.listTokens({ organizationId })).toEqual([ours])
      await store.touchToken(mine.id, now + 5)
      await store.touchToken(mine.id, now + 3)
      expect((await store.findTokenByHash('hash-1'))?.lastUsedAt).toBe(now + 5)
      await expect(store.createToken({ ...row, tokenHash: 'hash-1', userId, organizationId })).rejects.toThrow(
        /unique/i,
      )
      await store.deleteToken(mine.id)
      expect(await store.findTokenByHash('hash-1')).toBeNull()
    })

    it('ends all web sessions of a person but the one to keep', async () => {
      const store = await harness().open()
      const [userId, otherId] = [await newUser(store), await newUser(store, 'bob@example.com')]
      for (const secretHash of ['a1', 'a2', 'a3']) {
        await store.createWebSession({ secretHash, userId, createdAt: now, expiresAt: now + 10 })
      }
      await store.createWebSession({ secretHash: 'b1', userId: otherId, createdAt: now, expiresAt: now + 10 })
      await store.deleteWebSessionsOf(userId, 'a2')
      const left = await Promise.all(['a1', 'a2', 'a3', 'b1'].map((hash) => store.findWebSession(hash, now)))
      expect(left.map((session) => session?.secretHash ?? null)).toEqual([null, 'a2', null, 'b1'])
      await store.deleteWebSessionsOf(userId, null)
      expect(await store.findWebSession('a2', now)).toBeNull()
    })

    it('forgets web sessions when they expire or are ended', async () => {
      const store = await harness().open()
      const userId = await newUser(store)
      const session = { secretHash: 's1', userId, createdAt: now, expiresAt: now + 10 }
      await store.createWebSession(session)
      expect(await store.findWebSession('s1', now + 9)).toEqual(session)
      expect(await store.findWebSession('s1', now + 10)).toBeNull()
      await store.createWebSession({ ...session, secretHash: 's2', expiresAt: now + 99 })
      await store.deleteWebSession('s2')
      expect(await store.findWebSession('s2', now)).toBeNull()
      expect(await store.findWebSession('s1', now)).toEqual(session)
    })

    it('lets a sign-in link be used once, before it expires', async () => {
      const store = await harness().open()
      const userId = await newUser(store)
      await store.createSignInLink({ tokenHash: 'l1', userId, createdAt: now, expiresAt: now + 10 })
      await store.createSignInLink({ tokenHash: 'l2', userId, createdAt: now, expiresAt: now + 10 })
      expect(await store.consumeSignInLink('l1', now + 1)).toEqual({ userId })
      expect(await store.consumeSignInLink('l1', now + 2)).toBeNull()
      expect(await store.consumeSignInLink('l2', now + 10)).toBeNull()
      expect(await store.consumeSignInLink('l3', now)).toBeNull()
    })

    it('gives a link that is used from many connections at once to exactly one', async () => {
      const stores = await Promise.all([1, 2, 3, 4].map(() => harness().open()))
      const [first] = stores
      if (!first) throw new Error('no store')
      const userId = await newUser(first)
      for (let round = 0; round < 10; round += 1) {
        const tokenHash = `link-${round}`
        await first.createSignInLink({ tokenHash, userId, createdAt: now, expiresAt: now + 10 })
        const uses = await Promise.all(stores.map((store) => store.consumeSignInLink(tokenHash, now)))
        expect(uses.filter((use) => use !== null)).toEqual([{ userId }])
      }
    })
  })
}
