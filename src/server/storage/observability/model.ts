import { dayOf, startOfDay } from '../blobs/key.ts'
import { attributeOf } from './facts.ts'
import { comparePlaces, placeOf } from './order.ts'
import {
  type Fold,
  foldOf,
  joinFolds,
  joinParts,
  type Part,
  partOf,
  spanOf,
  toUserSession,
  toWholeSession,
  usersOf,
} from './part.ts'
import {
  sourceKinds,
  type UserSession,
  type UserSessionFilter,
  type UserSessionQuery,
  type UserSessionStore,
} from './port.ts'

/** The port by brute force, in memory: everything is joined anew for each question. */
export function openUserSessionModel(): UserSessionStore {
  const offsets = new Map<string, number>()
  const deleted = new Set<number>()
  const forgotten = new Set<string>()
  let parts = new Map<string, Part>()

  const keyOf = ({ projectId, kind, id }: Pick<Part, 'projectId' | 'kind' | 'id'>) => `${projectId} ${kind} ${id}`
  const ofProject = (projectId: number) => new Map([...parts].filter(([, part]) => part.projectId === projectId))
  const offset = (spool: string) => offsets.get(spool) ?? 0

  function findIn(projectId: number, id: string) {
    const own = ofProject(projectId)
    for (const kind of ['replay', 'session'] as const) {
      const part = parts.get(keyOf({ projectId, kind, id }))
      const home = part && homesOf(own).get(part)
      const found = home && fold(own).get(home)
      const session = home && found && toUserSession(projectId, home.id, found.fold)
      if (session) return { ...found, session }
    }
    return null
  }

  return {
    offset: async (spool) => offset(spool),
    async record({ spool, to, sources }) {
      if (to <= offset(spool)) return
      for (const source of sources) {
        const key = keyOf(source)
        if (source.position < offset(spool) || deleted.has(source.projectId) || forgotten.has(key)) continue
        const known = parts.get(key)
        parts.set(key, known ? joinParts(known, partOf(source)) : partOf(source))
      }
      offsets.set(spool, to)
    },
    list: async (query) => pageOf([...fold(parts).values()], query),
    async find({ projectId, platform, id }) {
      const session = findIn(projectId, id)?.session ?? null
      return session?.platform === platform ? session : null
    },
    async findWhole({ projectIds, id, mostParts }) {
      for (const projectId of projectIds) {
        const found = findIn(projectId, id)
        if (!found) continue
        const own = [...homesOf(ofProject(projectId))].flatMap(([part, home]) => (home === found.home ? [part] : []))
        const last = sourceKinds.flatMap((kind) =>
          own
            .filter((part) => part.kind === kind)
            .toSorted(byStart)
            .slice(-mostParts),
        )
        return toWholeSession(found.session, found.fold, last)
      }
      return null
    },
    async forgetReplays(projectId, replayIds) {
      for (const id of replayIds) {
        const key = keyOf({ projectId, kind: 'replay', id })
        forgotten.add(key)
        parts.delete(key)
      }
    },
    async deleteProject(projectId) {
      deleted.add(projectId)
      parts = new Map([...parts].filter(([, part]) => part.projectId !== projectId))
    },
    async deleteBefore(time) {
      const midnight = startOfDay(dayOf(time))
      const gone = new Set([...fold(parts)].flatMap(([home, { fold }]) => (fold.receivedAt < midnight ? [home] : [])))
      const homes = homesOf(parts)
      parts = new Map(
        [...parts].filter(([, part]) => {
          const home = homes.get(part)
          return home ? !gone.has(home) : part.receivedAt >= midnight
        }),
      )
    },
    checkIntegrity: async () => [],
    close: async () => undefined,
  }
}

interface Folded {
  home: Part
  fold: Fold
}

