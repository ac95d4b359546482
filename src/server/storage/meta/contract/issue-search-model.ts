import { compares } from '../../comparison.ts'
import fc from 'fast-check'
import { levels } from '../../../../protocol/event.ts'
import type { Comparison, Condition, IssueCondition, TextMatch } from '../../condition.ts'
import type { MetaStore } from '../port.ts'
import {
  type Issue,
  type IssueMark,
  type IssueSearch,
  issuePriorities,
  issueStatuses,
  issueSubstatuses,
  type Occurrence,
} from '../ports/issues.ts'
import { newOrganization, newProject, newUser, now, occurrence, recordIds } from './harness.ts'

const hour = 3_600_000

/** Issues with all that a search may ask of them. */
export interface Filled {
  projectIds: number[]
  userIds: number[]
  teamId: number
  issues: Issue[]
  marks: IssueMark[]
  /** Issue and author of each note. */
  notes: { issueId: number; userId: number }[]
  /** Times of each issue's events. */
  times: Map<number, number[]>
}

const words = ['Timeout in CHECKOUT', 'ÜBERLAUF im Puffer', 'null pointer', '100%_done\\', "it's a\nΣΑΣ", '']
const releases = [null, 'shop@1.0', 'shop@2.0', 'SHOP@2.0']

/** 70 issues in two projects, with many equal times and counts, in all states; some of the last 24 hours, some not seen for days. */
export async function fillIssues(store: MetaStore): Promise<Filled> {
  const { id: organizationId } = await newOrganization(store)
  const projects = await Promise.all(['a', 'b'].map((slug) => newProject(store, organizationId, slug)))
  const projectIds = projects.map(({ id }) => id)
  const userIds = await Promise.all(['a', 'b', 'c'].map((name) => newUser(store, `${name}@example.com`)))
  const { id: teamId } = await store.createTeam({ organizationId, slug: 'web', name: 'Web', createdAt: now })
  const occurrences = Array.from({ length: 260 }, (_, index) => drawOccurrence(projectIds, index))
  const ids = await recordIds(store, occurrences)
  const times = new Map<number, number[]>()
  for (const [index, { timestamp }] of occurrences.entries()) {
    const id = ids[index] ?? 0
    times.set(id, [...(times.get(id) ?? []), timestamp])
  }
  const distinct = [...new Set(ids)]
  const every = (step: number, offset: number) => distinct.filter((_, index) => index % step === offset)
  const [ann = 0, bob = 0] = userIds
  const by = { userId: ann, at: now }
  await store.changeIssues(every(5, 1), { ...by, status: { status: 'resolved', substatus: null } })
  await store.changeIssues(every(5, 2), { ...by, status: { status: 'ignored', substatus: 'archived_forever' } })
  await store.changeIssues(every(7, 3), { ...by, status: { status: 'unresolved', substatus: 'ongoing' } })
  await store.changeIssues(every(4, 0), { ...by, assignee: { userId: ann } })
  await store.changeIssues(every(6, 1), { ...by, assignee: { teamId } })
  await store.changeIssues(every(8, 2), { ...by, priority: 'low' })
  await store.changeIssues(every(3, 2), { ...by, isReviewed: true })
  await store.markIssues(every(5, 0), ann, { isBookmarked: true })
  await store.markIssues(every(5, 3), bob, { isSubscribed: true, isBookmarked: true })
  await store.markIssues(every(8, 0), ann, { isSubscribed: false })
  const noted = every(9, 4)
  for (const issueId of noted) await store.addNote({ issueId, userId: bob, text: 'seen', createdAt: now })
  await store.markIssues(noted.slice(0, 2), bob, { isSubscribed: false })
  return {
    projectIds,
    userIds,
    teamId,
    issues: await store.findIssues(distinct),
    marks: (await Promise.all(userIds.map((userId) => store.listMarks(distinct, userId)))).flat(),
    notes: noted.map((issueId) => ({ issueId, userId: bob })),
    times,
  }
}

function drawOccurrence(projectIds: number[], index: number): Occurrence {
  const hash = (index * 7) % 70
  // A third of the issues was last seen days ago.
  const age = hash % 3 === 0 ? ((index * 5) % 9) * 26 * hour : ((index * 11) % 50) * hour
  return occurrence(projectIds[hash % 2] ?? 0, {
    hashes: [`h${hash}`],
    timestamp: now - age + ((index * 13) % 3) * 1000,
    title: `${words[hash % words.length]} ${index % 5}`,
    culprit: `view/${index % 3}`,
    type: hash % 11 === 0 ? 'csp' : 'error',
    level: levels[hash % levels.length] ?? 'error',
    metadata: { value: index % 6 === 0 ? 'Deep\nMessage' : 'x', message: index % 7 },
    release: releases[hash % releases.length] ?? null,
    userKey: index % 4 === 0 ? null : `id:${index % 7}`,
  })
}

