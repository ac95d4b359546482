import { type PeopleStore, teamRoles, type User } from '../ports/people.ts'
import type { Database } from '../../sqlite/database.ts'
import { integer, oneOf, text } from '../../sqlite/rows.ts'
import { isKnownAddress, joinTeams, readKey, selectMembers } from './members.ts'
import { readOrganization } from './organizations.ts'
import { emailKey, insertUser } from './users.ts'

type InvitationStore = Pick<PeopleStore, 'inviteMember' | 'renewInvitation' | 'findInvitation' | 'acceptInvitation'>

/** Memberships that wait for their person. Only the sha256 of a link's secret is kept. */
export function invitationStore(database: Database): InvitationStore {
  /** Null when the address has an account. */
  function createInvited(email: string, row: Pick<User, 'name' | 'passwordHash'>, now: number): number | null {
    if (database.get('SELECT 1 FROM users WHERE email_key = ?', emailKey(email))) return null
    return insertUser(database, { ...row, email, isSuperuser: false, createdAt: now }).id
  }

  return {
    async inviteMember(row) {
      return database.write(() => {
        if (isKnownAddress(database, row.organizationId, row.email)) return null
        const { lastInsertRowid: id } = database.run(
          `INSERT INTO memberships
             (organization_id, email, email_key, inviter_id, invite_hash, invite_expires_at, role, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          row.organizationId,
          row.email,
          emailKey(row.email),
          row.inviterId,
          row.tokenHash,
          row.expiresAt,
          row.role,
          row.createdAt,
        )
        joinTeams(database, { id, organizationId: row.organizationId, userId: null }, row.teams)
        return selectMembers(database, 'memberships.id = ?', id)[0] ?? null
      })
    },
    async renewInvitation(memberId, { tokenHash, expiresAt }) {
      const { changes } = database.run(
        'UPDATE memberships SET invite_hash = ?, invite_expires_at = ? WHERE id = ? AND user_id IS NULL',
        tokenHash,
        expiresAt,
        memberId,
      )
      return changes > 0
    },
    async findInvitation(tokenHash, now) {
      return database.snapshot(() => {
        const where =
          'memberships.invite_hash = ? AND memberships.user_id IS NULL AND memberships.invite_expires_at > ?'
        const [member] = selectMembers(database, where, tokenHash, now)
        const row = member && database.get('SELECT * FROM organizations WHERE id = ?', member.organizationId)
        return member && row ? { member, organization: readOrganization(row) } : null
      })
    },
    async acceptInvitation(tokenHash, { now, ...by }) {
      return database.write(() => {
        const row = database.get(
          'SELECT * FROM memberships WHERE invite_hash = ? AND user_id IS NULL AND invite_expires_at > ?',
          tokenHash,
          now,
        )
        if (!row) return null
        const invitation = readKey(row)
        const userId = 'userId' in by ? by.userId : createInvited(text(row, 'email'), by.newUser, now)
        if (userId === null) return null
        // Teams that the person is in already are left as they are there.
        const teams = database
          .all(
            `SELECT * FROM invited_team_members WHERE membership_id = ?
             AND team_id NOT IN (SELECT team_id FROM team_members WHERE user_id = ?)`,
            invitation.id,
            userId,
          )
          .map((team) => ({ teamId: integer(team, 'team_id'), role: oneOf(teamRoles, team, 'role') }))
        database.run('DELETE FROM invited_team_members WHERE membership_id = ?', invitation.id)
        const existing = database.get(
          'SELECT * FROM memberships WHERE organization_id = ? AND user_id = ?',
          invitation.organizationId,
          userId,
        )
        if (existing) database.run('DELETE FROM memberships WHERE id = ?', invitation.id)
        else {
          database.run(
            `UPDATE memberships SET user_id = ?, email = NULL, email_key = NULL, invite_hash = NULL,
               invite_expires_at = NULL, created_at = ? WHERE id = ?`,
            userId,
            now,
            invitation.id,
          )
        }
        const id = existing ? readKey(existing).id : invitation.id
        joinTeams(database, { id, organizationId: invitation.organizationId, userId }, teams)
        return selectMembers(database, 'memberships.id = ?', id)[0] ?? null
      })
    },
  }
}
