import {
  type Member,
  type MemberChange,
  type Membership,
  type OrganizationRole,
  organizationRoles,
  type PeopleStore,
  type TeamMembership,
  teamRoles,
} from '../ports/people.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { integer, integerOrNull, oneOf, text, textOrNull } from '../../sqlite/rows.ts'
import { emailKey, readUser } from './users.ts'

type MemberStore = Pick<
  PeopleStore,
  | 'addMember'
  | 'findPerson'
  | 'listMembers'
  | 'listRoster'
  | 'findMember'
  | 'findMemberOfUser'
  | 'updateMember'
  | 'removeMember'
>

/** Who belongs to which organisation, as what. */
export function memberStore(database: Database): MemberStore {
  return {
    async addMember({ organizationId, userId, role, createdAt }) {
      const { lastInsertRowid } = database.run(
        'INSERT INTO memberships (organization_id, user_id, role, created_at) VALUES (?, ?, ?, ?)',
        organizationId,
        userId,
        role,
        createdAt,
      )
      return { id: lastInsertRowid, organizationId, userId, role, createdAt }
    },
    async findPerson(userId) {
      const row = database.get('SELECT * FROM users WHERE id = ?', userId)
      if (!row) return null
      const memberships = database.all('SELECT * FROM memberships WHERE user_id = ? ORDER BY id', userId)
      return { user: readUser(row), memberships: memberships.map(readMembership) }
    },
    async listMembers(organizationId) {
      const rows = database.all(
        `SELECT users.*, memberships.id AS membership_id, organization_id, role, memberships.created_at AS joined_at
         FROM memberships JOIN users ON users.id = user_id WHERE organization_id = ? ORDER BY memberships.id`,
        organizationId,
      )
      return rows.map((row) => {
        const user = readUser(row)
        const membership = {
          ...row,
          id: integer(row, 'membership_id'),
          user_id: user.id,
          created_at: integer(row, 'joined_at'),
        }
        return { ...readMembership(membership), user }
      })
    },
    listRoster: async (organizationId) => selectMembers(database, 'memberships.organization_id = ?', organizationId),
    async findMember(organizationId, id) {
      return (
        selectMembers(database, 'memberships.organization_id = ? AND memberships.id = ?', organizationId, id)[0] ?? null
      )
    },
    async findMemberOfUser(organizationId, userId) {
      const where = 'memberships.organization_id = ? AND memberships.user_id = ?'
      return selectMembers(database, where, organizationId, userId)[0] ?? null
    },
    async updateMember(id, patch) {
      return changeMember(database, id, patch.role ?? null, patch.role !== undefined, (membership) => {
        if (patch.role !== undefined) database.run('UPDATE memberships SET role = ? WHERE id = ?', patch.role, id)
        if (patch.teams !== undefined) {
          leaveTeams(database, membership)
          joinTeams(database, membership, patch.teams)
        }
      })
    },
    async removeMember(id) {
      return changeMember(database, id, null, true, (membership) => {
        leaveTeams(database, membership)
        database.run('DELETE FROM memberships WHERE id = ?', id)
      })
    },
  }
}

/** A membership's row, as far as changes need it. */
export interface MembershipKey {
  id: number
  organizationId: number
  /** Null while invited. */
  userId: number | null
}

/** Does `change` in one transaction, unless it takes the last owner's role (to `role`; null = out of the organisation). */
function changeMember(
  database: Database,
  id: number,
  role: OrganizationRole | null,
  changesRole: boolean,
  change: (membership: MembershipKey) => void,
): MemberChange {
  return database.write(() => {
    const row = database.get('SELECT * FROM memberships WHERE id = ?', id)
    if (!row) return 'unknown'
    const membership = readKey(row)
    if (changesRole && role !== 'owner' && membership.userId !== null && text(row, 'role') === 'owner') {
      const others = database.get(
        `SELECT 1 FROM memberships JOIN users ON users.id = user_id
         WHERE organization_id = ? AND role = 'owner' AND memberships.id <> ? AND users.is_active = 1 LIMIT 1`,
        membership.organizationId,
        id,
      )
      if (!others) return 'last-owner'
    }
    change(membership)
    return 'done'
  })
}

export function readKey(row: Row): MembershipKey {
  return {
    id: integer(row, 'id'),
    organizationId: integer(row, 'organization_id'),
    userId: integerOrNull(row, 'user_id'),
  }
}

