import { eventField } from '../issues/search/fields.ts'
import type { Comparison, Condition, EventCondition } from '../storage/condition.ts'
import type { TableCell, TableColumn, TableFigure } from '../storage/events/table.ts'
import { readField, type ValueType, zonedTime } from './columns.ts'
import { refuse } from './refuse.ts'

/** A function over the events of a row. */
export interface FieldFigure {
  name: string
  type: ValueType
  figure: TableFigure
  show(cell: TableCell): TableCell
}

const form = /^([a-z_0-9]+)\((.*)\)$/s

/** Whether a field is a function rather than a property. */
export function isFunction(name: string): boolean {
  return form.test(name)
}

/** Reads `count_unique(user)` and the like; `minutes` is the length of the window, for rates. Throws `bad_request` in Sentry's words. */
export function readFunction(text: string, minutes: number): FieldFigure {
  const [, name = '', inner = ''] = form.exec(text) ?? []
  const read = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (read === undefined) throw refuse(`${name} is not a valid function`)
  return { name: text, ...read({ name, args: splitArguments(inner), minutes }) }
}

interface Call {
  name: string
  args: string[]
  minutes: number
}

type Read = (call: Call) => Omit<FieldFigure, 'name'>

const asIs = (cell: TableCell): TableCell => cell
const asDate = (cell: TableCell): TableCell => (typeof cell === 'number' ? zonedTime(cell) : null)
const seen: TableColumn = { kind: 'time', of: 'timestamp', interval: 1 }
const count: TableFigure = { kind: 'count', where: null }

/** Events in this many minutes. */
const rate =
  (per: (minutes: number) => number): Read =>
  (call) => {
    // `epm(3600)`: the window's length in seconds, as widgets give it.
    const [given] = call.args
    if (call.args.length > 1 || (given !== undefined && !/^\d{1,9}$/.test(given))) {
      throw refuse(`${call.name}: expected at most 1 argument(s)`)
    }
    const minutes = given === undefined ? call.minutes : Number(given) / 60
    const units = Math.max(per(minutes), 1 / 60)
    return { type: 'number', figure: count, show: (cell) => (typeof cell === 'number' ? cell / units : 0) }
  }

const edge =
  (kind: 'min' | 'max'): Read =>
  (call) => {
    expectArguments(call, 0)
    return { type: 'date', figure: { kind, of: seen }, show: asDate }
  }

const overNumbers =
  (kind: 'min' | 'max' | 'average' | 'sum'): Read =>
  (call) => {
    expectArguments(call, 1)
    const { column, type } = readField(call.args[0] ?? '')
    if (type === 'date' && kind !== 'sum') return { type: 'date', figure: { kind, of: column }, show: asDate }
    if (column.kind !== 'tag' && column.kind !== 'attribute') {
      throw refuse(`${call.name}: column argument invalid: ${call.args[0]} is not a numeric column`)
    }
    return { type: 'number', figure: { kind, of: column }, show: asIs }
  }

const unique: Read = (call) => {
  expectArguments(call, 1)
  return { type: 'integer', figure: { kind: 'unique', of: readField(call.args[0] ?? '').column }, show: asIs }
}

const functions: Record<string, Read> = {
  count(call) {
    if (call.args.length > 0) expectArguments(call, 0)
    return { type: 'integer', figure: count, show: asIs }
  },
  count_unique: unique,
  uniq: unique,
  count_if(call) {
    expectArguments(call, 3)
    const [field = '', operator = '', value = ''] = call.args
    return { type: 'integer', figure: { kind: 'count', where: readTest(field, operator, value) }, show: asIs }
  },
  first_seen: edge('min'),
  last_seen: edge('max'),
  min: overNumbers('min'),
  max: overNumbers('max'),
  avg: overNumbers('average'),
  sum: overNumbers('sum'),
  epm: rate((minutes) => minutes),
  eps: rate((minutes) => minutes * 60),
}

function expectArguments({ name, args }: Call, expected: number): void {
  if (args.length !== expected) throw refuse(`${name}: expected ${expected} argument(s)`)
}

const comparisons: Record<string, Comparison> = {
  less: '<',
  lessOrEquals: '<=',
  greater: '>',
  greaterOrEquals: '>=',
}

function readTest(field: string, operator: string, value: string): Condition<EventCondition> {
  if (operator === 'equals' || operator === 'notEquals') {
    const { column } = readField(field)
    const test: Condition<EventCondition> =
      column.kind === 'handled'
        ? { kind: 'handled', handled: (value === 'true' || value === '1') === (field === 'error.handled') }
        : eventField(field).test({ kind: 'equals', value })
    return operator === 'equals' ? test : { kind: 'not', of: test }
  }
  const comparison = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined
  if (comparison === undefined) throw refuse(`count_if: condition argument invalid: ${operator}`)
  const { column } = readField(field)
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) throw refuse(`count_if: value argument invalid: ${value}`)
  if (column.kind === 'tag') return { kind: 'tagNumber', key: column.key, comparison, value: number }
  if (column.kind === 'attribute') return { kind: 'attributeNumber', key: column.key, comparison, value: number }
  throw refuse(`count_if: column argument invalid: ${field} is not a numeric column`)
}

/** At commas outside quotes; quotes around an argument are taken off. */
function splitArguments(text: string): string[] {
  if (text.trim() === '') return []
  const args: string[] = []
  let current = ''
  let isQuoted = false
  for (const letter of text) {
    if (letter === '"') isQuoted = !isQuoted
    else if (letter === ',' && !isQuoted) {
      args.push(current.trim())
      current = ''
    } else current += letter
  }
  return [...args, current.trim()]
}
