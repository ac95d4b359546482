import type { TableQuery } from '../storage/events/table.ts'
import { type FieldColumn, readField } from './columns.ts'
import { type FieldFigure, isFunction, readFunction } from './functions.ts'
import type { Having } from './having.ts'
import { refuse } from './refuse.ts'

/** A query over events: what is shown, and what beside that is needed to order and choose the rows. */
export interface EventsQuery {
  columns: FieldColumn[]
  figures: FieldFigure[]
  /** Names in the order in which they were asked for. */
  shown: string[]
  table: Pick<TableQuery, 'columns' | 'figures' | 'having' | 'order'>
}

/** As in Sentry. */
const maxFields = 50

/** Reads fields, functions and sorting; throws `bad_request` in Sentry's words. */
export function readEventsQuery(
  fields: string[],
  sort: string[],
  having: Having[],
  window: { minutes: number },
): EventsQuery {
  const names = [...new Set(fields.map((field) => field.trim()).filter((field) => field !== ''))]
  if (names.length === 0) throw refuse('No columns selected')
  if (names.length > maxFields)
    throw refuse(`You can view up to ${maxFields} fields at a time. Please delete some and try again.`)
  const isGrouped = names.some(isFunction)
  // Rows of events can be opened: Sentry adds what that takes.
  const all = isGrouped ? names : [...new Set([...names, 'id', 'project.name'])]
  const columns = all.filter((name) => !isFunction(name)).map(readField)
  const figures = all.filter(isFunction).map((name) => readFunction(name, window.minutes))
  if (having.length > 0 && !isGrouped) throw refuse('Aggregate conditions need an aggregate among the fields.')
  const conditions = having.map(({ name, comparison, value }) => {
    const known = figures.findIndex((figure) => sameName(figure.name, name))
    const place = known >= 0 ? known : figures.push(readFunction(name, window.minutes)) - 1
    return { figure: place, comparison, value: valueFor(figures[place], value) }
  })
  const order = sort
    .flatMap((one) => one.split(','))
    .filter((one) => one.trim() !== '')
    .map((one) => readOrder(one.trim(), columns, figures, isGrouped))
  return {
    columns,
    figures,
    shown: all,
    table: {
      columns: columns.map(({ column }) => column),
      figures: figures.map(({ figure }) => figure),
      having: conditions,
      // Behind the columns, of which sorting may have added some: only now are their places known.
      order: order.map(({ column, figure, descending }) => ({
        place: column ?? columns.length + (figure ?? 0),
        descending,
      })),
    },
  }
}

/** A rate is a count over the window's length: what is compared is the count. */
function valueFor(figure: FieldFigure | undefined, value: number): number {
  if (figure?.figure.kind !== 'count' || figure.type !== 'number') return value
  const one = figure.show(1)
  return typeof one === 'number' && one > 0 ? value / one : value
}

function readOrder(
  text: string,
  columns: FieldColumn[],
  figures: FieldFigure[],
  isGrouped: boolean,
): { column?: number; figure?: number; descending: boolean } {
  const descending = text.startsWith('-')
  const name = descending ? text.slice(1) : text
  const figure = figures.findIndex((one) => sameName(one.name, name))
  if (figure >= 0) return { figure, descending }
  const column = columns.findIndex((one) => one.name === name)
  if (column >= 0) return { column, descending }
  if (isGrouped || isFunction(name)) throw refuse('Cannot sort by a field that is not selected.')
  return { column: columns.push(readField(name)) - 1, descending }
}

/** `count_unique(user)` is also called `count_unique_user`, and `count()` `count`. */
function sameName(figure: string, name: string): boolean {
  const plain = (text: string) => text.replaceAll(/\s/g, '')
  const alias = plain(figure)
    .replaceAll(/[^a-zA-Z0-9_]+/g, '_')
    .replace(/_+$/, '')
  return plain(figure) === plain(name) || alias === name
}
