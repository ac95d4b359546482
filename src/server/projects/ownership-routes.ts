import { parseOwnership, type RuleOwner } from '../../protocol/ownership.ts'
import { LapwingError } from '../errors.ts'
import { Type } from '../http/type.ts'
import { route } from '../http/route.ts'
import { DateTime, isoTime, nullable } from '../http/schema.ts'
import type { AutoAssignment, Ownership, Project } from '../storage/meta/ports/projects.ts'
import { createOwnerDirectory, type OwnerDirectory } from './owners.ts'

const tags = ['Projects']
const path = '/projects/{organization_id_or_slug}/{project_id_or_slug}/ownership/'

const OwnershipSchema = Type.Object({
  schema: nullable(
    Type.Object({
      $version: Type.Integer(),
      rules: Type.Array(
        Type.Object({
          matcher: Type.Object({ type: Type.String(), pattern: Type.String() }),
          owners: Type.Array(
            Type.Object({ type: Type.String(), name: Type.String(), id: Type.Optional(Type.String()) }),
          ),
        }),
      ),
    }),
  ),
  raw: Type.String(),
  fallthrough: Type.Boolean(),
  dateCreated: DateTime,
  lastUpdated: DateTime,
  isActive: Type.Boolean(),
  autoAssignment: Type.String(),
  codeownersAutoSync: Type.Boolean(),
})

/** Sentry's words for who gets a new issue. */
const autoAssignmentNames: Record<AutoAssignment, string> = {
  suspect_commits: 'Auto Assign to Suspect Commits',
  owner: 'Auto Assign to Issue Owner',
  off: 'Turn off Auto-Assignment',
}

const maxRawLength = 100_000

const readOwnership = route({
  method: 'GET',
  path,
  permission: ['project:read', 'project:write', 'project:admin'],
  response: OwnershipSchema,
  summary: 'Who owns which issues of a project',
  tags,
  async handler({ project }, { storage }) {
    const ownership = (await storage.meta.findOwnership(project.id)) ?? emptyOwnership(project)
    return serializeOwnership(ownership, await createOwnerDirectory(project, storage.meta))
  },
})

const putOwnership = route({
  method: 'PUT',
  path,
  permission: ['project:read', 'project:write', 'project:admin'],
  body: Type.Object({
    raw: Type.Optional(nullable(Type.String())),
    fallthrough: Type.Optional(Type.Boolean()),
    autoAssignment: Type.Optional(Type.Enum(Object.values(autoAssignmentNames))),
    codeownersAutoSync: Type.Optional(Type.Boolean()),
  }),
  response: OwnershipSchema,
  status: 202,
  summary: 'Change the ownership rules of a project',
  tags,
  async handler({ project, body }, { storage, now }) {
    const { meta } = storage
    const directory = await createOwnerDirectory(project, meta)
    const before = (await meta.findOwnership(project.id)) ?? emptyOwnership(project)
    const raw = body.raw ?? before.raw
    if (body.raw) refuseBadRules(raw, directory)
    const saved = await meta.saveOwnership(
      project.id,
      {
        raw,
        fallthrough: body.fallthrough ?? before.fallthrough,
        autoAssignment: readAutoAssignment(body.autoAssignment) ?? before.autoAssignment,
        codeownersAutoSync: body.codeownersAutoSync ?? before.codeownersAutoSync,
      },
      now(),
    )
    return serializeOwnership(saved, directory)
  },
})

/** What holds until somebody saves something. */
function emptyOwnership(project: Project): Ownership {
  const { createdAt } = project
  return {
    raw: '',
    fallthrough: true,
    autoAssignment: 'owner',
    codeownersAutoSync: true,
    createdAt,
    updatedAt: createdAt,
  }
}

function readAutoAssignment(name: string | undefined): AutoAssignment | undefined {
  if (name === autoAssignmentNames.suspect_commits) return 'suspect_commits'
  if (name === autoAssignmentNames.owner) return 'owner'
  return name === autoAssignmentNames.off ? 'off' : undefined
}

function refuseBadRules(raw: string, directory: OwnerDirectory): void {
  const refuse = (message: string) => new LapwingError('invalid_input', { fields: { raw: [message] } })
  if (raw.length > maxRawLength) throw refuse(`Raw needs to be <= ${maxRawLength} characters in length`)
  const parsed = parseOwnership(raw)
  if (!parsed.ok) {
    const { line, column, text } = parsed.error
    throw refuse(`Parse error: '${text}' (line ${line}, column ${column})`)
  }
  const strangers = new Set(
    parsed.rules.flatMap((rule) => rule.owners.filter((owner) => directory.find(owner) === null).map(nameOf)),
  )
  if (strangers.size > 0) throw refuse(`Invalid rule owners: ${[...strangers].join(', ')}`)
}

function nameOf(owner: RuleOwner): string {
  return owner.type === 'team' ? `#${owner.name}` : owner.name
}

function serializeOwnership(ownership: Ownership, directory: OwnerDirectory) {
  const parsed = parseOwnership(ownership.raw)
  const rules = parsed.ok ? parsed.rules : []
  return {
    schema:
      rules.length === 0
        ? null
        : {
            $version: 1,
            rules: rules.map(({ matcher, owners }) => ({
              matcher,
              owners: owners.map((owner) => {
                const found = directory.find(owner)
                return { ...owner, ...(found && { id: String('teamId' in found ? found.teamId : found.userId) }) }
              }),
            })),
          },
    raw: ownership.raw,
    fallthrough: ownership.fallthrough,
    dateCreated: isoTime(ownership.createdAt),
    lastUpdated: isoTime(ownership.updatedAt),
    isActive: true,
    autoAssignment: autoAssignmentNames[ownership.autoAssignment],
    codeownersAutoSync: ownership.codeownersAutoSync,
  }
}

export const projectOwnershipRoutes = [readOwnership, putOwnership]
