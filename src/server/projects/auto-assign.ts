import type { StoredEvent } from '../../protocol/event.ts'
import { type OwnershipRule, parseOwnership } from '../../protocol/ownership.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import { createOwnerDirectory, findOwners, type OwnerDirectory } from './owners.ts'

/** An issue that an event just began. */
export interface NewIssue {
  issueId: number
  projectId: number
  /** The event as it is stored. */
  json: string
  receivedAt: number
}

/** Changed rules are obeyed within this time. */
const freshMs = 1000

type Meta = Pick<MetaStore, 'findOwnership' | 'findProjectById' | 'listMembers' | 'listTeamsOfProject' | 'changeIssues'>

/**
 * Gives new issues to whom the ownership rules of their project name first: the last rule that matches counts, and its first owner. For the digest,
 * right after the issue was made; a kill in between leaves the issue to nobody. Never throws: an issue without an assignee is no reason to stop.
 */
export function createAutoAssigner(
  meta: Meta,
  now: () => number,
  onError: (error: unknown) => void,
): (issues: NewIssue[]) => Promise<void> {
  const known = new Map<number, { rules: Rules | null; readAt: number }>()

  async function rulesOf(projectId: number): Promise<Rules | null> {
    const entry = known.get(projectId)
    if (entry !== undefined && now() - entry.readAt < freshMs) return entry.rules
    const rules = await readRules(projectId, meta)
    known.set(projectId, { rules, readAt: now() })
    return rules
  }

  return async (issues) => {
    try {
      for (const issue of issues) {
        const found = await rulesOf(issue.projectId)
        if (found) await assign(issue, found, meta)
      }
    } catch (error) {
      onError(error)
    }
  }
}

interface Rules {
  rules: OwnershipRule[]
  directory: OwnerDirectory
}

/** Null when nobody is to be assigned. */
async function readRules(projectId: number, meta: Meta): Promise<Rules | null> {
  const ownership = await meta.findOwnership(projectId)
  if (!ownership || ownership.autoAssignment === 'off' || ownership.raw === '') return null
  const parsed = parseOwnership(ownership.raw)
  const project = await meta.findProjectById(projectId)
  if (!parsed.ok || !project) return null
  return { rules: parsed.rules, directory: await createOwnerDirectory(project, meta) }
}

async function assign({ issueId, json, receivedAt }: NewIssue, { rules, directory }: Rules, meta: Meta): Promise<void> {
  // Written by the digest: the shape is known.
  const event: StoredEvent = JSON.parse(json)
  const [first] = findOwners(rules, event, directory)
  if (first) await meta.changeIssues([issueId], { userId: null, at: receivedAt, assignee: first.owner })
}
