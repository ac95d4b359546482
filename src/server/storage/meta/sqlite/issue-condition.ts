import { object } from '../../sqlite/rows.ts'
import type { Value } from '../../sqlite/database.ts'
import type { Comparison, Condition, IssueCondition, TextMatch } from '../../condition.ts'
import { compileTextMatch } from '../../text-match.ts'
import { issuePriorities } from '../ports/issues.ts'
import { priorityRanks } from './issue-rows.ts'

/** A test that SQL calls as `passes(number, …columns)`: what SQLite's own operators cannot say. */
export type RowTest = (...columns: unknown[]) => boolean

/** An SQL expression over `issues` that is 0 or 1, never NULL, with the values of its placeholders and the tests that it calls. */
export interface CompiledCondition {
  sql: string
  values: Value[]
  tests: RowTest[]
}

/** Ids in a list that is not worth a set of its own. */
const fewIds = 100

/** Compiles a condition on issues to SQL. Nothing of the condition itself gets into the SQL text. */
export function compileIssueCondition(where: Condition<IssueCondition>): CompiledCondition {
  const tests: RowTest[] = []
  const addTest = (test: RowTest) => tests.push(test) - 1
  return { ...compile(where, addTest), tests }
}

interface Fragment {
  sql: string
  values: Value[]
}

type AddTest = (test: RowTest) => number

function compile(where: Condition<IssueCondition>, addTest: AddTest): Fragment {
  if (where.kind === 'not') {
    const inner = compile(where.of, addTest)
    return { sql: `NOT (${inner.sql})`, values: inner.values }
  }
  if (where.kind === 'and' || where.kind === 'or') {
    const parts = where.of.map((part) => compile(part, addTest))
    return join(parts, where.kind === 'and' ? 'AND' : 'OR')
  }
  return compileLeaf(where, addTest)
}

/** As a balanced tree: SQLite refuses expressions deeper than 1,000, which a plain chain of that many parts would be. */
function join(parts: Fragment[], operator: 'AND' | 'OR'): Fragment {
  const [first] = parts
  if (first === undefined) return always(operator === 'AND')
  if (parts.length === 1) return first
  const middle = parts.length >> 1
  const [left, right] = [join(parts.slice(0, middle), operator), join(parts.slice(middle), operator)]
  return { sql: `(${left.sql} ${operator} ${right.sql})`, values: [...left.values, ...right.values] }
}

/** A bound value, because SQLite drops parts of a WHERE clause with a constant 0 and then misses the index that it was told to use. */
function always(holds: boolean): Fragment {
  return { sql: '?', values: [Number(holds)] }
}

function compileLeaf(leaf: IssueCondition, addTest: AddTest): Fragment {
  switch (leaf.kind) {
    case 'ids':
      return compileIds(leaf.ids, addTest)
    case 'projects':
      return isIn('project_id', leaf.projectIds)
    case 'status':
      return isIn('status', leaf.statuses)
    case 'substatus':
      return ifPresent('substatus', isIn('substatus', leaf.substatuses))
    case 'priority':
      return isIn(
        'priority',
        issuePriorities.filter((name) => leaf.priorities.includes(name)).map((name) => priorityRanks[name]),
      )
    case 'type':
      return isIn('type', leaf.types)
    case 'assigned':
      return join(
        [
          ifPresent('assignee_user_id', isIn('assignee_user_id', leaf.userIds)),
          ifPresent('assignee_team_id', isIn('assignee_team_id', leaf.teamIds)),
          ...(leaf.nobody ? [{ sql: '(assignee_user_id IS NULL AND assignee_team_id IS NULL)', values: [] }] : []),
        ],
        'OR',
      )
    case 'bookmarkedBy':
      return within('SELECT issue_id FROM issue_marks WHERE is_bookmarked AND', isIn('user_id', leaf.userIds))
    case 'subscribedBy':
      return join(leaf.userIds.map(isSubscribed), 'OR')
    case 'forReview':
      return { sql: 'needs_review', values: [] }
    case 'text':
      return compileText(textColumns[leaf.field], leaf.match, addTest)
    case 'mentions':
      return compileMention(leaf.match, addTest)
    case 'number':
      return compare(numberColumns[leaf.field], leaf.comparison, leaf.value)
    case 'time':
      return compare(timeColumns[leaf.field], leaf.comparison, leaf.value)
  }
}

