import { DOUBLE } from '@duckdb/node-api'
import type { EventStore } from '../port.ts'
import type { TableCell, TableColumn, TableFigure, TableQuery } from '../table.ts'
import { number, type Row, string } from './connection.ts'
import type { Reading } from './events.ts'
import { attributeId, idColumnOf, keyOfColumn, textColumn, textColumns, uuidColumns } from './id-columns.ts'
import { plainNumber, uuidText } from './match.ts'
import type { Slots } from './slots.ts'
import { bigint, commaList, every, isOneOf, name, type Sql, sql, text, texts } from './sql.ts'

export const tabulate =
  (reading: Reading, slots: Slots): EventStore['tabulate'] =>
  async (query) => {
    if (query.projectIds.length === 0 || query.limit < 1) return []
    const condition = await reading.plan(query)
    const statement =
      query.figures.length === 0
        ? eventTable(query, condition, slots)
        : await groupTable(query, condition, slots, reading)
    const rows = await reading.readers.query(statement)
    const kinds = [...query.columns.map(kindOf), ...query.figures.map(() => 'number' as const)]
    return rows.map((row) => kinds.map((kind, place) => readCell(row, place, kind)))
  }

/** How a column comes by its value. Term ids differ between projects where texts are the same, so they are compared as texts. */
type Source =
  | { is: 'plain'; value: Sql }
  /** 0 = none; `keys`: under which the text stands in the dictionary. */
  | { is: 'term'; id: Sql; keys: string[] }

function sourceOf(column: TableColumn, slots: Slots, projectIds: number[]): Source {
  switch (column.kind) {
    case 'issue':
      return { is: 'plain', value: sql`issue_id` }
    case 'project':
      return { is: 'plain', value: sql`project_id` }
    case 'handled':
      return { is: 'plain', value: sql`handled` }
    case 'time': {
      const time = column.of === 'timestamp' ? sql`timestamp` : sql`received_at`
      if (column.interval <= 1) return { is: 'plain', value: time }
      return { is: 'plain', value: sql`${time} // ${bigint(column.interval)} * ${bigint(column.interval)}` }
    }
    case 'user':
      return termColumn('user_key')
    case 'userName': {
      const columns = ['user_email', 'user_name', 'user_id', 'user_ip']
      const [first, second, third, last] = columns.map(name)
      const id = sql`coalesce(nullif(${first ?? sql`0`}, 0), nullif(${second ?? sql`0`}, 0), nullif(${third ?? sql`0`}, 0), ${last ?? sql`0`})`
      return { is: 'term', id, keys: columns.map(keyOfColumn) }
    }
    case 'attribute':
      return { is: 'term', id: attributeId(column.key), keys: [column.key] }
    case 'tag':
      return { is: 'term', id: tagId(column.key.toWellFormed(), slots, projectIds), keys: [column.key.toWellFormed()] }
    case 'field': {
      const { field } = column
      if (isMember(textColumns, field)) return { is: 'plain', value: sql`nullif(${textColumn(field)}, '')` }
      if (isMember(uuidColumns, field)) return { is: 'plain', value: uuidText(name(uuidColumns[field])) }
      return termColumn(idColumnOf[field])
    }
  }
}

function termColumn(column: string): Source {
  return { is: 'term', id: column === 'transaction' ? sql`"transaction"` : name(column), keys: [keyOfColumn(column)] }
}

/** The id of the event's tag of a key: in a column of its own, of another number in each project perhaps, or in the list of the rest. */
function tagId(key: string, slots: Slots, projectIds: number[]): Sql {
  const { slots: places, inList } = slots.find(key, projectIds)
  const cases = places.map(({ slot, projectIds: of }) => {
    const isThere = of === null ? sql`true` : isOneOf(sql`project_id`, of)
    return sql`WHEN ${isThere} AND ${name(`t${slot}`)} <> 0 THEN ${name(`t${slot}`)}`
  })
  if (inList) {
    const listed = sql`(SELECT list(id) FROM terms WHERE key = ${text(key)})`
    cases.push(sql`WHEN len(tags) > 0 THEN coalesce(list_intersect(tags, ${listed})[1], 0)`)
  }
  return cases.length === 0 ? sql`0` : sql`CASE ${cases.reduce((all, one) => sql`${all} ${one}`)} ELSE 0 END`
}

function isMember<Members extends object>(members: Members, key: PropertyKey): key is keyof Members {
  return Object.hasOwn(members, key)
}

/** Texts of terms: `LEFT JOIN` of the dictionary, cut down to the keys and projects that can come up. */
function joinTerms(alias: string, id: Sql, keys: string[], projectIds: number[]): Sql {
  return sql`LEFT JOIN (
      SELECT id, value FROM terms WHERE key IN (SELECT unnest(${texts(keys)})) AND ${isOneOf(sql`project_id`, projectIds)}
    ) AS ${name(alias)} ON ${name(alias)}.id = ${id}`
}

