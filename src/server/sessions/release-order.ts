import { LapwingError } from '../errors.ts'
import type { Condition } from '../storage/condition.ts'
import type { ReleaseStore } from '../storage/meta/ports/releases.ts'
import { meetsCondition } from '../storage/meta/release-condition.ts'
import type { SessionCondition } from '../storage/sessions/port.ts'
import { compareKeys, fillGroups, type Group, type Grouping, type GroupStore, listGroups } from './groups.ts'

type Where = Condition<SessionCondition>

/** So many releases can be listed by their date. */
const mostReleases = 100

/**
 * Groups of the projects' releases by the date of the release, those without a session among them: of those nothing but the release is known.
 * One page only, as in Sentry: throws `bad_request` for another, and for more releases than it may have.
 */
export async function findGroupsByReleaseDate(
  grouping: Grouping,
  { isDescending }: { isDescending: boolean },
  part: { offset: number; size: number | null; most: number },
  stores: { meta: Pick<ReleaseStore, 'listReleaseVersions'>; sessions: GroupStore },
): Promise<{ groups: Group[]; hasMore: boolean }> {
  if (part.offset > 0) {
    throw refused('Passing an offset value greater than 0 when ordering by release.timestamp is not permitted')
  }
  const asked = part.size ?? mostReleases
  if (asked > mostReleases) {
    throw refused(
      `This limit is too high for queries that requests a preflight query. Please choose a limit below ${mostReleases}`,
    )
  }
  const size = Math.min(asked, part.most)
  const { query } = grouping
  const releases = await listReleases(query, isDescending, size, stores.meta)
  if (releases.length === 0) return { groups: [], hasMore: false }
  const ofReleases: Grouping = {
    ...grouping,
    query: { ...query, where: allOf([query.where, { kind: 'releases', releases }]) },
  }
  const found = await listGroups(ofReleases, [], stores.sessions)
  const keys = releases.flatMap((release) => {
    const own = found.groups.map(({ key }) => key).filter((key) => key.release === release)
    return own.length > 0 ? own.toSorted(compareKeys) : [{ projectId: null, release, environment: null }]
  })
  return { groups: await fillGroups(ofReleases, keys.slice(0, size), found, stores.sessions), hasMore: false }
}

async function listReleases(
  { projectIds, where }: Grouping['query'],
  isDescending: boolean,
  size: number,
  meta: Pick<ReleaseStore, 'listReleaseVersions'>,
): Promise<string[]> {
  const { within, without } = environmentsOf(where)
  // Where nothing else is asked of them, the first ones are the right ones.
  const isAny = isDescending && without === null && !asksFor(where, ['release', 'releases'])
  const seen = await meta.listReleaseVersions(projectIds, { environments: within, ...(isAny && { limit: size }) })
  const elsewhere = without && (await meta.listReleaseVersions(projectIds, { environments: without }))
  const excluded = new Set(elsewhere?.map(({ version }) => version))
  const names = seen
    .map(({ version }) => version)
    .filter((version) => !excluded.has(version) && couldMeet(where, version) !== false)
  return (isDescending ? names : names.toReversed()).slice(0, size)
}

/**
 * The environments in which a release has to have been seen, and those in which it must not have; null = no matter. Throws `bad_request` where a
 * condition on environments is one of several possibilities: then it says nothing of the release.
 */
function environmentsOf(where: Where): { within: string[] | null; without: string[] | null } {
  let within: string[] | null = null
  let without: string[] | null = null
  for (const part of partsOf(where)) {
    if (part.kind === 'environments') {
      const named = part.environments
      within = within === null ? named : within.filter((name) => named.includes(name))
    } else if (part.kind === 'not' && part.of.kind === 'environments') {
      without = [...(without ?? []), ...part.of.environments]
    } else if (asksFor(part, ['environments'])) {
      throw refused('Unable to parse condition with environment')
    }
  }
  return { within, without }
}

/** All of which have to hold. */
function partsOf(where: Where): Where[] {
  return where.kind === 'and' ? where.of.flatMap(partsOf) : [where]
}

function asksFor(where: Where, kinds: Where['kind'][]): boolean {
  if (where.kind === 'and' || where.kind === 'or') return where.of.some((part) => asksFor(part, kinds))
  return where.kind === 'not' ? asksFor(where.of, kinds) : kinds.includes(where.kind)
}

/** Whether sessions of the release meet the condition; null where that depends on their project or environment. */
function couldMeet(where: Where, version: string): boolean | null {
  switch (where.kind) {
    case 'and':
      return allHold(where.of.map((part) => couldMeet(part, version)))
    case 'or':
      return opposite(allHold(where.of.map((part) => opposite(couldMeet(part, version)))))
    case 'not':
      return opposite(couldMeet(where.of, version))
    case 'releases':
      return where.releases.includes(version)
    case 'release':
      return meetsCondition(version, where.where)
    case 'projects':
    case 'environments':
      return null
  }
}

function allHold(verdicts: (boolean | null)[]): boolean | null {
  if (verdicts.includes(false)) return false
  return verdicts.includes(null) ? null : true
}

function opposite(verdict: boolean | null): boolean | null {
  return verdict === null ? null : !verdict
}

function allOf(of: Where[]): Where {
  return { kind: 'and', of }
}

function refused(detail: string): LapwingError {
  return new LapwingError('bad_request', { detail })
}
