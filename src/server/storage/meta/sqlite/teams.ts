import { type PeopleStore, type Team, type TeamRole, teamRoles } from '../ports/people.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { integer, numericId, oneOf, patchColumns, text } from '../../sqlite/rows.ts'
import { joinTeams, readKey } from './members.ts'

type TeamStore = Pick<
  PeopleStore,
  | 'createTeam'
  | 'openTeam'
  | 'listTeams'
  | 'findTeam'
  | 'updateTeam'
  | 'deleteTeam'
  | 'addTeamMember'
  | 'setTeamRole'
  | 'removeTeamMember'
  | 'listTeamIdsOfUser'
  | 'listTeamRolesOfUser'
  | 'findTeamRole'
  | 'countTeamMembers'
>

/** Teams and who is in them. */
export function teamStore(database: Database): TeamStore {
  function createTeam(row: { organizationId: number; slug: string; name: string; createdAt: number }): Team {
    const { organizationId, slug, name, createdAt } = row
    const { lastInsertRowid } = database.run(
      'INSERT INTO teams (organization_id, slug, name, created_at) VALUES (?, ?, ?, ?)',
      organizationId,
      slug,
      name,
      createdAt,
    )
    return { id: lastInsertRowid, organizationId, slug, name, createdAt }
  }

  function isTaken(organizationId: number, slug: string, exceptId: number): boolean {
    const sql = 'SELECT 1 FROM teams WHERE organization_id = ? AND slug = ? AND id <> ?'
    return database.get(sql, organizationId, slug, exceptId) !== undefined
  }

  return {
    createTeam: async (row) => createTeam(row),
    async openTeam({ userId, ...row }) {
      return database.write(() => {
        if (isTaken(row.organizationId, row.slug, 0)) return null
        const team = createTeam(row)
        if (userId !== null) {
          database.run(`INSERT INTO team_members (team_id, user_id, role) VALUES (?, ?, 'admin')`, team.id, userId)
        }
        return team
      })
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
    async updateTeam(id, patch) {
      return database.write(() => {
        const row = database.get('SELECT * FROM teams WHERE id = ?', id)
        if (!row) return true
        if (patch.slug !== undefined && isTaken(integer(row, 'organization_id'), patch.slug, id)) return false
        const columns = patchColumns({ slug: patch.slug, name: patch.name })
        if (columns) database.run(`UPDATE teams SET ${columns.set} WHERE id = ?`, ...columns.values, id)
        return true
      })
    },
    async deleteTeam(id) {
      database.run('DELETE FROM teams WHERE id = ?', id)
    },
    async addTeamMember(teamId, userId) {
      database.run('INSERT INTO team_members (team_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING', teamId, userId)
    },
    async setTeamRole(teamId, memberId, role) {
      database.write(() => {
        const row = database.get('SELECT * FROM memberships WHERE id = ?', memberId)
        if (row) joinTeams(database, readKey(row), [{ teamId, role }])
      })
    },
    async removeTeamMember(teamId, memberId) {
      return database.write(() => {
        const invited = database.run(
          'DELETE FROM invited_team_members WHERE team_id = ? AND membership_id = ?',
          teamId,
          memberId,
        )
        const joined = database.run(
          'DELETE FROM team_members WHERE team_id = ? AND user_id = (SELECT user_id FROM memberships WHERE id = ?)',
          teamId,
          memberId,
        )
        return invited.changes + joined.changes > 0
      })
    },
    async listTeamIdsOfUser(userId) {
      const rows = database.all('SELECT team_id FROM team_members WHERE user_id = ? ORDER BY team_id', userId)
      return rows.map((row) => integer(row, 'team_id'))
    },
    async listTeamRolesOfUser(userId) {
      const rows = database.all('SELECT team_id, role FROM team_members WHERE user_id = ? ORDER BY team_id', userId)
      return rows.map((row) => ({ teamId: integer(row, 'team_id'), role: readRole(row) }))
    },
    async findTeamRole(userId, where) {
      const rows =
        'teamId' in where
          ? database.all('SELECT role FROM team_members WHERE user_id = ? AND team_id = ?', userId, where.teamId)
          : database.all(
              `SELECT role FROM project_teams JOIN team_members ON team_members.team_id = project_teams.team_id
               WHERE user_id = ? AND project_id = ?`,
              userId,
              where.projectId,
            )
      const held = rows.map(readRole)
      return teamRoles.findLast((role) => held.includes(role)) ?? null
    },
    async countTeamMembers(organizationId) {
      const rows = database.all(
        `SELECT team_id, count(*) AS count FROM teams JOIN team_members ON team_id = teams.id
         WHERE organization_id = ? GROUP BY team_id ORDER BY team_id`,
        organizationId,
      )
      return rows.map((row) => ({ teamId: integer(row, 'team_id'), count: integer(row, 'count') }))
    },
  }
}

type ProjectTeamStore = Pick<PeopleStore, 'listTeamsOfProject' | 'listProjectTeams' | 'linkTeam' | 'unlinkTeam'>

/** Which teams look after which projects. */
export function projectTeamStore(database: Database): ProjectTeamStore {
  return {
    async listTeamsOfProject(projectId) {
      const rows = database.all(
        'SELECT teams.* FROM project_teams JOIN teams ON teams.id = team_id WHERE project_id = ? ORDER BY slug',
        projectId,
      )
      return rows.map(readTeam)
    },
    async listProjectTeams(organizationId) {
      const rows = database.all(
        `SELECT project_id, team_id FROM teams JOIN project_teams ON team_id = teams.id
         WHERE organization_id = ? ORDER BY project_id, slug`,
        organizationId,
      )
      return rows.map((row) => ({ projectId: integer(row, 'project_id'), teamId: integer(row, 'team_id') }))
    },
    async linkTeam(projectId, teamId) {
      database.run(
        'INSERT INTO project_teams (project_id, team_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
        projectId,
        teamId,
      )
    },
    async unlinkTeam(projectId, teamId) {
      database.run('DELETE FROM project_teams WHERE project_id = ? AND team_id = ?', projectId, teamId)
    },
  }
}

function readRole(row: Row): TeamRole {
  return oneOf(teamRoles, row, 'role')
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
