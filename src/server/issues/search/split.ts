import { LapwingError } from '../../errors.ts'
import { type Condition, type EventCondition, everything, type IssueCondition } from '../../storage/condition.ts'
import { allOf, anyOf, negateIf, nothing, type SearchCondition } from './context.ts'

/** Issues of this state with at least one event like that. */
export interface SearchPart {
  issue: Condition<IssueCondition>
  event: Condition<EventCondition>
}

/** What a search may come down to: each part is a query of its own. Nobody writes a search of more by hand. */
const maxParts = 32

/**
 * Distributes a search into parts, any of which an issue may meet, each a condition on issues and one on events. What is of one kind stays
 * together, however it is nested; only AND over a mixed OR multiplies. Throws `invalid_query` when there are too many.
 */
export function splitSearch(condition: SearchCondition): SearchPart[] {
  const parts: SearchPart[] = []
  for (const { issue, event } of split(condition, false)) {
    const part = { issue: fold(issue), event: fold(event) }
    if (!isNothing(part.issue) && !isNothing(part.event)) parts.push(part)
  }
  return parts
}

/** Whether it holds for all, as far as its form says. */
export function isEverything<Leaf extends { kind: string }>(condition: Condition<Leaf>): boolean {
  return isJunction(condition) && condition.kind === 'and' && condition.of.length === 0
}

function isNothing<Leaf extends { kind: string }>(condition: Condition<Leaf>): boolean {
  return isJunction(condition) && condition.kind === 'or' && condition.of.length === 0
}

/** Which kinds of conditions there are in it. */
function kindsOf(condition: SearchCondition): { issue: boolean; event: boolean } {
  if (condition.kind === 'issue') return { issue: true, event: false }
  if (condition.kind === 'event') return { issue: false, event: true }
  const inner = condition.kind === 'not' ? [condition.of] : condition.of
  const kinds = { issue: false, event: false }
  for (const part of inner) {
    const { issue, event } = kindsOf(part)
    if (issue) kinds.issue = true
    if (event) kinds.event = true
  }
  return kinds
}

function split(condition: SearchCondition, isNegated: boolean): SearchPart[] {
  const kinds = kindsOf(condition)
  if (!kinds.event) return [{ issue: negateIf(isNegated, issuesOnly(condition)), event: everything }]
  if (!kinds.issue) return [{ issue: everything, event: negateIf(isNegated, eventsOnly(condition)) }]
  if (condition.kind === 'issue' || condition.kind === 'event') throw new Error('a condition is of two kinds')
  if (condition.kind === 'not') return split(condition.of, !isNegated)
  // Not all of them = one of them not.
  const isAnd = (condition.kind === 'and') !== isNegated
  const groups = groupByKind(condition.of, condition.kind).map((part) => split(part, isNegated))
  return isAnd ? groups.reduce(multiply, [{ issue: everything, event: everything }]) : limited(groups.flat())
}

/** Puts what is only of issues together, and what is only of events; the mixed stay as they are. */
function groupByKind(conditions: SearchCondition[], kind: 'and' | 'or'): SearchCondition[] {
  const ofIssues: SearchCondition[] = []
  const ofEvents: SearchCondition[] = []
  const mixed: SearchCondition[] = []
  for (const condition of conditions) {
    const { issue, event } = kindsOf(condition)
    const group = issue && event ? mixed : event ? ofEvents : ofIssues
    group.push(condition)
  }
  if (ofIssues.length > 0) mixed.push({ kind, of: ofIssues })
  if (ofEvents.length > 0) mixed.push({ kind, of: ofEvents })
  return mixed
}

function multiply(left: SearchPart[], right: SearchPart[]): SearchPart[] {
  if (left.length * right.length > maxParts) throw tooMany()
  return left.flatMap((a) => right.map((b) => ({ issue: allOf([a.issue, b.issue]), event: allOf([a.event, b.event]) })))
}

function limited(parts: SearchPart[]): SearchPart[] {
  if (parts.length > maxParts) throw tooMany()
  return parts
}

function tooMany(): LapwingError {
  return new LapwingError('invalid_query', {
    detail: `Error parsing search query: AND, OR and parentheses over conditions on issues and on events come to more than ${maxParts} combinations`,
  })
}

function issuesOnly(condition: SearchCondition): Condition<IssueCondition> {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { kind: condition.kind, of: condition.of.map(issuesOnly) }
    case 'not':
      return { kind: 'not', of: issuesOnly(condition.of) }
    case 'issue':
      return condition.condition
    case 'event':
      throw new Error('a condition on issues has one on events in it')
  }
}

function eventsOnly(condition: SearchCondition): Condition<EventCondition> {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { kind: condition.kind, of: condition.of.map(eventsOnly) }
    case 'not':
      return { kind: 'not', of: eventsOnly(condition.of) }
    case 'event':
      return condition.condition
    case 'issue':
      throw new Error('a condition on events has one on issues in it')
  }
}

/** Drops what always or never holds and takes nested ANDs and ORs apart. */
function fold<Leaf extends IssueCondition | EventCondition>(condition: Condition<Leaf>): Condition<Leaf> {
  if (isNot(condition)) {
    const of = fold(condition.of)
    if (isEverything(of)) return nothing
    if (isNothing(of)) return everything
    return isNot(of) ? of.of : { kind: 'not', of }
  }
  if (!isJunction(condition)) return condition
  const { kind } = condition
  const of: Condition<Leaf>[] = []
  for (const part of condition.of.map(fold)) {
    if (isJunction(part) && part.kind === kind) of.push(...part.of)
    else if (isEverything(part) || isNothing(part)) return kind === 'and' ? nothing : everything
    else of.push(part)
  }
  return kind === 'and' ? allOf(of) : anyOf(of)
}

type Junction<Leaf> = { kind: 'and'; of: Condition<Leaf>[] } | { kind: 'or'; of: Condition<Leaf>[] }

function isJunction<Leaf extends { kind: string }>(condition: Condition<Leaf>): condition is Junction<Leaf> {
  return condition.kind === 'and' || condition.kind === 'or'
}

function isNot<Leaf extends { kind: string }>(
  condition: Condition<Leaf>,
): condition is { kind: 'not'; of: Condition<Leaf> } {
  return condition.kind === 'not'
}
