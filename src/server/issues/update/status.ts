import { LapwingError } from '../../errors.ts'
import { readTime } from '../../http/time-range.ts'
import type { IssueStatus, IssueSubstatus, Snooze } from '../../storage/meta/ports/issues.ts'
import type { IssueUpdateBody } from './body.ts'

/** What a body asks of the status; the solution still has to be looked up in each issue's project. */
export interface StatusRequest {
  status: IssueStatus
  substatus: IssueSubstatus | null
  solution: Solution | null
  snooze: Omit<Snooze, 'base'> | null
}

export type Solution =
  | { kind: 'next' }
  | { kind: 'latest' }
  | { kind: 'release'; version: string }
  | { kind: 'commit'; commit: string; repository: string | null }

const statusOf: Record<string, IssueStatus> = {
  resolved: 'resolved',
  resolvedInNextRelease: 'resolved',
  unresolved: 'unresolved',
  reopened: 'unresolved',
  ignored: 'ignored',
  archived: 'ignored',
  muted: 'ignored',
}

const substatusesOf: Record<IssueStatus, readonly IssueSubstatus[]> = {
  unresolved: ['new', 'ongoing', 'regressed', 'escalating'],
  resolved: [],
  ignored: ['archived_until_escalating', 'archived_until_condition_met', 'archived_forever'],
}

/** Any of Sentry's names for a status, the older ones too; null when it is none. */
export function readStatusName(name: string): IssueStatus | null {
  return Object.hasOwn(statusOf, name) ? (statusOf[name] ?? null) : null
}

/**
 * Reads status, substatus and their details; null when the body says nothing of them. A substatus alone implies its status. Throws
 * `invalid_input` for what does not go together.
 */
export function readStatusRequest(body: IssueUpdateBody, now: number): StatusRequest | null {
  const details = body.statusDetails ?? {}
  const solution = readSolution(body, details)
  const snooze = readSnooze(body, details, now)
  const status = readStatus(body)
  if (status === null) {
    if (solution || snooze) throw invalid('status', 'It has to be given together with statusDetails.')
    return null
  }
  if (solution && status !== 'resolved') throw invalid('statusDetails', `'${body.status}' goes with no release.`)
  if (snooze && status !== 'ignored') throw invalid('statusDetails', `'${body.status}' goes with no condition.`)
  return { status, substatus: readSubstatus(body, details, status, snooze !== null), solution, snooze }
}

function readStatus(body: IssueUpdateBody): IssueStatus | null {
  if (body.status !== undefined) {
    const status = readStatusName(body.status)
    if (!status) throw invalid('status', `It can be ${Object.keys(statusOf).join(', ')}.`)
    return status
  }
  const substatus = body.substatus ?? null
  if (substatus === null) return null
  return substatusesOf.ignored.includes(substatus) ? 'ignored' : 'unresolved'
}

type Details = NonNullable<IssueUpdateBody['statusDetails']>

function readSubstatus(
  body: IssueUpdateBody,
  details: Details,
  status: IssueStatus,
  hasSnooze: boolean,
): IssueSubstatus | null {
  const asked = body.substatus ?? (details.untilEscalating ? 'archived_until_escalating' : null)
  if (asked !== null) {
    if (!substatusesOf[status].includes(asked)) {
      throw invalid('substatus', `'${asked}' does not go with status '${body.status ?? status}'.`)
    }
    if (hasSnooze && asked !== 'archived_until_condition_met') {
      throw invalid('substatus', `'${asked}' does not go with a condition.`)
    }
    if (!hasSnooze && asked === 'archived_until_condition_met') {
      throw invalid('statusDetails', 'A condition has to be given, such as ignoreDuration or ignoreCount.')
    }
    return asked
  }
  if (status === 'resolved') return null
  if (status === 'unresolved') return 'ongoing'
  return hasSnooze ? 'archived_until_condition_met' : 'archived_until_escalating'
}

function readSolution(body: IssueUpdateBody, details: Details): Solution | null {
  const found: Solution[] = []
  const { inRelease, inCommit } = details
  if (body.status === 'resolvedInNextRelease' || details.inNextRelease || details.inUpcomingRelease) {
    found.push({ kind: 'next' })
  }
  if (inRelease) found.push(inRelease === 'latest' ? { kind: 'latest' } : { kind: 'release', version: inRelease })
  if (inCommit) found.push({ kind: 'commit', commit: inCommit.commit, repository: inCommit.repository ?? null })
  if (found.length > 1) throw invalid('statusDetails', 'Give one of inRelease, inNextRelease and inCommit.')
  return found[0] ?? null
}

const minute = 60_000

function readSnooze(body: IssueUpdateBody, details: Details, now: number): Omit<Snooze, 'base'> | null {
  const given = (name: 'ignoreDuration' | 'ignoreCount' | 'ignoreWindow' | 'ignoreUserCount' | 'ignoreUserWindow') =>
    (details[name] ?? body[name]) || null
  const duration = given('ignoreDuration') ?? (body.snoozeDuration || null)
  const snooze = {
    until: details.ignoreUntil ? readUntil(details.ignoreUntil, now) : duration && now + duration * minute,
    count: given('ignoreCount'),
    windowMinutes: given('ignoreWindow'),
    userCount: given('ignoreUserCount'),
    userWindowMinutes: given('ignoreUserWindow'),
  }
  if (snooze.windowMinutes !== null && snooze.count === null) throw invalid('ignoreWindow', 'It needs ignoreCount.')
  if (snooze.userWindowMinutes !== null && snooze.userCount === null) {
    throw invalid('ignoreUserWindow', 'It needs ignoreUserCount.')
  }
  return snooze.until === null && snooze.count === null && snooze.userCount === null ? null : snooze
}

function readUntil(text: string, now: number): number {
  const until = readTime(text)
  if (until === null) throw invalid('ignoreUntil', 'It has to be a time, such as 2026-11-20T12:00:00Z.')
  if (until <= now) throw invalid('ignoreUntil', 'It has to lie in the future.')
  return until
}

function invalid(field: string, message: string): LapwingError {
  return new LapwingError('invalid_input', { fields: { [field]: [message] } })
}
