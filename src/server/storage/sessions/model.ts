import type { Condition } from '../condition.ts'
import { meetsCondition } from '../meta/release-condition.ts'
import {
  fineMs,
  type SessionCondition,
  type SessionCounts,
  type SessionDurations,
  type SessionFigures,
  type SessionGroupKey,
  type SessionPlace,
  type SessionQuery,
  type SessionStore,
  type SessionUpdate,
  type SessionUsers,
} from './port.ts'

/** Tells also of which durations the figures are, so that a comparison knows where quantiles need not be exact. */
export interface SessionModel extends SessionStore {
  listDurations(query: SessionQuery): Promise<{ key: SessionGroupKey; started: number; duration: number }[]>
}

const day = 24 * 60 * 60 * 1000

/** The sessions port by brute force over all that was ever recorded: what the contract suite holds the engines to. */
export function openSessionModel(): SessionModel {
  const offsets = new Map<string, number>()
  let updates: SessionUpdate[] = []
  let counts: SessionCounts[] = []
  const deleted = new Set<number>()

  const listTallies = () =>
    [...groupSessions(updates).flatMap(tallySession), ...counts.map(tallyCounts)].filter(hasAnything)
  const select = (query: SessionQuery) =>
    listTallies()
      .filter(({ place }) => place.organizationId === query.organizationId)
      .filter(({ place }) => query.projectIds.includes(place.projectId))
      .filter(({ place }) => query.start <= place.started && place.started < query.end)
      .filter(({ place }) => matches(place, query.where))
      .map((tally) => ({ tally, key: keyOf(tally.place, query) }))
      .filter(({ key }) => query.groups === null || query.groups.some((wanted) => isSameKey(wanted, key)))
  const group = (query: SessionQuery) =>
    [...Map.groupBy(select(query), ({ key }) => JSON.stringify(key)).values()].flatMap((found) => {
      const [one] = found
      return one ? [{ key: one.key, tallies: found.map(({ tally }) => tally) }] : []
    })

  return {
    offset: async (spool) => offsets.get(spool) ?? 0,
    record: async (batch) => {
      const offset = offsets.get(batch.spool) ?? 0
      const isNew = ({ position, projectId }: SessionPlace) => position >= offset && !deleted.has(projectId)
      updates.push(...batch.updates.filter(isNew))
      counts.push(...batch.counts.filter(isNew))
      offsets.set(batch.spool, Math.max(offset, batch.to))
    },

    summarize: async (query) => group(query).map(({ key, tallies }) => ({ key, figures: sum(tallies, query.wants) })),
    countSeries: async (query) =>
      group(query).map(({ key, tallies }) => {
        const inBucket = (from: number) =>
          tallies.filter(({ place }) => from <= place.started && place.started < from + query.interval)
        const starts = listStarts(query.start, query.end, query.interval)
        return { key, points: starts.map((from) => sum(inBucket(from), query.wants)) }
      }),
    listDurations: async (query) =>
      select(query).flatMap(({ key, tally }) =>
        tally.durations.map((duration) => ({ key, started: tally.place.started, duration })),
      ),

    listStates: async ({ projectId, sids }) =>
      groupSessions(updates).flatMap((found) => {
        const [first] = found
        if (!first || first.projectId !== projectId || !sids.includes(first.sid)) return []
        const { sid, release, environment } = first
        const hasLasted = found.some(({ status, duration }) => status === 'exited' && duration !== null)
        return {
          sid,
          release,
          environment,
          started: Math.floor(first.started / fineMs) * fineMs,
          status: endOf(found) ?? (hasLasted ? 'exited' : 'ok'),
          isErrored: found.some(hasError),
        }
      }),
    listSpans: async ({ projectIds, releases }) => {
      const places = listTallies()
        .map(({ place }) => place)
        .filter(({ projectId }) => projectIds.includes(projectId))
        .filter(({ release }) => releases === null || releases.includes(release))
      const of = ({ projectId, release, environment }: SessionPlace) => ({ projectId, release, environment })
      return [...Map.groupBy(places, (place) => JSON.stringify(of(place))).values()].flatMap((found) => {
        const days = found.map(({ started }) => Math.floor(started / day) * day)
        const [one] = found
        return one ? [{ ...of(one), first: Math.min(...days), last: Math.max(...days) }] : []
      })
    },

    deleteProject: async (projectId) => {
      deleted.add(projectId)
      const isOther = (place: SessionPlace) => place.projectId !== projectId
      updates = updates.filter(isOther)
      counts = counts.filter(isOther)
    },
    deleteBefore: async (time) => {
      updates = groupSessions(updates)
        .filter(([first]) => first !== undefined && first.started >= time)
        .flat()
      counts = counts.filter(({ started }) => started >= time)
    },
    sweep: async () => 0,

    checkIntegrity: async () => [],
    close: async () => undefined,
  }
}

/** What a session, or an aggregate, counts, and where. */
interface Tally extends Record<Counter, number> {
  place: SessionPlace
  users: Record<keyof SessionUsers, number[]>
  durations: number[]
}

const counters = ['sessions', 'errored', 'crashed', 'abnormal', 'unhandled'] as const
type Counter = (typeof counters)[number]

/** The updates of each session in the order in which they came. */
function groupSessions(updates: SessionUpdate[]): SessionUpdate[][] {
  return [...Map.groupBy(updates, ({ projectId, sid }) => `${projectId}/${sid}`).values()]
}

