import { type Facts, joinFacts, latest, readAttribute, type Told } from './facts.ts'
import {
  type AnySource,
  type BriefSource,
  mostSpanMs,
  openMs,
  type SourceKind,
  type UserPlatform,
  userPlatforms,
  type UserSession,
  type UserSessionPart,
  type WholeUserSession,
} from './port.ts'

/** All that was told of one replay, session or event. */
export interface Part {
  projectId: number
  kind: SourceKind
  id: string
  /** When it was received last. */
  receivedAt: number
  user: Told<number> | null
  startedAt: number
  endedAt: number
  isOver: boolean
  facts: Facts
}

/** When a part was, for joining; both inclusive. */
export interface Span {
  start: number
  end: number
}

/** What one source tells; times are whole. */
export function partOf(source: AnySource): Part {
  const { projectId, kind, id, receivedAt, user, isOver } = source
  const startedAt = Math.floor(source.startedAt)
  const endedAt = Math.max(startedAt, Math.floor(source.endedAt))
  const told: Told<number> | null = user === null ? null : [receivedAt, user]
  return { projectId, kind, id, receivedAt, user: told, startedAt, endedAt, isOver, facts: factsOf(source) }
}

/** A brief source tells as of the start of its session. */
function factsOf(source: AnySource): Facts {
  if ('facts' in source) return source.facts
  const { platform, appVersion, sdkVersion, flags }: BriefSource = source
  const at = Math.floor(source.startedAt)
  const facts: Facts = { texts: { platform: [at, platform] }, numbers: {}, flags, lists: {} }
  if (appVersion !== '') facts.texts.appVersion = [at, appVersion]
  if (sdkVersion !== '') facts.texts.sdkVersion = [at, sdkVersion]
  return facts
}

/** Of the same thing. */
export function joinParts(a: Part, b: Part): Part {
  return {
    ...a,
    receivedAt: Math.max(a.receivedAt, b.receivedAt),
    user: latest(a.user, b.user),
    startedAt: Math.min(a.startedAt, b.startedAt),
    endedAt: Math.max(a.endedAt, b.endedAt),
    isOver: a.isOver || b.isOver,
    facts: joinFacts(a.facts, b.facts),
  }
}

/** A session that is not over is open for `openMs` at least. */
export function spanOf({ kind, startedAt, endedAt, isOver }: Part): Span {
  const isOpen = kind === 'session' && !isOver
  const end = isOpen ? Math.max(endedAt, startedAt + openMs) : endedAt
  return { start: startedAt, end: Math.min(end, startedAt + mostSpanMs) }
}

/** What the rows of a list are: parts that belong together, folded. */
export interface Fold {
  receivedAt: number
  startedAt: number
  endedAt: number
  facts: Facts
}

/** A part as a fold of itself. */
export function foldOf({ receivedAt, startedAt, endedAt, facts }: Part): Fold {
  return { receivedAt, startedAt, endedAt, facts }
}

export function joinFolds(a: Fold, b: Fold): Fold {
  return {
    receivedAt: Math.max(a.receivedAt, b.receivedAt),
    startedAt: Math.min(a.startedAt, b.startedAt),
    endedAt: Math.max(a.endedAt, b.endedAt),
    facts: joinFacts(a.facts, b.facts),
  }
}

/** Null for a fold of which nobody told a platform. */
export function toUserSession(projectId: number, id: string, { startedAt, endedAt, facts }: Fold): UserSession | null {
  const { texts, numbers, flags, lists } = facts
  const platform = readPlatform(texts.platform?.[1])
  if (platform === null) return null
  const [userId, userEmail, userName] = [texts.userId?.[1] ?? '', texts.userEmail?.[1] ?? '', texts.userName?.[1] ?? '']
  const user = userId || userEmail || userName
  return {
    id,
    projectId,
    platform,
    createdAt: startedAt,
    duration: endedAt - startedAt,
    appVersion: texts.appVersion?.[1] ?? '',
    manufacturer: texts.manufacturer?.[1] ?? '',
    model: texts.model?.[1] ?? '',
    networkType: texts.networkType?.[1] ?? '',
    osVersion: texts.osVersion?.[1] ?? '',
    sdkVersion: texts.sdkVersion?.[1] ?? '',
    screenHeight: numbers.screenHeight?.[1] ?? null,
    screenWidth: numbers.screenWidth?.[1] ?? null,
    hasException: flags.includes('exception'),
    isAnr: flags.includes('anr'),
    isCrash: flags.includes('crash'),
    rageTap: flags.includes('rageTap'),
    user,
    userId,
    userEmail,
    userName,
    isAnonymous: user === '',
    recordingIds: lists.recording ?? [],
    screenCount: lists.screen?.length ?? 0,
  }
}

/** A session with all that its fold knows, and with these parts of it. */
export function toWholeSession(session: UserSession, { facts }: Fold, parts: Part[]): WholeUserSession {
  const { lists } = facts
  return {
    session,
    screens: lists.screen ?? [],
    events: lists.event ?? [],
    attributes: (lists.attribute ?? []).map(readAttribute),
    responseTimes: (lists.response ?? []).map(Number).toSorted((a, b) => a - b),
    parts: parts
      .map(toSessionPart)
      .toSorted((a, b) => a.startedAt - b.startedAt || compareTexts(a.id, b.id) || compareTexts(a.kind, b.kind)),
  }
}

function toSessionPart({ kind, id, startedAt, endedAt, isOver, facts }: Part): UserSessionPart {
  return { kind, id, startedAt, endedAt, isOver, flags: facts.flags, appVersion: facts.texts.appVersion?.[1] ?? '' }
}

const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The texts by which `UserSessionFilter.users` finds it. */
export function usersOf({ facts: { texts } }: Fold): string[] {
  const names = [texts.userId, texts.userEmail, texts.userName].flatMap((told) => (told ? [told[1]] : []))
  return [...new Set(names)]
}

function readPlatform(text: string | undefined): UserPlatform | null {
  return userPlatforms.find((platform) => platform === text) ?? null
}
