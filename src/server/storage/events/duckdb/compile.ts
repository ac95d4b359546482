import type { Condition, EventCondition, TextMatch } from '../../condition.ts'
import { attributeColumn, idColumnOf, keyOfColumn, setOf, textColumn, textColumns, uuidColumns } from './id-columns.ts'
import { testNumber, testText, testTime, uuidText } from './match.ts'
import type { Slots } from './slots.ts'
import { every, integers, isHexId, isOneOf, isOneOfIds, name, type Sql, some, sql, text, uuid } from './sql.ts'

/** Ids of the dictionary: spelled out when they are few, else what selects them. */
export type Ids = { ids: number[] } | { select: Sql }

/** What has to be asked of the dictionary before a leaf can be compiled. */
export interface Need {
  of: 'terms' | 'sets'
  key: string
  test: Sql
  /** The texts of which it has to be one, where it is that: found by their hashes then. */
  values: string[] | null
}

/** What of the file a condition is compiled against. */
export interface Names {
  slots: Pick<Slots, 'find'>
  /** Of the search; null when it names none. */
  projectIds: number[] | null
  /** The answer to `needOf` the leaf. */
  idsOf(leaf: EventCondition): Ids
}

/**
 * A condition as SQL over the columns of `events`. Pure; every value is bound. What is absent fails every test: ids are 0 and texts NULL then,
 * and a NULL counts as false wherever it comes up, since AND and OR only pass it on and NOT takes it as false.
 */
export function compileCondition(condition: Condition<EventCondition>, names: Names): Sql {
  if (condition.kind === 'and') return sql`(${every(condition.of.map((part) => compileCondition(part, names)))})`
  if (condition.kind === 'or') return some(condition.of.map((part) => compileCondition(part, names)))
  if (condition.kind === 'not') return sql`NOT coalesce(${compileCondition(condition.of, names)}, false)`
  return compileLeaf(condition, names)
}

/** All leaves of a condition. */
export function leavesOf(condition: Condition<EventCondition>): EventCondition[] {
  if (condition.kind === 'and' || condition.kind === 'or') return condition.of.flatMap(leavesOf)
  if (condition.kind === 'not') return leavesOf(condition.of)
  return [condition]
}

const value = sql`value`

/** Null for leaves that need nothing. */
export function needOf(leaf: EventCondition): Need | null {
  switch (leaf.kind) {
    case 'text': {
      const column = idColumn(leaf.field)
      return column === null ? null : needText('terms', keyOfColumn(column), leaf.match)
    }
    case 'tag':
      return needText('terms', leaf.key, leaf.match)
    case 'tagNumber':
      return { of: 'terms', key: leaf.key, test: testNumber(value, leaf.comparison, leaf.value), values: null }
    case 'hasTag':
      return { of: 'terms', key: leaf.key, test: sql`true`, values: null }
    case 'attribute':
      return needText(homeOf(leaf.key), leaf.key, leaf.match)
    case 'attributeNumber':
      return { of: homeOf(leaf.key), key: leaf.key, test: testNumber(value, leaf.comparison, leaf.value), values: null }
    case 'hasAttribute':
      return setOf(leaf.key) === null ? null : { of: 'sets', key: leaf.key, test: sql`true`, values: null }
    case 'user':
      return needText('terms', keyOfColumn('user_key'), leaf.match)
    case 'mentions':
      return needText('terms', keyOfColumn('transaction'), leaf.match)
    case 'issues':
    case 'projects':
    case 'has':
    case 'handled':
    case 'time':
      return null
  }
}

function needText(of: Need['of'], key: string, match: TextMatch): Need {
  const values = match.kind === 'equals' ? [match.value] : match.kind === 'in' ? match.values : null
  return { of, key, test: testText(value, match), values: values?.map((one) => one.toWellFormed()) ?? null }
}

