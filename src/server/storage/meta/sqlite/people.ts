import {
  type Membership,
  type Organization,
  organizationRoles,
  type PeopleStore,
  type Team,
  type User,
} from '../port.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { flag, integer, integerOrNull, numericId, oneOf, patchColumns, text, textOrNull } from '../../sqlite/rows.ts'
import { signInStore } from './sign-in.ts'
import { tokenStore } from './tokens.ts'

/** Organisations, users, memberships, teams; with tokens and sign-ins, the whole of `PeopleStore`. */
export function peopleStore(database: Database): PeopleStore {
  return {
    ...organizationStore(database),
    ...userStore(database),
    ...teamStore(database),
    ...tokenStore(database),
    ...signInStore(database),
  }
}

type OrganizationStore = Pick<
  PeopleStore,
  | 'createOrganization'
  | 'listOrganizations'
  | 'findOrganization'
  | 'updateOrganization'
  | 'addMember'
  | 'listMemberships'
  | 'listMembers'
>

function organizationStore(database: Database): OrganizationStore {
  return {
    async createOrganization({ slug, name, createdAt }) {
      const { lastInsertRowid } = database.run(
        'INSERT INTO organizations (slug, name, created_at) VALUES (?, ?, ?)',
        slug,
        name,
        createdAt,
      )
      return { id: lastInsertRowid, slug, name, createdAt }
    },
    async listOrganizations(userId) {
      const rows =
        userId === null
          ? database.all('SELECT * FROM organizations ORDER BY slug')
          : database.all(
              `SELECT organizations.* FROM memberships JOIN organizations ON organizations.id = organization_id
               WHERE user_id = ? ORDER BY slug`,
              userId,
            )
      return rows.map(readOrganization)
    },
    async findOrganization(idOrSlug) {
      const row =
        database.get('SELECT * FROM organizations WHERE slug = ?', idOrSlug) ??
        database.get('SELECT * FROM organizations WHERE id = ?', numericId(idOrSlug))
      return row ? readOrganization(row) : null
    },
    async updateOrganization(id, patch) {
      const columns = patchColumns({ slug: patch.slug, name: patch.name })
      if (columns) database.run(`UPDATE organizations SET ${columns.set} WHERE id = ?`, ...columns.values, id)
    },
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
    async listMemberships(userId) {
      return database.all('SELECT * FROM memberships WHERE user_id = ? ORDER BY id', userId).map(readMembership)
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
  }
}

type UserStore = Pick<PeopleStore, 'createUser' | 'findUser' | 'findUserByEmail' | 'countUsers' | 'updateUser'>

function userStore(database: Database): UserStore {
  return {
    async createUser({ email, name, passwordHash, isSuperuser, createdAt }) {
      const { lastInsertRowid } = database.run(
        `INSERT INTO users (email, email_key, name, password_hash, is_active, is_superuser, created_at)
         VALUES (?, ?, ?, ?, 1, ?, ?)`,
        email,
        emailKey(email),
        name,
        passwordHash,
        Number(isSuperuser),
        createdAt,
      )
      return {
        id: lastInsertRowid,
        email,
        name,
        passwordHash,
        isActive: true,
        isSuperuser,
        createdAt,
        lastActiveAt: null,
      }
    },
    async findUser(id) {
      const row = database.get('SELECT * FROM users WHERE id = ?', id)
      return row ? readUser(row) : null
    },
    async findUserByEmail(email) {
      const row = database.get('SELECT * FROM users WHERE email_key = ?', emailKey(email))
      return row ? readUser(row) : null
    },
    async countUsers() {
      const row = database.get('SELECT count(*) AS count FROM users')
      return row ? integer(row, 'count') : 0
    },
    async updateUser(id, patch) {
      const columns = patchColumns({
        name: patch.name,
        email: patch.email,
        email_key: patch.email === undefined ? undefined : emailKey(patch.email),
        password_hash: patch.passwordHash,
        is_active: patch.isActive === undefined ? undefined : Number(patch.isActive),
        last_active_at: patch.lastActiveAt,
      })
      if (columns) database.run(`UPDATE users SET ${columns.set} WHERE id = ?`, ...columns.values, id)
    },
  }
}

type TeamStore = Pick<
  PeopleStore,
  'createTeam' | 'listTeams' | 'findTeam' | 'addTeamMember' | 'listTeamsOfProject' | 'listTeamIdsOfUser'
>

function teamStore(database: Database): TeamStore {
  return {
    async createTeam({ organizationId, slug, name, createdAt }) {
      const { lastInsertRowid } = database.run(
        'INSERT INTO teams (organization_id, slug, name, created_at) VALUES (?, ?, ?, ?)',
        organizationId,
        slug,
        name,
        createdAt,
      )
      return { id: lastInsertRowid, organizationId, slug, name, createdAt }
    },
    async listTeams(organizationId) {
      return database.all('SELECT * FROM teams WHERE organization_id = ? ORDER BY slug', organizationId).map(readTeam)
    },
    async findTeam(organizationId, idOrSlug) {
      const row =
        database.get('SELECT * FROM teams WHERE organization_id = ? AND slug = ?', organizationId, idOrSlug) ??
        database.get('SELECT * FROM teams WHERE organization_id = ? AND id = ?', organizationId, numericId(idOrSlug))
      return row ? readTeam(row) : null
    },
    async addTeamMember(teamId, userId) {
      database.run('INSERT INTO team_members VALUES (?, ?) ON CONFLICT DO NOTHING', teamId, userId)
    },
    async listTeamsOfProject(projectId) {
      const rows = database.all(
        'SELECT teams.* FROM project_teams JOIN teams ON teams.id = team_id WHERE project_id = ? ORDER BY slug',
        projectId,
      )
      return rows.map(readTeam)
    },
    async listTeamIdsOfUser(userId) {
      const rows = database.all('SELECT team_id FROM team_members WHERE user_id = ? ORDER BY team_id', userId)
      return rows.map((row) => integer(row, 'team_id'))
    },
  }
}

/** Domains ignore case, and so does every mail provider in use: one account an address, however it is typed. */
function emailKey(email: string): string {
  return email.trim().toLowerCase()
}

function readOrganization(row: Row): Organization {
  return {
    id: integer(row, 'id'),
    slug: text(row, 'slug'),
    name: text(row, 'name'),
    createdAt: integer(row, 'created_at'),
  }
}

function readUser(row: Row): User {
  return {
    id: integer(row, 'id'),
    email: text(row, 'email'),
    name: text(row, 'name'),
    passwordHash: textOrNull(row, 'password_hash'),
    isActive: flag(row, 'is_active'),
    isSuperuser: flag(row, 'is_superuser'),
    createdAt: integer(row, 'created_at'),
    lastActiveAt: integerOrNull(row, 'last_active_at'),
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

function readTeam(row: Row): Team {
  return {
    id: integer(row, 'id'),
    organizationId: integer(row, 'organization_id'),
    slug: text(row, 'slug'),
    name: text(row, 'name'),
    createdAt: integer(row, 'created_at'),
  }
}