function fold(parts: Map<string, Part>): Map<Part, Folded> {
  const folded = new Map<Part, Folded>()
  for (const [part, home] of homesOf(parts)) {
    const known = folded.get(home)
    folded.set(home, { home, fold: known ? joinFolds(known.fold, foldOf(part)) : foldOf(part) })
  }
  return folded
}

/** Where each belongs; events that wait are left out. */
function homesOf(parts: Map<string, Part>): Map<Part, Part> {
  const all = [...parts.values()]
  const [replays, sessions, events] = (['replay', 'session', 'event'] as const).map((kind) =>
    all.filter((part) => part.kind === kind),
  )
  const homes = new Map<Part, Part>((replays ?? []).map((replay) => [replay, replay]))
  for (const session of sessions ?? []) {
    const [first] = (replays ?? []).filter((replay) => touches(session, replay)).toSorted(byStart)
    homes.set(session, first ?? session)
  }
  for (const event of events ?? []) {
    const session = (sessions ?? []).filter((one) => touches(event, one)).toSorted(byStart)
    const replay = (replays ?? []).filter((one) => touches(event, one)).toSorted(byStart)
    const around = lastStarted(session) ?? lastStarted(replay)
    const home = around && homes.get(around)
    if (home) homes.set(event, home)
  }
  return homes
}

function touches(a: Part, b: Part): boolean {
  const [one, other] = [spanOf(a), spanOf(b)]
  const isSame = a.projectId === b.projectId && a.user !== null && b.user !== null && a.user[1] === b.user[1]
  return isSame && one.start <= other.end && other.start <= one.end
}

const byStart = (a: Part, b: Part) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1)

function lastStarted(sorted: Part[]): Part | undefined {
  const start = sorted.at(-1)?.startedAt
  return sorted.find((part) => part.startedAt === start)
}

function pageOf(folded: Folded[], query: UserSessionQuery): UserSession[] {
  const { projectIds, platform, filter, from, mode, limit, sort } = query
  const found = folded
    .filter(({ home, fold }) => projectIds.includes(home.projectId) && fits(fold, filter))
    .map(({ home, fold }) => toUserSession(home.projectId, home.id, fold))
    .filter((session) => session !== null)
    .filter((session) => (platform === null || session.platform === platform) && fitsRow(session, filter))
    .toSorted((a, b) => comparePlaces(placeOf(a, sort), placeOf(b, sort), sort))
  const rest =
    from === null ? found : found.filter((session) => isBeyond(comparePlaces(placeOf(session, sort), from, sort)))
  return mode === 'after' ? rest.slice(0, limit) : rest.slice(-limit)

  function isBeyond(order: number): boolean {
    return mode === 'after' ? order > 0 : order < 0
  }
}

function fits(fold: Fold, { users, screens, events, attributes, responseTimes }: UserSessionFilter): boolean {
  const { screen = [], event = [], attribute = [], response = [] } = fold.facts.lists
  const holds = (wanted: string[] | null, names: string[]) =>
    wanted === null || wanted.some((one) => names.includes(one))
  return (
    holds(users, usersOf(fold)) &&
    holds(screens, screen) &&
    holds(events, event) &&
    (responseTimes?.some(({ min, max }) => response.some((time) => Number(time) >= min && Number(time) <= max)) ??
      true) &&
    attributes.every(({ key, values }) => values.some((value) => attribute.includes(attributeOf(key, value))))
  )
}

function fitsRow(session: UserSession, filter: UserSessionFilter): boolean {
  const { createdAfter, createdBefore } = filter
  const texts = ['appVersion', 'manufacturer', 'model', 'networkType', 'osVersion'] as const
  const flags = ['hasException', 'isAnr', 'isCrash', 'isAnonymous', 'rageTap'] as const
  return (
    (createdAfter === null || session.createdAt >= createdAfter) &&
    (createdBefore === null || session.createdAt <= createdBefore) &&
    texts.every((name) => filter[name]?.includes(session[name]) ?? true) &&
    flags.every((name) => filter[name] === null || filter[name] === session[name])
  )
}