function compileLeaf(leaf: EventCondition, names: Names): Sql {
  switch (leaf.kind) {
    case 'issues':
      return isOneOf(sql`issue_id`, leaf.issueIds)
    case 'projects':
      return isOneOf(sql`project_id`, leaf.projectIds)
    case 'text':
      return compileText(leaf, names)
    case 'has':
      return hasField(leaf.field)
    case 'tag':
    case 'tagNumber':
      return hasTagOf(leaf.key, names.idsOf(leaf), names)
    case 'hasTag':
      return hasTag(leaf.key, names.idsOf(leaf), names)
    case 'attribute':
      return compileAttribute(leaf.key, names.idsOf(leaf), testText(sql`error_value`, leaf.match))
    case 'attributeNumber':
      return compileAttribute(leaf.key, names.idsOf(leaf), testNumber(sql`error_value`, leaf.comparison, leaf.value))
    case 'hasAttribute': {
      const column = attributeColumn(leaf.key)
      if (column !== null) return sql`${name(column)} <> 0`
      return compileAttribute(leaf.key, names.idsOf(leaf), sql`error_value IS NOT NULL`)
    }
    case 'user':
      return isAmong(sql`user_key`, names.idsOf(leaf))
    case 'handled':
      return leaf.handled === null ? sql`handled IS NULL` : leaf.handled ? sql`handled = true` : sql`handled = false`
    case 'mentions': {
      // Where the message is absent it says no more than the title.
      const columns = [sql`title`, sql`culprit`, sql`message`].map((column) => testText(column, leaf.match))
      return some([...columns, isAmong(sql`"transaction"`, names.idsOf(leaf))])
    }
    case 'time':
      return testTime(leaf.field === 'timestamp' ? sql`timestamp` : sql`received_at`, leaf.comparison, leaf.value)
  }
}

function compileText(leaf: EventCondition & { kind: 'text' }, names: Names): Sql {
  const { field, match } = leaf
  if (isMember(textColumns, field)) return testText(textColumn(field), match)
  if (isMember(uuidColumns, field)) return testUuid(name(uuidColumns[field]), match)
  return isAmong(name(idColumnOf[field]), names.idsOf(leaf))
}

function hasField(field: (EventCondition & { kind: 'has' })['field']): Sql {
  if (isMember(textColumns, field)) return sql`${textColumn(field)} IS NOT NULL`
  if (isMember(uuidColumns, field)) return sql`${name(uuidColumns[field])} IS NOT NULL`
  return sql`${name(idColumnOf[field])} <> 0`
}

/** Ids are the same in capitals. */
function testUuid(column: Sql, match: TextMatch): Sql {
  if (match.kind === 'equals') return isHexId(match.value) ? sql`${column} = ${uuid(match.value)}` : sql`false`
  if (match.kind === 'in') {
    return some(match.values.filter(isHexId).map((one) => sql`${column} = ${uuid(one)}`))
  }
  return testText(uuidText(column), match)
}

/** Tags of a key are in a column of it, of another number in each project perhaps, or in the list of those without one. */
function hasTagOf(key: string, ids: Ids, { slots, projectIds }: Names): Sql {
  const places = slots.find(key, projectIds)
  const tests = places.slots.map(({ slot }) => isAmong(name(`t${slot}`), ids))
  if (places.inList) tests.push(isListed(ids))
  return some(tests)
}

function hasTag(key: string, ids: Ids, { slots, projectIds }: Names): Sql {
  const places = slots.find(key, projectIds)
  const tests = places.slots.map(({ slot, projectIds: owners }) => {
    const isSet = sql`${name(`t${slot}`)} <> 0`
    return owners === null ? isSet : sql`(${isSet} AND ${isOneOf(sql`project_id`, owners)})`
  })
  if (places.inList) tests.push(isListed(ids))
  return some(tests)
}

/** `list_has_any` builds a table of the ids for every row: 350 ns each, so only rows that have a list are asked. */
function isListed(ids: Ids): Sql {
  if ('select' in ids) return sql`(len(tags) > 0 AND list_has_any(tags, (SELECT list(id) FROM (${ids.select}))))`
  if (ids.ids.length === 0) return sql`false`
  return sql`(len(tags) > 0 AND list_has_any(tags, CAST(${integers(ids.ids)} AS UINTEGER[])))`
}

function compileAttribute(key: string, ids: Ids, errorValueTest: Sql): Sql {
  const column = attributeColumn(key)
  if (column !== null) return isAmong(name(column), ids)
  const set = setOf(key)
  if (set === null) return sql`false`
  const isInSet = isAmong(name(set), ids)
  return key === 'error.value' ? sql`(${isInSet} OR ${errorValueTest})` : isInSet
}

function isAmong(column: Sql, ids: Ids): Sql {
  return 'ids' in ids ? isOneOfIds(column, ids.ids) : sql`${column} IN (${ids.select})`
}

function idColumn(field: (EventCondition & { kind: 'text' })['field']): string | null {
  return isMember(textColumns, field) || isMember(uuidColumns, field) ? null : idColumnOf[field]
}

function isMember<Members extends object>(members: Members, key: PropertyKey): key is keyof Members {
  return Object.hasOwn(members, key)
}

function homeOf(key: string): 'terms' | 'sets' {
  return setOf(key) === null ? 'terms' : 'sets'
}

export function keyIs(key: string): Sql {
  return sql`key = ${text(key.toWellFormed())}`
}
