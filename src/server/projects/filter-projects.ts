import type { Caller } from '../http/authenticate.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { listOwnTeamIds } from '../teams/own.ts'

/**
 * `web slug:api id:7 platform:python team:billing is_member:1 !is_bookmarked:1`: all words must hold, `!` before one turns it round; values of the
 * same key are alternatives; a bare word is looked for in slug and name.
 */
export async function filterProjects(
  projects: Project[],
  query: string,
  caller: Caller,
  meta: Pick<MetaStore, 'listBookmarkedProjects' | 'listTeamIdsOfUser' | 'listTeamsOfProject'>,
): Promise<Project[]> {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(readWord)
  if (words.length === 0) return projects
  const needsTeams = words.some(({ key }) => key === 'team' || key === 'is_member')
  const own = needsTeams ? await listOwnTeamIds(caller, meta) : []
  const teams = needsTeams ? await Promise.all(projects.map((project) => meta.listTeamsOfProject(project.id))) : []
  const needsBookmarks = words.some(({ key }) => key === 'is_bookmarked')
  const bookmarks = caller.user && needsBookmarks ? await meta.listBookmarkedProjects(caller.user.id) : []
  const groups = [...Map.groupBy(words, ({ key, isNegated }) => `${isNegated}${key}`).values()]
  return projects.filter((project, index) => {
    const of = teams[index] ?? []
    const meets = ({ key, value }: Word): boolean => {
      const isYes = !['0', 'false', 'no'].includes(value)
      if (key === 'slug') return project.slug === value
      if (key === 'id') return String(project.id) === value
      if (key === 'name') return project.name.toLowerCase().includes(value)
      if (key === 'platform') return project.platform?.toLowerCase() === value
      if (key === 'team') return of.some((team) => team.slug === value.replace(/^#/, ''))
      if (key === 'is_member') return of.some((team) => own.includes(team.id)) === isYes
      if (key === 'is_bookmarked') return bookmarks.includes(project.id) === isYes
      return `${project.slug}\n${project.name}`.toLowerCase().includes(value)
    }
    return groups.every((group) => {
      // Bare words narrow each other, values of a key widen.
      const isBare = group[0]?.key === null
      return isBare || group[0]?.isNegated ? group.every((word) => meets(word) !== word.isNegated) : group.some(meets)
    })
  })
}

interface Word {
  key: string | null
  value: string
  isNegated: boolean
}

const keys: Record<string, string> = {
  slug: 'slug',
  id: 'id',
  name: 'name',
  platform: 'platform',
  team: 'team',
  is_member: 'is_member',
  ismember: 'is_member',
  is_bookmarked: 'is_bookmarked',
  isbookmarked: 'is_bookmarked',
  bookmarks: 'is_bookmarked',
}

function readWord(text: string): Word {
  const isNegated = text.startsWith('!')
  const word = isNegated ? text.slice(1) : text
  const colon = word.indexOf(':')
  const key = colon > 0 ? keys[word.slice(0, colon)] : undefined
  return key === undefined ? { key: null, value: word, isNegated } : { key, value: word.slice(colon + 1), isNegated }
}
