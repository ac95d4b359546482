import type { IsFilter, TextValue } from '../../../protocol/search/ast.ts'
import { unescapeText } from '../../../protocol/search/wildcard.ts'
import { type Condition, everything, type IssueCondition } from '../../storage/condition.ts'
import type { IssueStatus, IssueSubstatus } from '../../storage/meta/ports/issues.ts'
import { anyOf, negateIf, nothing, onIssue, type Resolving, type SearchCondition, wrongSearch } from './context.ts'

const unassigned: IssueCondition = { kind: 'assigned', userIds: [], teamIds: [], nobody: true }

function status(name: IssueStatus): IssueCondition {
  return { kind: 'status', statuses: [name] }
}

/** A substatus goes with one status only, so that it says both. */
function substatus(name: IssueSubstatus): IssueCondition {
  return { kind: 'substatus', substatuses: [name] }
}

/** What can stand behind `is:`. */
const meanings: Readonly<Record<string, Condition<IssueCondition>>> = {
  unresolved: status('unresolved'),
  resolved: status('resolved'),
  ignored: status('ignored'),
  archived: status('ignored'),
  muted: status('ignored'),
  assigned: { kind: 'not', of: unassigned },
  unassigned,
  for_review: { kind: 'forReview' },
  // Issues of other trackers cannot be linked yet: none is.
  linked: nothing,
  unlinked: everything,
  new: substatus('new'),
  ongoing: substatus('ongoing'),
  escalating: substatus('escalating'),
  regressed: substatus('regressed'),
  reopened: substatus('regressed'),
  archived_until_escalating: substatus('archived_until_escalating'),
  archived_until_condition_met: substatus('archived_until_condition_met'),
  archived_forever: substatus('archived_forever'),
  until_escalating: substatus('archived_until_escalating'),
  until_condition_met: substatus('archived_until_condition_met'),
  forever: substatus('archived_forever'),
}

/** `is:unresolved`, `is:[new, regressed]`; 400 for what it does not know, naming what it does. */
export function resolveIs(filter: IsFilter, { query }: Resolving): SearchCondition {
  const conditions = filter.values.map((value) => meaningOf(value, filter, query))
  return onIssue(negateIf(filter.negated, anyOf(conditions)))
}

function meaningOf(value: TextValue, filter: IsFilter, query: string): Condition<IssueCondition> {
  const name = unescapeText(value.raw).toLowerCase()
  const meaning = Object.hasOwn(meanings, name) ? meanings[name] : undefined
  if (meaning) return meaning
  const known = Object.keys(meanings).join(', ')
  throw wrongSearch(query, filter, `Invalid value for "is" search, valid values are ${known}`)
}