function tallySession(updates: SessionUpdate[]): Tally[] {
  const [place] = updates
  if (place === undefined) return []
  const end = endOf(updates)
  const usersWhere = (test: (update: SessionUpdate) => boolean) =>
    updates.filter(test).flatMap(({ user }) => user ?? [])
  const usersOfAbnormal = (...mechanisms: (string | null)[]) =>
    usersWhere(({ status, abnormalMechanism }) => status === 'abnormal' && mechanisms.includes(abnormalMechanism))
  return [
    {
      place,
      sessions: Number(updates.some(({ isInit }) => isInit)),
      errored: Number(updates.some(hasError)),
      crashed: Number(end === 'crashed'),
      abnormal: Number(end === 'abnormal'),
      unhandled: Number(end === 'unhandled'),
      users: {
        all: usersWhere(() => true),
        errored: usersWhere(hasError),
        crashed: usersWhere(({ status }) => status === 'crashed'),
        abnormal: usersWhere(({ status }) => status === 'abnormal'),
        unhandled: usersWhere(({ status }) => status === 'unhandled'),
        anr: usersOfAbnormal('anr_foreground', 'anr_background'),
        foregroundAnr: usersOfAbnormal('anr_foreground'),
      },
      durations: updates.flatMap(({ status, duration }) => (status === 'exited' ? (duration ?? []) : [])).slice(0, 1),
    },
  ]
}

function endOf(updates: SessionUpdate[]) {
  return (['crashed', 'abnormal', 'unhandled'] as const).find((word) => updates.some(({ status }) => status === word))
}

function hasError({ status, errors }: SessionUpdate): boolean {
  return errors > 0 || (status !== 'ok' && status !== 'exited')
}

function tallyCounts(counts: SessionCounts): Tally {
  const { exited, crashed, abnormal, unhandled } = counts
  const errored = counts.errored + abnormal + crashed + unhandled
  const userIf = (count: number) => (count > 0 && counts.user !== null ? [counts.user] : [])
  return {
    place: counts,
    sessions: exited + errored,
    errored,
    crashed,
    abnormal,
    unhandled,
    users: {
      all: userIf(exited + errored),
      errored: userIf(errored),
      crashed: userIf(crashed),
      abnormal: userIf(abnormal),
      unhandled: userIf(unhandled),
      anr: [],
      foregroundAnr: [],
    },
    durations: [],
  }
}

function hasAnything(tally: Tally): boolean {
  return counters.some((name) => tally[name] > 0) || tally.users.all.length > 0 || tally.durations.length > 0
}

function matches(place: SessionPlace, where: Condition<SessionCondition>): boolean {
  switch (where.kind) {
    case 'and':
      return where.of.every((part) => matches(place, part))
    case 'or':
      return where.of.some((part) => matches(place, part))
    case 'not':
      return !matches(place, where.of)
    case 'projects':
      return where.projectIds.includes(place.projectId)
    case 'environments':
      return where.environments.includes(place.environment)
    case 'releases':
      return where.releases.includes(place.release)
    case 'release':
      return meetsCondition(place.release, where.where)
  }
}

function keyOf(place: SessionPlace, { groupBy }: SessionQuery): SessionGroupKey {
  return {
    projectId: groupBy.includes('project') ? place.projectId : null,
    release: groupBy.includes('release') ? place.release : null,
    environment: groupBy.includes('environment') ? place.environment : null,
  }
}

function isSameKey(a: SessionGroupKey, b: SessionGroupKey): boolean {
  return a.projectId === b.projectId && a.release === b.release && a.environment === b.environment
}

function listStarts(start: number, end: number, interval: number): number[] {
  return Array.from(
    { length: Math.max(0, Math.ceil((end - start) / interval)) },
    (_, index) => start + index * interval,
  )
}

function sum(tallies: Tally[], wants: SessionQuery['wants']): SessionFigures {
  const total = (name: Counter) => tallies.reduce((before, tally) => before + tally[name], 0)
  const distinct = (name: keyof SessionUsers) => new Set(tallies.flatMap(({ users }) => users[name])).size
  return {
    sessions: total('sessions'),
    errored: total('errored'),
    crashed: total('crashed'),
    abnormal: total('abnormal'),
    unhandled: total('unhandled'),
    users: wants.users
      ? {
          all: distinct('all'),
          errored: distinct('errored'),
          crashed: distinct('crashed'),
          abnormal: distinct('abnormal'),
          unhandled: distinct('unhandled'),
          anr: distinct('anr'),
          foregroundAnr: distinct('foregroundAnr'),
        }
      : null,
    durations: wants.durations ? describeDurations(tallies.flatMap(({ durations }) => durations)) : null,
  }
}

function describeDurations(durations: number[]): SessionDurations | null {
  if (durations.length === 0) return null
  const inOrder = durations.toSorted((a, b) => a - b)
  /** Between the two that stand nearest to this share of the way from the first to the last. */
  const quantile = (share: number) => {
    const at = (inOrder.length - 1) * share
    const [below, above] = [inOrder[Math.floor(at)] ?? 0, inOrder[Math.ceil(at)] ?? 0]
    return below + (above - below) * (at - Math.floor(at))
  }
  return {
    average: durations.reduce((before, duration) => before + duration, 0) / durations.length,
    max: quantile(1),
    p50: quantile(0.5),
    p75: quantile(0.75),
    p90: quantile(0.9),
    p95: quantile(0.95),
    p99: quantile(0.99),
  }
}
