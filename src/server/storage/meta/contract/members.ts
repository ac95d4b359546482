import { describe, expect, it } from 'vitest'
import type { MetaStore } from '../port.ts'
import type { NewInvitation } from '../ports/people.ts'
import { type MetaHarness, newOrganization, newUser, now } from './harness.ts'

/** Memberships, invitations. */
export function describeMembers(harness: () => MetaHarness): void {
  function invitation(organizationId: number, own: Partial<NewInvitation> = {}): NewInvitation {
    return {
      organizationId,
      email: 'Eve@example.com',
      role: 'member',
      inviterId: null,
      tokenHash: 'invite-1',
      expiresAt: now + 10,
      teams: [],
      createdAt: now,
      ...own,
    }
  }

  async function newMember(store: MetaStore, organizationId: number, email: string, role: 'owner' | 'member') {
    const userId = await newUser(store, email)
    const { id } = await store.addMember({ organizationId, userId, role, createdAt: now })
    return { id, userId }
  }

  describe('members', () => {
    it('are listed with their teams of this organisation, the invited too', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const { id: otherId } = await newOrganization(store, 'other')
      const ann = await newMember(store, organizationId, 'ann@example.com', 'owner')
      await store.addMember({ organizationId: otherId, userId: ann.userId, role: 'member', createdAt: now })
      const web = await store.createTeam({ organizationId, slug: 'web', name: 'Web', createdAt: now })
      const api = await store.createTeam({ organizationId, slug: 'api', name: 'API', createdAt: now })
      const theirs = await store.createTeam({ organizationId: otherId, slug: 'ops', name: 'Ops', createdAt: now })
      await store.addTeamMember(web.id, ann.userId)
      await store.addTeamMember(theirs.id, ann.userId)
      const teams = [
        { teamId: web.id, role: 'contributor' as const },
        { teamId: api.id, role: 'admin' as const },
        { teamId: theirs.id, role: 'admin' as const },
      ]
      const invited = await store.inviteMember(invitation(organizationId, { inviterId: ann.userId, teams }))
      const annRow = {
        id: ann.id,
        organizationId,
        role: 'owner',
        createdAt: now,
        user: await store.findUser(ann.userId),
        email: 'ann@example.com',
        inviter: null,
        inviteExpiresAt: null,
        teams: [{ teamId: web.id, teamSlug: 'web', role: 'contributor' }],
      }
      expect(invited).toMatchObject({
        user: null,
        email: 'Eve@example.com',
        role: 'member',
        inviter: { id: ann.userId, name: 'Ann' },
        inviteExpiresAt: now + 10,
        teams: [
          { teamId: api.id, teamSlug: 'api', role: 'admin' },
          { teamId: web.id, teamSlug: 'web', role: 'contributor' },
        ],
      })
      expect(await store.listRoster(organizationId)).toEqual([annRow, invited])
      expect(await store.findMember(organizationId, ann.id)).toEqual(annRow)
      expect(await store.findMemberOfUser(organizationId, ann.userId)).toEqual(annRow)
      expect(await store.findMember(otherId, ann.id)).toBeNull()
      expect((await store.listMembers(organizationId)).map(({ id }) => id)).toEqual([ann.id])
      // Who is invited is no member of anything yet.
      expect(await store.countTeamMembers(organizationId)).toEqual([{ teamId: web.id, count: 1 }])
      expect(await store.listOrganizations(ann.userId)).toHaveLength(2)
    })

    it('change role and teams, within their organisation', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const { id: otherId } = await newOrganization(store, 'other')
      const ann = await newMember(store, organizationId, 'ann@example.com', 'member')
      const web = await store.createTeam({ organizationId, slug: 'web', name: 'Web', createdAt: now })
      const api = await store.createTeam({ organizationId, slug: 'api', name: 'API', createdAt: now })
      const theirs = await store.createTeam({ organizationId: otherId, slug: 'ops', name: 'Ops', createdAt: now })
      await store.addTeamMember(web.id, ann.userId)
      await store.addTeamMember(theirs.id, ann.userId)
      const teams = [
        { teamId: api.id, role: 'admin' as const },
        { teamId: theirs.id, role: 'admin' as const },
      ]
      expect(await store.updateMember(ann.id, { role: 'manager', teams })).toBe('done')
      expect(await store.findMember(organizationId, ann.id)).toMatchObject({
        role: 'manager',
        teams: [{ teamSlug: 'api', role: 'admin' }],
      })
      expect(await store.findTeamRole(ann.userId, { teamId: theirs.id })).toBe('contributor')
      expect(await store.updateMember(ann.id + 99, { role: 'member' })).toBe('unknown')
    })

    it('leave with their teams', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const { id: otherId } = await newOrganization(store, 'other')
      const ann = await newMember(store, organizationId, 'ann@example.com', 'member')
      const web = await store.createTeam({ organizationId, slug: 'web', name: 'Web', createdAt: now })
      const theirs = await store.createTeam({ organizationId: otherId, slug: 'ops', name: 'Ops', createdAt: now })
      await store.addTeamMember(web.id, ann.userId)
      await store.addTeamMember(theirs.id, ann.userId)
      expect(await store.removeMember(ann.id)).toBe('done')
      expect(await store.removeMember(ann.id)).toBe('unknown')
      expect(await store.listTeamIdsOfUser(ann.userId)).toEqual([theirs.id])
      expect(await store.findUser(ann.userId)).not.toBeNull()
      const again = await store.addMember({ organizationId, userId: ann.userId, role: 'member', createdAt: now })
      expect(again.id).toBeGreaterThan(ann.id)
    })

    it('keep the last owner who can sign in', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const ann = await newMember(store, organizationId, 'ann@example.com', 'owner')
      const bob = await newMember(store, organizationId, 'bob@example.com', 'member')
      await store.inviteMember(invitation(organizationId, { role: 'owner' }))
      expect(await store.updateMember(ann.id, { role: 'manager' })).toBe('last-owner')
      expect(await store.removeMember(ann.id)).toBe('last-owner')
      expect(await store.updateMember(ann.id, { role: 'owner', teams: [] })).toBe('done')
      expect(await store.updateMember(bob.id, { role: 'owner' })).toBe('done')
      await store.updateUser(bob.userId, { isActive: false })
      expect(await store.removeMember(ann.id)).toBe('last-owner')
      await store.updateUser(bob.userId, { isActive: true })
      expect(await store.removeMember(ann.id)).toBe('done')
      expect(await store.updateMember(bob.id, { role: 'admin' })).toBe('last-owner')
    })

    it('of two owners who step down at once, one stays', async () => {
      const [one, two] = await Promise.all([harness().open(), harness().open()])
      for (let round = 0; round < 5; round += 1) {
        const { id: organizationId } = await newOrganization(one, `acme-${round}`)
        const ann = await newMember(one, organizationId, `ann${round}@example.com`, 'owner')
        const bob = await newMember(one, organizationId, `bob${round}@example.com`, 'owner')
        const changes = await Promise.all([
          one.updateMember(ann.id, { role: 'member' }),
          two.updateMember(bob.id, { role: 'member' }),
        ])
        expect(changes.toSorted()).toEqual(['done', 'last-owner'])
      }
    })
  })

  describe('invitations', () => {
    it('are one an address, and none for who is in', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const { id: otherId } = await newOrganization(store, 'other')
      await newMember(store, organizationId, 'ann@example.com', 'owner')
      expect(await store.inviteMember(invitation(organizationId))).not.toBeNull()
      const again = invitation(organizationId, { email: 'eve@EXAMPLE.com', tokenHash: 'invite-2' })
      expect(await store.inviteMember(again)).toBeNull()
      const inside = invitation(organizationId, { email: 'Ann@example.com', tokenHash: 'invite-3' })
      expect(await store.inviteMember(inside)).toBeNull()
      expect(await store.inviteMember(invitation(otherId, { tokenHash: 'invite-4' }))).not.toBeNull()
    })

    it('make their person a member, once, with role and teams', async () => {
      const store = await harness().open()
      const acme = await newOrganization(store)
      const web = await store.createTeam({ organizationId: acme.id, slug: 'web', name: 'Web', createdAt: now })
      const teams = [{ teamId: web.id, role: 'admin' as const }]
      const invited = await store.inviteMember(invitation(acme.id, { role: 'admin', teams }))
      expect(await store.findInvitation('invite-1', now)).toEqual({ member: invited, organization: acme })
      expect(await store.findInvitation('invite-1', now + 10)).toBeNull()
      const userId = await newUser(store, 'eve@example.com')
      expect(await store.acceptInvitation('invite-1', { userId, now: now + 10 })).toBeNull()
      const member = await store.acceptInvitation('invite-1', { userId, now: now + 5 })
      expect(member).toMatchObject({ id: invited?.id, role: 'admin', createdAt: now + 5, inviteExpiresAt: null })
      expect(member?.user?.id).toBe(userId)
      expect(member?.teams).toEqual([{ teamId: web.id, teamSlug: 'web', role: 'admin' }])
      expect(await store.listRoster(acme.id)).toEqual([member])
      expect(await store.findInvitation('invite-1', now)).toBeNull()
      expect(await store.acceptInvitation('invite-1', { userId, now })).toBeNull()
    })

    it('make an account for who has none, and none for who has', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      await store.inviteMember(invitation(organizationId))
      const newUser = { name: 'Eve', passwordHash: 'scrypt$1' }
      const member = await store.acceptInvitation('invite-1', { newUser, now })
      expect(member?.user).toMatchObject({ email: 'Eve@example.com', name: 'Eve', isSuperuser: false, isActive: true })
      expect(await store.findUserByEmail('eve@example.com')).toMatchObject({ passwordHash: 'scrypt$1', createdAt: now })
      const { id: otherId } = await newOrganization(store, 'other')
      await store.inviteMember(invitation(otherId, { tokenHash: 'invite-2' }))
      expect(await store.acceptInvitation('invite-2', { newUser, now })).toBeNull()
      expect(await store.findInvitation('invite-2', now)).not.toBeNull()
    })

    it('give who is in already the teams, and take nothing', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const ann = await newMember(store, organizationId, 'ann@example.com', 'owner')
      const web = await store.createTeam({ organizationId, slug: 'web', name: 'Web', createdAt: now })
      const api = await store.createTeam({ organizationId, slug: 'api', name: 'API', createdAt: now })
      await store.setTeamRole(web.id, ann.id, 'admin')
      const teams = [web, api].map(({ id }) => ({ teamId: id, role: 'contributor' as const }))
      await store.inviteMember(invitation(organizationId, { teams }))
      const member = await store.acceptInvitation('invite-1', { userId: ann.userId, now })
      expect(member).toMatchObject({ id: ann.id, role: 'owner' })
      expect(member?.teams).toMatchObject([
        { teamSlug: 'api', role: 'contributor' },
        { teamSlug: 'web', role: 'admin' },
      ])
      expect(await store.listRoster(organizationId)).toHaveLength(1)
    })

    it('get another link, which ends the old one, and can be taken back', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const ann = await newMember(store, organizationId, 'ann@example.com', 'owner')
      const invited = await store.inviteMember(invitation(organizationId, { expiresAt: now - 1 }))
      if (!invited) throw new Error('nobody was invited before')
      expect(await store.findInvitation('invite-1', now)).toBeNull()
      const link = { tokenHash: 'invite-2', expiresAt: now + 20 }
      expect(await store.renewInvitation(invited.id, link)).toBe(true)
      expect(await store.findInvitation('invite-1', now)).toBeNull()
      expect((await store.findInvitation('invite-2', now))?.member.id).toBe(invited.id)
      expect(await store.renewInvitation(ann.id, { tokenHash: 'invite-3', expiresAt: now + 20 })).toBe(false)
      expect(await store.removeMember(invited.id)).toBe('done')
      expect(await store.findInvitation('invite-2', now)).toBeNull()
    })

    it('change role and teams before they are accepted', async () => {
      const store = await harness().open()
      const { id: organizationId } = await newOrganization(store)
      const web = await store.createTeam({ organizationId, slug: 'web', name: 'Web', createdAt: now })
      const invited = await store.inviteMember(invitation(organizationId))
      if (!invited) throw new Error('nobody was invited before')
      const teams = [{ teamId: web.id, role: 'contributor' as const }]
      expect(await store.updateMember(invited.id, { role: 'manager', teams })).toBe('done')
      await store.setTeamRole(web.id, invited.id, 'admin')
      expect(await store.findMember(organizationId, invited.id)).toMatchObject({
        role: 'manager',
        teams: [{ teamSlug: 'web', role: 'admin' }],
      })
      expect(await store.removeTeamMember(web.id, invited.id)).toBe(true)
      expect((await store.findMember(organizationId, invited.id))?.teams).toEqual([])
    })

    it('are accepted by one of many at once', async () => {
      const stores = await Promise.all([1, 2, 3].map(() => harness().open()))
      const [first] = stores
      if (!first) throw new Error('no store')
      const { id: organizationId } = await newOrganization(first)
      const userIds = await Promise.all(['a', 'b', 'c'].map((name) => newUser(first, `${name}@example.com`)))
      await first.inviteMember(invitation(organizationId))
      const uses = await Promise.all(
        stores.map((store, index) => store.acceptInvitation('invite-1', { userId: userIds[index] ?? 0, now })),
      )
      expect(uses.filter((use) => use !== null)).toHaveLength(1)
      expect(await first.listMembers(organizationId)).toHaveLength(1)
    })
  })
}