function leaveTeams(database: Database, { id, organizationId, userId }: MembershipKey): void {
  database.run('DELETE FROM invited_team_members WHERE membership_id = ?', id)
  database.run(
    'DELETE FROM team_members WHERE user_id = ? AND team_id IN (SELECT id FROM teams WHERE organization_id = ?)',
    userId,
    organizationId,
  )
}

/** Teams of other organisations are passed over. What somebody is in a team already becomes what is said here. */
export function joinTeams(
  database: Database,
  { id, organizationId, userId }: MembershipKey,
  teams: readonly Pick<TeamMembership, 'teamId' | 'role'>[],
): void {
  const sql =
    userId === null
      ? `INSERT INTO invited_team_members (membership_id, team_id, role)
         SELECT ?, id, ? FROM teams WHERE id = ? AND organization_id = ?
         ON CONFLICT DO UPDATE SET role = excluded.role`
      : `INSERT INTO team_members (user_id, team_id, role)
         SELECT ?, id, ? FROM teams WHERE id = ? AND organization_id = ?
         ON CONFLICT DO UPDATE SET role = excluded.role`
  for (const { teamId, role } of teams) database.run(sql, userId ?? id, role, teamId, organizationId)
}

/** Members with their teams, by id. `where` is ours; values come as parameters. */
export function selectMembers(database: Database, where: string, ...values: (number | string)[]): Member[] {
  const rows = database.all(
    `SELECT users.*, memberships.id AS membership_id, memberships.organization_id, memberships.role,
       memberships.created_at AS joined_at, memberships.email AS invited_email, memberships.invite_expires_at,
       memberships.inviter_id, coalesce(nullif(inviters.name, ''), inviters.email) AS inviter_name
     FROM memberships
     LEFT JOIN users ON users.id = memberships.user_id
     LEFT JOIN users AS inviters ON inviters.id = memberships.inviter_id
     WHERE ${where} ORDER BY memberships.id`,
    ...values,
  )
  const teams = database.all(
    `SELECT memberships.id AS membership_id, teams.id AS team_id, teams.slug, team_members.role
     FROM memberships
     JOIN team_members ON team_members.user_id = memberships.user_id
     JOIN teams ON teams.id = team_members.team_id AND teams.organization_id = memberships.organization_id
     WHERE ${where}
     UNION ALL
     SELECT memberships.id, teams.id, teams.slug, invited_team_members.role
     FROM memberships
     JOIN invited_team_members ON membership_id = memberships.id
     JOIN teams ON teams.id = invited_team_members.team_id
     WHERE ${where}
     ORDER BY slug`,
    ...values,
    ...values,
  )
  const ofMember = Map.groupBy(teams, (row) => integer(row, 'membership_id'))
  return rows.map((row) => readMember(row, ofMember.get(integer(row, 'membership_id')) ?? []))
}

function readMember(row: Row, teams: Row[]): Member {
  const user = row['id'] === null ? null : readUser(row)
  const inviterId = integerOrNull(row, 'inviter_id')
  return {
    id: integer(row, 'membership_id'),
    organizationId: integer(row, 'organization_id'),
    role: oneOf(organizationRoles, row, 'role'),
    createdAt: integer(row, 'joined_at'),
    user,
    email: user?.email ?? text(row, 'invited_email'),
    inviter: inviterId === null ? null : { id: inviterId, name: textOrNull(row, 'inviter_name') ?? '' },
    inviteExpiresAt: integerOrNull(row, 'invite_expires_at'),
    teams: teams.map((team) => ({
      teamId: integer(team, 'team_id'),
      teamSlug: text(team, 'slug'),
      role: oneOf(teamRoles, team, 'role'),
    })),
  }
}

function readMembership(row: Row): Membership {
  return {
    id: integer(row, 'id'),
    organizationId: integer(row, 'organization_id'),
    userId: integer(row, 'user_id'),
    role: oneOf(organizationRoles, row, 'role'),
    createdAt: integer(row, 'created_at'),
  }
}

/** Somebody with this address is in the organisation or invited to it. */
export function isKnownAddress(database: Database, organizationId: number, email: string): boolean {
  const row = database.get(
    `SELECT 1 FROM memberships LEFT JOIN users ON users.id = user_id
     WHERE organization_id = ?1 AND (memberships.email_key = ?2 OR users.email_key = ?2) LIMIT 1`,
    organizationId,
    emailKey(email),
  )
  return row !== undefined
}