/** Whether an issue meets a condition, by definition. */
export function meets(filled: Filled, issue: Issue, where: Condition<IssueCondition>): boolean {
  switch (where.kind) {
    case 'and':
      return where.of.every((part) => meets(filled, issue, part))
    case 'or':
      return where.of.some((part) => meets(filled, issue, part))
    case 'not':
      return !meets(filled, issue, where.of)
    case 'ids':
      return where.ids.includes(issue.id)
    case 'projects':
      return where.projectIds.includes(issue.projectId)
    case 'status':
      return where.statuses.includes(issue.status)
    case 'substatus':
      return issue.substatus !== null && where.substatuses.includes(issue.substatus)
    case 'priority':
      return where.priorities.includes(issue.priority)
    case 'type':
      return where.types.includes(issue.type)
    case 'assigned': {
      const { assigneeUserId: user, assigneeTeamId: team } = issue
      if (user === null && team === null) return where.nobody
      return (user !== null && where.userIds.includes(user)) || (team !== null && where.teamIds.includes(team))
    }
    case 'bookmarkedBy':
      return filled.marks.some(
        (mark) => mark.issueId === issue.id && mark.isBookmarked && where.userIds.includes(mark.userId),
      )
    case 'subscribedBy':
      return where.userIds.some((userId) => isSubscribed(filled, issue, userId))
    case 'forReview':
      return issue.needsReview
    case 'text': {
      const text = issue[where.field]
      return text !== null && matches(text, where.match)
    }
    case 'mentions': {
      const parts = [issue.title, issue.culprit, issue.metadata.value, issue.metadata.message]
      return parts.some((part) => typeof part === 'string' && matches(part, where.match))
    }
    case 'number':
    case 'time':
      return compares(issue[where.field], where.comparison, where.value)
  }
}

function isSubscribed({ marks, notes }: Filled, issue: Issue, userId: number): boolean {
  const mark = marks.find((own) => own.issueId === issue.id && own.userId === userId)
  const takesPart =
    issue.assigneeUserId === userId || notes.some((note) => note.issueId === issue.id && note.userId === userId)
  return mark?.isSubscribed ?? takesPart
}

function matches(text: string, match: TextMatch): boolean {
  switch (match.kind) {
    case 'equals':
      return text === match.value
    case 'in':
      return match.values.includes(text)
    case 'contains':
      return text.toLowerCase().includes(match.value.toLowerCase())
    case 'pattern':
      return fits(
        text.toLowerCase(),
        match.pieces.map((piece) => piece.toLowerCase()),
      )
  }
}

function fits(text: string, pieces: string[]): boolean {
  const [first = '', ...rest] = pieces
  if (rest.length === 0) return text === first
  if (!text.startsWith(first)) return false
  const behind = text.slice(first.length)
  return Array.from({ length: behind.length + 1 }, (_, skip) => skip).some((skip) => fits(behind.slice(skip), rest))
}

/** All issues that match, in order. */
export function expectedList(filled: Filled, search: IssueSearch): Issue[] {
  return filled.issues
    .filter((issue) => search.projectIds.includes(issue.projectId) && meets(filled, issue, search.where))
    .sort((a, b) => compareIssues(filled, search, a, b))
}

function compareIssues(filled: Filled, search: IssueSearch, a: Issue, b: Issue): number {
  const [left, right] = [rank(filled, search, a), rank(filled, search, b)]
  const different = left.findIndex((value, index) => value !== right[index])
  return different === -1 ? b.id - a.id : (right[different] ?? 0) - (left[different] ?? 0)
}

/** What is compared first, then second …: greatest first. */
function rank(filled: Filled, { sort, now: at }: IssueSearch, issue: Issue): number[] {
  switch (sort) {
    case 'date':
      return [issue.lastSeen]
    case 'new':
      return [issue.firstSeen]
    case 'freq':
      return [issue.timesSeen]
    case 'user':
      return [issue.usersSeen]
    case 'priority':
      return [2 - issuePriorities.indexOf(issue.priority), issue.lastSeen]
    case 'trends': {
      const thisHour = Math.floor(at / hour)
      const hours = (filled.times.get(issue.id) ?? []).map((time) => thisHour - Math.floor(time / hour))
      const recent = hours.filter((ago) => ago < 24).length
      const before = hours.filter((ago) => ago >= 24 && ago < 24 + 168).length
      return recent === 0 ? [0, 0, issue.lastSeen] : [1, Math.floor((recent * 7000) / (before + 7)), 0]
    }
  }
}