/** One row an event: the rows are found by what orders them, the rest is read for those only. */
function eventTable(query: TableQuery, condition: Sql, slots: Slots): Sql {
  const sources = query.columns.map((column) => sourceOf(column, slots, query.projectIds))
  const raw = commaList(
    sources.map((source, place) => sql`${source.is === 'plain' ? source.value : source.id} AS ${name(`r${place}`)}`),
  )
  const sorted = query.order.map(({ place }) => place)
  const joins = (places: number[]) =>
    places.reduce((all, place) => {
      const source = sources[place]
      if (source?.is !== 'term') return all
      return sql`${all} ${joinTerms(`d${place}`, sql`e.${name(`r${place}`)}`, source.keys, query.projectIds)}`
    }, sql``)
  const valueOf = (place: number) =>
    sources[place]?.is === 'term' ? sql`${name(`d${place}`)}.value` : sql`e.${name(`r${place}`)}`
  const newestFirst = [sql`e.event_time DESC`, sql`e.event_key DESC`]
  const order = commaList([
    ...query.order.map(({ place, descending }) => sortBy(valueOf(place), descending)),
    ...newestFirst,
  ])
  const events = (which: Sql) =>
    sql`(SELECT received_at AS received, timestamp AS event_time, event_id AS event_key${raw.text === '' ? sql`` : sql`, ${raw}`} FROM events WHERE ${which}) AS e`
  const places = query.columns.map((_, place) => place)
  return sql`
    SELECT ${places.length === 0 ? sql`1` : commaList(places.map((place) => sql`${valueOf(place)} AS ${name(`c${place}`)}`))}
    FROM ${events(
      sql`(received_at, event_id) IN (SELECT (e.received, e.event_key) FROM ${events(condition)} ${joins(sorted)} ORDER BY ${order}
        LIMIT ${bigint(query.limit)} OFFSET ${bigint(query.offset)})`,
    )} ${joins(places)} ORDER BY ${order}`
}

/** One row a combination of values. */
async function groupTable(query: TableQuery, condition: Sql, slots: Slots, reading: Reading): Promise<Sql> {
  const joined: Sql[] = []
  const raw: Sql[] = []

  /** Adds the column to what is read of the events; gives its value as SQL. */
  function use(column: TableColumn): Sql {
    const source = sourceOf(column, slots, query.projectIds)
    const place = raw.length
    raw.push(sql`${source.is === 'plain' ? source.value : source.id} AS ${name(`r${place}`)}`)
    if (source.is === 'plain') return sql`e.${name(`r${place}`)}`
    joined.push(joinTerms(`d${place}`, sql`e.${name(`r${place}`)}`, source.keys, query.projectIds))
    return sql`${name(`d${place}`)}.value`
  }

  const columns = query.columns.map(use)
  const figures: Sql[] = []
  for (const figure of query.figures) {
    const isMet = figure.kind === 'count' && figure.where ? await planCount(figure.where, query, reading) : null
    if (isMet) raw.push(sql`coalesce(${isMet}, false) AS ${name(`r${raw.length}`)}`)
    figures.push(figureOf(figure, isMet ? sql`e.${name(`r${raw.length - 1}`)}` : null, use))
  }
  const having = query.having.map(
    ({ figure, comparison, value }) =>
      sql`${figures[figure] ?? sql`NULL`} ${comparisons[comparison]} ${{ value, type: DOUBLE }}`,
  )
  const all = [...columns, ...figures]
  const order = [
    ...query.order.map(({ place, descending }) => sortBy(all[place] ?? sql`1`, descending)),
    ...columns.map((column) => sortBy(column, false)),
  ]
  const joins = joined.reduce((whole, one) => sql`${whole} ${one}`, sql``)
  return sql`
    SELECT ${commaList(all.map((value, place) => sql`${value} AS ${name(`c${place}`)}`))}
    FROM (SELECT ${commaList(raw.length === 0 ? [sql`1 AS r0`] : raw)} FROM events WHERE ${condition}) AS e ${joins}
    ${columns.length === 0 ? sql`` : sql`GROUP BY ${commaList(columns)}`}
    ${having.length === 0 ? sql`` : sql`HAVING ${every(having)}`}
    ${order.length === 0 ? sql`` : sql`ORDER BY ${commaList(order)}`}
    LIMIT ${bigint(query.limit)} OFFSET ${bigint(query.offset)}`
}

function planCount(
  where: NonNullable<(TableFigure & { kind: 'count' })['where']>,
  query: TableQuery,
  { plan }: Reading,
) {
  return plan({ projectIds: query.projectIds, environments: null, start: null, end: null, where })
}

const comparisons = { '=': sql`=`, '>': sql`>`, '>=': sql`>=`, '<': sql`<`, '<=': sql`<=` }

function figureOf(figure: TableFigure, isMet: Sql | null, use: (column: TableColumn) => Sql): Sql {
  switch (figure.kind) {
    case 'count':
      return isMet ? sql`coalesce(count_if(${isMet}), 0)` : sql`count(*)`
    case 'unique':
      return sql`count(DISTINCT ${use(figure.of)})`
    case 'min':
      return sql`min(${numberOf(figure.of, use)})`
    case 'max':
      return sql`max(${numberOf(figure.of, use)})`
    case 'average':
      return sql`avg(${numberOf(figure.of, use)})`
    case 'sum':
      return sql`CAST(sum(${numberOf(figure.of, use)}) AS DOUBLE)`
  }
}

function numberOf(column: TableColumn, use: (column: TableColumn) => Sql): Sql {
  const value = use(column)
  if (column.kind === 'time' || column.kind === 'issue' || column.kind === 'project') return value
  const digits = sql`CAST(${value} AS VARCHAR)`
  return sql`CASE WHEN regexp_full_match(${digits}, ${text(plainNumber.source)}) THEN TRY_CAST(${digits} AS DOUBLE) END`
}

function sortBy(value: Sql, descending: boolean): Sql {
  return descending ? sql`${value} DESC NULLS LAST` : sql`${value} ASC NULLS LAST`
}

function kindOf(column: TableColumn): 'text' | 'number' | 'flag' {
  if (column.kind === 'handled') return 'flag'
  return column.kind === 'issue' || column.kind === 'project' || column.kind === 'time' ? 'number' : 'text'
}

function readCell(row: Row, place: number, kind: 'text' | 'number' | 'flag'): TableCell {
  const value = row[`c${place}`]
  if (value === null) return null
  if (kind === 'number') return number(value)
  return kind === 'flag' ? value === true : string(value)
}
