import { compareVersions, type ParsedRelease, parseRelease } from '../../../protocol/release.ts'
import type { TextFilter, TextInFilter } from '../../../protocol/search/ast.ts'
import { splitWildcards, unescapeText } from '../../../protocol/search/wildcard.ts'
import type { Comparison, TextMatch } from '../../storage/condition.ts'
import { type Resolving, type SearchContext, wrongSearch } from './context.ts'
import { matchesText } from '../../storage/text-match.ts'
import { listReleasesOfStage } from '../../releases/health/stages.ts'
import { readValueTests } from './text-match.ts'

/** Projects and the release that is the latest of theirs. */
export interface LatestRelease {
  version: string
  projectIds: number[]
}

/** The latest release of each project that is searched, within the environments; projects of the same one together. */
export async function listLatest({ projects, environments, meta }: SearchContext): Promise<LatestRelease[]> {
  const projectIds = projects.map((project) => project.id)
  const rows = projectIds.length === 0 ? [] : await meta.listLatestReleases(projectIds, { environments })
  const latest = new Map<string, number[]>()
  for (const { projectId, version } of rows) latest.set(version, [...(latest.get(version) ?? []), projectId])
  return [...latest].map(([version, ids]) => ({ version, projectIds: ids }))
}

/** Whether a value is the word `latest`, and the filter with the values that are not. */
export function takeLatest<Filter extends TextFilter | TextInFilter>(
  filter: Filter,
): { isLatest: boolean; rest: Filter | null } {
  const isLatest = (raw: string | undefined) => raw === 'latest'
  if (filter.kind === 'text') {
    const found = filter.operator === '' && isLatest(filter.value.raw)
    return { isLatest: found, rest: found ? null : filter }
  }
  const values = filter.values.filter((value) => !isLatest(value?.raw))
  if (filter.operator !== '' || values.length === filter.values.length) return { isLatest: false, rest: filter }
  return { isLatest: true, rest: values.length === 0 ? null : { ...filter, values } }
}

type Test = (release: ParsedRelease) => boolean

/** Names of the projects' releases whose version, build or package meets the filter, negation left aside. */
export async function listMatching(
  key: string,
  filter: TextFilter | TextInFilter,
  resolving: Resolving,
): Promise<string[]> {
  const { projects, meta } = resolving.context
  const test = readTest(key, filter, resolving.query)
  const projectIds = projects.map((project) => project.id)
  const releases = projectIds.length === 0 ? [] : await meta.listReleaseVersions(projectIds, { environments: null })
  return releases.flatMap(({ version, parsed }) => (parsed && test(parsed) ? [version] : []))
}

/** Names of the projects' releases that are in a stage of the filter, negation included: seen there, and in another one. */
export async function listOfStage(filter: TextFilter | TextInFilter, context: SearchContext): Promise<string[]> {
  const { organizationId, projects, environments, meta } = context
  const values = filter.kind === 'text' ? [filter.value] : filter.values.filter((value) => value !== null)
  const stages = values.map(({ raw }) => unescapeText(raw))
  const projectIds = projects.map(({ id }) => id)
  return listReleasesOfStage(
    { organizationId, projectIds, environments, stages, isNegated: filter.negated },
    { storage: { meta } },
  )
}

function readTest(key: string, filter: TextFilter | TextInFilter, query: string): Test {
  if (key === 'release.version') return readVersionTest(filter, query)
  if (key === 'release.build') return readBuildTest(filter)
  return readTextTest(filter, (release) => release.package)
}

/** Any of the values; what is absent (no package, no build) is found by `""` only. */
function readTextTest(filter: TextFilter | TextInFilter, textOf: (release: ParsedRelease) => string | null): Test {
  const tests = readValueTests(filter)
  return (release) => {
    const text = textOf(release)
    return tests.some((test) => {
      if (test.kind !== 'match') return (text !== null) === (test.kind === 'present')
      return text !== null && matchesText(text, test.match)
    })
  }
}

const comparisons: Record<Exclude<Comparison, '='>, (order: number) => boolean> = {
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
}

function comparisonOf({ operator }: TextFilter): (order: number) => boolean {
  if (operator === '!=') return (order) => order !== 0
  if (operator === '>' || operator === '>=' || operator === '<' || operator === '<=') return comparisons[operator]
  return (order) => order === 0
}

/** Semver's order without builds: `1.2` is `1.2.0`. With a package in front, of that package only. `1.2.*` goes by the text. */
function readVersionTest(filter: TextFilter | TextInFilter, query: string): Test {
  const isTyped = filter.operator !== 'Contains' && filter.operator !== 'StartsWith' && filter.operator !== 'EndsWith'
  const values = filter.kind === 'text' ? [filter.value] : filter.values.filter((value) => value !== null)
  const tests = values.map((value): Test => {
    const pieces = splitWildcards(value.raw)
    const hasCompare = filter.kind === 'text' && filter.operator !== '' && isTyped
    if (!isTyped || (pieces.length > 1 && !hasCompare) || (value.raw === '' && value.quoted)) {
      return readWildcardTest(filter, pieces)
    }
    const wanted = parseRelease(unescapeText(value.raw))
    if (!wanted) {
      throw wrongSearch(
        query,
        filter,
        `Invalid format of semantic version: "${value.raw}". Expected e.g. 1.2.3 or 1.2.*`,
      )
    }
    const holds = filter.kind === 'text' ? comparisonOf(filter) : (order: number) => order === 0
    return (release) =>
      (wanted.package === null || wanted.package === release.package) &&
      holds(compareVersions({ ...release, build: null }, { ...wanted, build: null }))
  })
  return (release) => tests.some((test) => test(release))
}

function readWildcardTest(filter: TextFilter | TextInFilter, pieces: string[]): Test {
  const [before, ...rest] = pieces
  const at = before?.lastIndexOf('@') ?? -1
  if (filter.operator !== '' || at <= 0 || before === undefined) return readTextTest(filter, versionText)
  const match: TextMatch = { kind: 'pattern', pieces: [before.slice(at + 1), ...rest] }
  return (release) => release.package === before.slice(0, at) && matchesText(release.version, match)
}

function versionText(release: ParsedRelease): string {
  return release.version
}

/** By number where both are one, else by text. */
function readBuildTest(filter: TextFilter | TextInFilter): Test {
  const digits = /^\d{1,15}$/
  if (filter.kind === 'text' && digits.test(filter.value.raw)) {
    const wanted = Number(filter.value.raw)
    const holds = comparisonOf(filter)
    return ({ build }) => build !== null && digits.test(build) && holds(Number(build) - wanted)
  }
  return readTextTest(filter, (release) => release.build)
}
