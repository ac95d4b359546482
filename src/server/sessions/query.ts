import { type Filter, isAggregate, type SearchTree, type Term, type TextFilter } from '../../protocol/search/ast.ts'
import { type KeyTable, keyTypeOf } from '../../protocol/search/keys.ts'
import { parseSearch } from '../../protocol/search/parse.ts'
import { hasWildcard, unescapeText } from '../../protocol/search/wildcard.ts'
import { LapwingError } from '../errors.ts'
import { conditionOfRelease } from '../releases/query.ts'
import { compares } from '../storage/comparison.ts'
import { type Condition, everything } from '../storage/condition.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { ReleaseCondition } from '../storage/meta/ports/releases.ts'
import type { SessionCondition } from '../storage/sessions/port.ts'
import { type StatusGroup, statusGroups } from './fields.ts'

const keys: KeyTable = {
  project: 'text',
  'project.name': 'text',
  'project.id': 'number',
  project_id: 'number',
  release: 'text',
  'release.version': 'version',
  'release.package': 'text',
  'release.build': 'version',
  'release.stage': 'text',
  environment: 'text',
  'session.status': 'text',
}

type Where = Condition<SessionCondition>

/** A search over sessions, its names resolved. */
export interface SessionSearch {
  where: Where
  /** Of these statuses only; null = of all. A status is no property that a store could look for: it is told apart by what is counted. */
  statuses: StatusGroup[] | null
}

/** What the names in a search stand for. */
export interface SearchScope {
  /** Where is searched. */
  projects: Pick<Project, 'id' | 'slug'>[]
  listReleasesOfStage: (stages: string[], isNegated: boolean) => Promise<string[]>
  /** The latest release of each project. */
  listLatestReleases: (projectIds: number[]) => Promise<{ projectId: number; version: string }[]>
}

/**
 * Reads Sentry's search language as far as it is about sessions. Statuses stand beside the other terms, never below an OR. Throws
 * `invalid_query` in Sentry's words.
 */
export async function readSessionSearch(text: string, scope: SearchScope): Promise<SessionSearch> {
  const result = parseSearch(text, { keys })
  if (!result.ok) throw refused(result.problem.message)
  const { tree } = result
  const terms = termsOf(tree)
  const unknown = terms.find((term) => !isKnown(term))
  if (unknown) throw refused(`Invalid search filter: ${nameOf(unknown, text)}`)
  if (terms.some(asksForWildcard)) throw refused('Invalid condition: wildcard search is not supported')
  const parts = tree.kind === 'and' ? tree.of : [tree]
  const statuses = parts.flatMap((part) => (isFilterOn(part, 'session.status') ? [statusesOf(part)] : []))
  const others = parts.filter((part) => !isFilterOn(part, 'session.status'))
  if (others.some((part) => termsOf(part).some((term) => isFilterOn(term, 'session.status')))) {
    throw refused('Unable to parse condition with session.status')
  }
  const of = await Promise.all(others.map((part) => resolve(part, scope)))
  return {
    where: of.length === 0 ? everything : { kind: 'and', of },
    statuses:
      statuses.length === 0 ? null : statusGroups.filter((status) => statuses.every((some) => some.includes(status))),
  }
}

/** All terms, in the order in which they are written. */
export function termsOf(tree: SearchTree): Term[] {
  return tree.kind === 'and' || tree.kind === 'or' ? tree.of.flatMap(termsOf) : [tree]
}

function keyOf(filter: Filter) {
  return filter.kind === 'has' ? filter.of : filter.key
}

function isKnown(term: Term): boolean {
  if (term.kind === 'freeText' || term.kind === 'is' || isAggregate(term)) return false
  const key = keyOf(term)
  return key.tag === null && keyTypeOf(keys, key.name) !== null
}

/** Words without a key are looked for in messages, which sessions do not have. */
function nameOf(term: Term, text: string): string {
  if (term.kind === 'freeText') return 'message'
  const key = keyOf(term)
  return key.quoted ? key.name : text.slice(key.at, key.at + key.length)
}

function isFilterOn(tree: SearchTree, name: string): tree is Filter {
  if (tree.kind === 'and' || tree.kind === 'or' || tree.kind === 'freeText') return false
  return keyOf(tree).name === name
}

/** Parts of versions, packages and builds are found by name; all else has to be told whole. */
const partlyTold: readonly string[] = ['release.version', 'release.package', 'release.build']

function asksForWildcard(term: Term): boolean {
  if ((term.kind !== 'text' && term.kind !== 'textIn') || partlyTold.includes(term.key.name)) return false
  const isPart = term.operator === 'Contains' || term.operator === 'StartsWith' || term.operator === 'EndsWith'
  const values = term.kind === 'text' ? [term.value] : term.values
  return isPart || values.some((value) => value !== null && hasWildcard(value.raw))
}

/** The values of a filter on text, and whether others are asked for. */
function readValues(filter: Filter): { values: string[]; isNegated: boolean } {
  if (filter.kind === 'textIn') {
    const values = filter.values.flatMap((value) => (value ? [unescapeText(value.raw)] : []))
    return { values, isNegated: filter.negated }
  }
  if (filter.kind === 'text') return { values: [unescapeText(filter.value.raw)], isNegated: isNegated(filter) }
  // What has one has another one than none.
  return { values: [''], isNegated: !filter.negated }
}