const textColumns = { firstRelease: 'first_release', title: 'title', culprit: 'culprit' } as const
const numberColumns = { id: 'id', timesSeen: 'times_seen', usersSeen: 'users_seen' } as const
const timeColumns = { firstSeen: 'first_seen', lastSeen: 'last_seen' } as const

function compileIds(ids: number[], addTest: AddTest): Fragment {
  if (ids.length <= fewIds) return isIn('id', ids)
  const wanted: ReadonlySet<unknown> = new Set(ids)
  return { sql: 'passes(?, id)', values: [addTest((id) => wanted.has(id))] }
}

/** A few values stand one by one in the SQL, which is faster; the others in a list, so that there is no limit to them. */
function isIn(column: string, values: (string | number)[]): Fragment {
  if (values.length === 0) return always(false)
  if (values.length <= 4) return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, values }
  return { sql: `${column} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(values)] }
}

function ifPresent(column: string, { sql, values }: Fragment): Fragment {
  return { sql: `(${column} IS NOT NULL AND ${sql})`, values }
}

function within(select: string, { sql, values }: Fragment): Fragment {
  return { sql: `id IN (${select} ${sql})`, values }
}

/** As `IssueStore.listParticipants` says who takes part. */
function isSubscribed(userId: number): Fragment {
  return {
    sql: `(id IN (SELECT issue_id FROM issue_marks WHERE user_id = ? AND is_subscribed = 1) OR
      ((assignee_user_id IS ? OR id IN (SELECT issue_id FROM activities WHERE user_id = ? AND type = 'note'))
        AND id NOT IN (SELECT issue_id FROM issue_marks WHERE user_id = ? AND is_subscribed = 0)))`,
    values: [userId, userId, userId, userId],
  }
}

function compileText(column: string, match: TextMatch, addTest: AddTest): Fragment {
  if (match.kind === 'equals') return ifPresent(column, isIn(column, [match.value]))
  if (match.kind === 'in') return ifPresent(column, isIn(column, match.values))
  const test = compileTextMatch(match)
  return { sql: `passes(?, ${column})`, values: [addTest((value) => typeof value === 'string' && test(value))] }
}

/**
 * Title, culprit and message stand in `search_text`, in lower case, one a line. What is looked for must be in there, which SQLite sees by
 * itself; whether it is in one of them as it should be, is only asked of those.
 */
function compileMention(match: TextMatch, addTest: AddTest): Fragment {
  if (match.kind === 'contains' && !match.value.includes('\n')) {
    return { sql: 'instr(search_text, ?) > 0', values: [match.value.toLowerCase()] }
  }
  const test = compileTextMatch(match)
  const slot = addTest((title, culprit, metadata) =>
    [title, culprit, ...messagesOf(metadata)].some((part) => typeof part === 'string' && test(part)),
  )
  const exact = { sql: 'passes(?, title, culprit, metadata)', values: [slot] }
  const part = longestPart(match)
  return part === '' ? exact : join([{ sql: 'instr(search_text, ?) > 0', values: [part] }, exact], 'AND')
}

/** Text that is in everything that matches; '' when there is none. */
function longestPart(match: TextMatch): string {
  if (match.kind === 'in') return ''
  const pieces = match.kind === 'pattern' ? match.pieces : [match.value]
  return pieces.map((piece) => piece.toLowerCase()).reduce((a, b) => (b.length > a.length ? b : a), '')
}

function messagesOf(metadata: unknown): unknown[] {
  if (typeof metadata !== 'string') return []
  const { value, message } = object({ metadata }, 'metadata')
  return [value, message]
}

function compare(column: string, comparison: Comparison, value: number): Fragment {
  // SQLite takes NaN as NULL; nothing compares with it here either.
  return Number.isNaN(value) ? always(false) : { sql: `${column} ${comparison} ?`, values: [value] }
}
