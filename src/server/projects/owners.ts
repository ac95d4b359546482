import type { NormalizedEvent } from '../../protocol/event.ts'
import { matchOwnership, type OwnershipFacts, type OwnershipRule, type RuleOwner } from '../../protocol/ownership.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Project } from '../storage/meta/ports/projects.ts'

export type Owner = { userId: number } | { teamId: number }

/** Finds the people and teams that rules name, within the project's organisation. */
export interface OwnerDirectory {
  find(owner: RuleOwner): Owner | null
}

export async function createOwnerDirectory(
  project: Pick<Project, 'id' | 'organizationId'>,
  meta: Pick<MetaStore, 'listMembers' | 'listTeamsOfProject'>,
): Promise<OwnerDirectory> {
  const [members, teams] = await Promise.all([
    meta.listMembers(project.organizationId),
    meta.listTeamsOfProject(project.id),
  ])
  const users = new Map(members.map(({ user }) => [user.email.toLowerCase(), user.id]))
  const teamIds = new Map(teams.map((team) => [team.slug, team.id]))
  return {
    find({ type, name }) {
      if (type === 'team') {
        const teamId = teamIds.get(name)
        return teamId === undefined ? null : { teamId }
      }
      const userId = users.get(name.toLowerCase())
      return userId === undefined ? null : { userId }
    },
  }
}

/** Owners of an event by the rules, those of the last rule that it meets first; each once. */
export function findOwners(
  rules: readonly OwnershipRule[],
  event: NormalizedEvent,
  directory: OwnerDirectory,
): { owner: Owner; rule: OwnershipRule }[] {
  const matched = matchOwnership(rules, ownershipFacts(event)).toReversed()
  const owners = new Map<string, { owner: Owner; rule: OwnershipRule }>()
  for (const rule of matched) {
    for (const named of rule.owners) {
      const owner = directory.find(named)
      if (owner && !owners.has(JSON.stringify(owner))) owners.set(JSON.stringify(owner), { owner, rule })
    }
  }
  return [...owners.values()]
}

/** What rules look at: the address, the tags and where the frames of all stack traces are. */
export function ownershipFacts(event: NormalizedEvent): OwnershipFacts {
  const paths = new Set<string>()
  const modules = new Set<string>()
  const traces = [
    ...(event.exception?.values ?? []).map((exception) => exception.stacktrace),
    ...(event.threads?.values ?? []).map((thread) => thread.stacktrace),
    event.stacktrace,
  ]
  for (const trace of traces) {
    for (const frame of trace?.frames ?? []) {
      if (frame.filename) paths.add(frame.filename)
      if (frame.abs_path) paths.add(frame.abs_path)
      if (frame.module) modules.add(frame.module)
    }
  }
  return { url: event.request?.url ?? null, tags: event.tags, paths: [...paths], modules: [...modules] }
}