function isNegated({ negated, operator }: TextFilter): boolean {
  return negated !== (operator === '!=')
}

function statusesOf(filter: Filter): StatusGroup[] {
  const { values, isNegated } = readValues(filter)
  return statusGroups.filter((status) => values.includes(status) !== isNegated)
}

async function resolve(tree: SearchTree, scope: SearchScope): Promise<Where> {
  if (tree.kind === 'and' || tree.kind === 'or') {
    return { kind: tree.kind, of: await Promise.all(tree.of.map((part) => resolve(part, scope))) }
  }
  if (tree.kind === 'freeText') throw new Error('words were not refused')
  const { name } = keyOf(tree)
  switch (name) {
    case 'project':
    case 'project.name':
      return resolveProjects(tree, scope)
    case 'project.id':
    case 'project_id':
      return resolveProjectIds(tree, scope)
    case 'release':
      return resolveReleases(tree, scope)
    case 'environment': {
      const { values, isNegated } = readValues(tree)
      return negateIf(isNegated, { kind: 'environments', environments: values })
    }
    case 'release.stage':
      return resolveStages(tree, scope)
    default:
      return resolvePartOfRelease(tree, name)
  }
}

function negateIf(isNegated: boolean, condition: Where): Where {
  return isNegated ? { kind: 'not', of: condition } : condition
}

/** By slug or id; a name that there is not is a mistake, not an empty answer. */
function resolveProjects(filter: Filter, { projects }: SearchScope): Where {
  const { values, isNegated } = readValues(filter)
  if (values.includes('')) {
    throw refused('Cannot query for has:project or project:"" as every event will have a project')
  }
  const isNamed = (project: Pick<Project, 'id' | 'slug'>, value: string) =>
    project.slug === value || String(project.id) === value
  const missing = values.filter((value) => !projects.some((project) => isNamed(project, value)))
  // An id says itself that it is one, and may be of a project that is not looked at.
  const unknown = missing.filter((value) => !/^\d+$/.test(value))
  if (unknown.length > 0 && !isNegated) {
    throw refused(`Invalid query. Project(s) ${unknown.join(', ')} do not exist or are not actively selected.`)
  }
  const found = projects.filter((project) => values.some((value) => isNamed(project, value)) !== isNegated)
  return { kind: 'projects', projectIds: found.map(({ id }) => id) }
}

function resolveProjectIds(filter: Filter, { projects }: SearchScope): Where {
  const ids = projects.map(({ id }) => id)
  return { kind: 'projects', projectIds: ids.filter((id) => hasId(filter, id) !== filter.negated) }
}

function hasId(filter: Filter, id: number): boolean {
  if (filter.kind === 'numericIn') return filter.values.some((value) => value?.value === id)
  // `has:`, or the empty text: every session is of a project.
  if (filter.kind !== 'numeric') return filter.kind === 'has'
  const { operator, value } = filter
  if (operator === '!=') return id !== value.value
  return compares(id, operator === '' ? '=' : operator, value.value)
}

/** Whole names; `latest` stands for the latest release of each project. */
async function resolveReleases(filter: Filter, { projects, listLatestReleases }: SearchScope): Promise<Where> {
  const { values, isNegated } = readValues(filter)
  const named: Where = { kind: 'releases', releases: values.filter((value) => value !== 'latest') }
  if (!values.includes('latest')) return negateIf(isNegated, named)
  const latest = await listLatestReleases(projects.map(({ id }) => id))
  const ofProject = latest.map(
    ({ projectId, version }): Where => ({
      kind: 'and',
      of: [
        { kind: 'projects', projectIds: [projectId] },
        { kind: 'releases', releases: [version] },
      ],
    }),
  )
  return negateIf(isNegated, { kind: 'or', of: [named, ...ofProject] })
}

async function resolveStages(filter: Filter, { listReleasesOfStage }: SearchScope): Promise<Where> {
  if (filter.kind === 'has') throw refused('Invalid search filter: release.stage')
  const { values, isNegated } = readValues(filter)
  return { kind: 'releases', releases: await listReleasesOfStage(values, isNegated) }
}

function resolvePartOfRelease(filter: Filter, name: string): Where {
  if (filter.kind === 'text' || filter.kind === 'textIn') return { kind: 'release', where: conditionOfRelease(filter) }
  return negateIf(filter.negated, { kind: 'release', where: presenceOf(name) })
}

/** Whether a release has such a part: then it has any. */
function presenceOf(name: string): ReleaseCondition {
  if (name === 'release.package') return { kind: 'package', match: { kind: 'contains', value: '' } }
  if (name === 'release.build') return { kind: 'build', match: { kind: 'contains', value: '' } }
  return { kind: 'semverPrefix', package: null, numbers: [] }
}

function refused(detail: string): LapwingError {
  return new LapwingError('invalid_query', { detail })
}
