import { Type } from '../http/type.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { countTeamMembers } from './count-members.ts'
import { listOwnTeamIds } from './own.ts'
import { TeamSchema } from './schema.ts'
import { serializeTeam } from './serialize.ts'

const tags = ['Teams']

const listTeams = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/teams/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({
    query: Type.Optional(Type.String()),
    per_page: Type.Optional(Type.Integer()),
    cursor: Type.Optional(Type.String()),
  }),
  response: Type.Array(ref(TeamSchema)),
  summary: 'Teams of an organization',
  tags,
  async handler({ organization, caller, access, query, page }, { storage }) {
    const cursor = readCursor(query.cursor)
    const sought = query.query?.toLowerCase() ?? ''
    const teams = (await storage.meta.listTeams(organization.id)).filter((team) =>
      `${team.slug}\n${team.name}`.toLowerCase().includes(sought),
    )
    const [own, memberCounts] = await Promise.all([
      listOwnTeamIds(caller, storage.meta),
      countTeamMembers(organization.id, storage.meta),
    ])
    const rows = pageOfList(teams, cursor, readPageSize(query, 100), (team) => ({ value: 0, id: BigInt(team.id) }))
    return page(rows, cursor).map((team) =>
      serializeTeam(team, {
        scopes: access.scopes,
        isMember: own.includes(team.id),
        memberCount: memberCounts.get(team.id) ?? 0,
      }),
    )
  },
})

export const teamRoutes = [listTeams]