/** Texts that are in the issues, in parts and in other cases, and some that are not. */
const arbitraryText = fc.oneof(
  fc.constantFrom(
    'checkout',
    'überlauf',
    'NULL',
    'view/1',
    'deep',
    '%',
    '_',
    "'",
    ' 1',
    'absent',
    '',
    '\\',
    '\n',
    'σας',
    'x',
  ),
  fc.constantFrom('view/0', 'null pointer 2', 'shop@2.0', 'Deep\nMessage', 'x', ...words),
)

const arbitraryMatch: fc.Arbitrary<TextMatch> = fc.oneof(
  arbitraryText.map((value): TextMatch => ({ kind: 'equals', value })),
  fc.array(arbitraryText, { maxLength: 6 }).map((values): TextMatch => ({ kind: 'in', values })),
  arbitraryText.map((value): TextMatch => ({ kind: 'contains', value })),
  fc.array(arbitraryText, { minLength: 1, maxLength: 4 }).map((pieces): TextMatch => ({ kind: 'pattern', pieces })),
)

const arbitraryComparison = fc.constantFrom<Comparison>('=', '>', '>=', '<', '<=')

/** Any condition over the issues that `fillIssues` made. */
export function arbitraryCondition({
  issues,
  projectIds,
  userIds,
  teamId,
}: Filled): fc.Arbitrary<Condition<IssueCondition>> {
  const ids = issues.map(({ id }) => id)
  const userLists = fc.subarray([...userIds, 999])
  const leaf = fc.oneof<fc.Arbitrary<IssueCondition>[]>(
    // Long lists too: they are tested differently.
    fc
      .subarray([...ids, ...Array.from({ length: 120 }, (_, index) => 10_000 + index)])
      .map((list) => ({ kind: 'ids', ids: list })),
    fc.subarray([...projectIds, 999]).map((list) => ({ kind: 'projects', projectIds: list })),
    fc.subarray([...issueStatuses, 'odd']).map((statuses) => ({ kind: 'status', statuses })),
    fc.subarray([...issueSubstatuses, '']).map((substatuses) => ({ kind: 'substatus', substatuses })),
    fc.subarray([...issuePriorities, 'odd']).map((priorities) => ({ kind: 'priority', priorities })),
    fc.subarray(['error', 'csp', 'default']).map((types) => ({ kind: 'type', types })),
    fc.record({
      kind: fc.constant('assigned' as const),
      userIds: userLists,
      teamIds: fc.subarray([teamId, 999]),
      nobody: fc.boolean(),
    }),
    userLists.map((list) => ({ kind: 'bookmarkedBy', userIds: list })),
    userLists.map((list) => ({ kind: 'subscribedBy', userIds: list })),
    fc.constant({ kind: 'forReview' } as const),
    fc.record({
      kind: fc.constant('text' as const),
      field: fc.constantFrom('firstRelease' as const, 'title' as const, 'culprit' as const),
      match: arbitraryMatch,
    }),
    arbitraryMatch.map((match) => ({ kind: 'mentions', match })),
    fc.record({
      kind: fc.constant('number' as const),
      field: fc.constantFrom('id' as const, 'timesSeen' as const, 'usersSeen' as const),
      comparison: arbitraryComparison,
      value: fc.oneof(
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom(2.5, ...ids, Number.NaN, Number.POSITIVE_INFINITY),
      ),
    }),
    fc.record({
      kind: fc.constant('time' as const),
      field: fc.constantFrom('firstSeen' as const, 'lastSeen' as const),
      comparison: arbitraryComparison,
      value: fc.oneof(
        fc.integer({ min: -60, max: 2 }).map((hours) => now + hours * hour),
        fc.constantFrom(...issues.map(({ lastSeen }) => lastSeen)),
      ),
    }),
  )
  const { condition } = fc.letrec<{ condition: Condition<IssueCondition> }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'condition' },
      { weight: 3, arbitrary: leaf },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('not' as const), of: tie('condition') }) },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constantFrom('and' as const, 'or' as const),
          of: fc.array(tie('condition'), { maxLength: 3 }),
        }),
      },
    ),
  }))
  return condition
}
