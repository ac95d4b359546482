import type { AggregateFilter, CompareOperator, Filter, SearchKey, Span, TextOperator, TextValue } from './ast.ts'
import { type KeyTable, type KeyType, keyTypeOf } from './keys.ts'
import { messages } from './messages.ts'
import { isEnd, readKey, type Reader, readPlain, readRaw, skipSpaces, spanFrom } from './reader.ts'
import {
  readBoolean,
  readDate,
  readDuration,
  readNumber,
  readOperator,
  readPercentage,
  readRelativeDate,
} from './values.ts'
import { hasWildcard } from './wildcard.ts'

export interface FilterOptions {
  keys: KeyTable
  /** Wildcards are refused. */
  disallowWildcard?: boolean
  /** Keys that the table does not name are refused instead of taken for tags. */
  knownKeysOnly?: boolean
}

/** A filter and where the text goes on behind it. */
export interface ReadFilter {
  filter: Filter
  end: number
}

/** What every kind of filter has. */
interface Base extends Span {
  key: SearchKey
  negated: boolean
  invalid: string | null
}

/** The filter that begins here; null when none does: then the word is text. */
export function readFilter(reader: Reader, at: number, options: FilterOptions): ReadFilter | null {
  const { text } = reader
  const negated = text[at] === '!'
  const found = readKey(reader, negated ? at + 1 : at)
  if (!found || text[found.end] !== ':') return null
  const { key, args } = found
  const from = found.end + 1
  const isSpecial = !key.quoted && key.tag === null && (key.name === 'has' || key.name === 'is')
  const type = key.tag === null ? keyTypeOf(options.keys, key.name) : 'text'
  const isKnown = isSpecial || type !== null
  if (!isKnown && args === null && isText(reader, key, from)) return null

  const base = (end: number): Base => ({ ...spanFrom(at, end), key, negated, invalid: null })
  if (isEnd(reader, from) || text[from] === '(') {
    const value: TextValue = { at: from, length: 0, raw: '', quoted: false }
    const filter: Filter = { ...base(from), kind: 'text', operator: '', value, invalid: messages.emptyFilter }
    return { filter, end: from }
  }
  const read =
    args !== null
      ? readAggregateFilter(reader, from, base, args, options)
      : isSpecial
        ? readSpecial(reader, from, base, key.name)
        : readTyped(reader, from, base, type ?? 'text', options)
  const { filter } = read
  if (filter.invalid === null && options.knownKeysOnly && !isKnown && args === null) {
    filter.invalid = messages.unknownKey(key.name)
  }
  return read
}

/**
 * `TypeError: x is undefined`, `Foo::bar` and `https://shop.test`, pasted, are text: nothing stands right behind the colon, or what no value
 * begins with.
 */
function isText(reader: Reader, key: SearchKey, from: number): boolean {
  const { text } = reader
  if (key.quoted || key.tag !== null) return false
  if (text[from] === ':') return true
  if ((key.name === 'http' || key.name === 'https') && text.startsWith('//', from)) return true
  const next = skipSpaces(reader, from)
  return next > from && next < text.length && text[next] !== ')'
}

type MakeBase = (end: number) => Base

/** `has:key` and `is:unresolved`. */
function readSpecial(reader: Reader, from: number, base: MakeBase, name: string): ReadFilter {
  const raw = readRaw(reader, from)
  if (name === 'is') {
    const values = raw.form === 'list' ? raw.items.filter((item) => item !== null) : [raw.value]
    const isList = raw.form === 'list'
    const invalid = isList && raw.items.includes(null) ? messages.emptyItem : null
    return { filter: { ...base(raw.end), kind: 'is', values, isList, invalid }, end: raw.end }
  }
  const key = raw.form === 'plain' ? readKey(reader, from) : null
  if (key && key.args === null && isEnd(reader, key.end)) {
    return { filter: { ...base(key.end), kind: 'has', of: key.key }, end: key.end }
  }
  if (raw.form === 'list') {
    const value = readPlain(reader, from).value
    const of: SearchKey = { ...spanFrom(from, raw.end), name: value.raw, quoted: false, tag: null }
    return { filter: { ...base(raw.end), kind: 'has', of, invalid: messages.hasList }, end: raw.end }
  }
  const { value } = raw
  const of: SearchKey = { at: value.at, length: value.length, name: value.raw, quoted: value.quoted, tag: null }
  return { filter: { ...base(raw.end), kind: 'has', of }, end: raw.end }
}

function readTyped(reader: Reader, from: number, base: MakeBase, type: KeyType, options: FilterOptions): ReadFilter {
  switch (type) {
    case 'text':
      return readTextFilter(reader, from, base, '', options)
    case 'version':
      return readTextFilter(reader, from, base, readOperator(reader.text, from), options)
    case 'number':
      return readNumberFilter(reader, from, base)
    case 'duration':
      return readDurationFilter(reader, from, base)
    case 'boolean':
      return readBooleanFilter(reader, from, base)
    case 'date':
      return readDateFilter(reader, from, base)
  }
}

const mark = '\uf00d'
const textOperators: readonly TextOperator[] = ['Contains', 'StartsWith', 'EndsWith']

/** The operator between two U+F00D, as Sentry's search box writes it. */
function readTextOperator(reader: Reader, at: number): { operator: TextOperator; end: number } | null {
  if (reader.text[at] !== mark) return null
  const operator = textOperators.find((one) => reader.text.startsWith(`${mark}${one}${mark}`, at))
  return operator ? { operator, end: at + operator.length + 2 } : null
}

function readTextFilter(
  reader: Reader,
  from: number,
  base: MakeBase,
  compare: CompareOperator,
  options: FilterOptions,
): ReadFilter {
  const marked = readTextOperator(reader, from)
  const raw = readRaw(reader, marked?.end ?? from + compare.length)
  const noWildcard = (values: (TextValue | null)[]) =>
    options.disallowWildcard && values.some((value) => value !== null && hasWildcard(value.raw))
      ? messages.wildcard
      : null
  if (raw.form === 'list' && (compare === '' || marked)) {
    const invalid = raw.items.includes(null) ? messages.emptyItem : noWildcard(raw.items)
    const filter: Filter = {
      ...base(raw.end),
      kind: 'textIn',
      operator: marked?.operator ?? '',
      values: raw.items,
      invalid,
    }
    return { filter, end: raw.end }
  }
  const { value, end } = raw.form === 'list' ? readPlain(reader, from + compare.length) : raw
  const isEmpty = value.raw === '' && !value.quoted
  const invalid = isEmpty ? messages.emptyFilter : hasBareQuote(value) ? messages.quote : noWildcard([value])
  return { filter: { ...base(end), kind: 'text', operator: marked?.operator ?? compare, value, invalid }, end }
}

/** A quote inside a value that is not quoted; `//…//` may hold anything. */
function hasBareQuote(value: TextValue): boolean {
  if (value.quoted || (value.raw.startsWith('//') && value.raw.endsWith('//') && value.raw.length > 4)) return false
  for (let at = value.raw.indexOf('"'); at !== -1; at = value.raw.indexOf('"', at + 1)) {
    if (value.raw[at - 1] !== '\\') return true
  }
  return false
}

/** A value that is none of its key's type: kept as text, operator included, with the reason. `key:""` asks for what is not set. */
function asText(reader: Reader, from: number, base: MakeBase, reason: string): ReadFilter {
  const raw = readRaw(reader, from)
  if (raw.form === 'list') {
    const invalid = raw.items.includes(null) ? messages.emptyItem : reason
    return { filter: { ...base(raw.end), kind: 'textIn', operator: '', values: raw.items, invalid }, end: raw.end }
  }
  const invalid = raw.form === 'quoted' && raw.value.raw === '' ? null : reason
  return { filter: { ...base(raw.end), kind: 'text', operator: '', value: raw.value, invalid }, end: raw.end }
}

function readNumberFilter(reader: Reader, from: number, base: MakeBase): ReadFilter {
  const list = reader.text[from] === '[' ? readRaw(reader, from) : null
  if (list?.form === 'list') {
    const values = list.items.map((item) => item && asNumber(item))
    if (values.every((value, index) => value !== null || list.items[index] === null)) {
      const invalid = values.includes(null) ? messages.emptyItem : null
      return { filter: { ...base(list.end), kind: 'numericIn', values, invalid }, end: list.end }
    }
    return asText(reader, from, base, messages.number)
  }
  const operator = readOperator(reader.text, from)
  const raw = readPlain(reader, from + operator.length)
  const value = asNumber(raw.value)
  if (value === null) return asText(reader, from, base, messages.number)
  return { filter: { ...base(raw.end), kind: 'numeric', operator, value }, end: raw.end }
}

function asNumber({ at, length, raw, quoted }: TextValue) {
  const value = quoted ? null : readNumber(raw)
  return value === null ? null : { at, length, raw, value }
}

function readDurationFilter(reader: Reader, from: number, base: MakeBase): ReadFilter {
  const operator = readOperator(reader.text, from)
  const { value, end } = readPlain(reader, from + operator.length)
  const span = spanFrom(value.at, end)
  const milliseconds = readDuration(value.raw)
  if (milliseconds !== null) {
    return {
      filter: { ...base(end), kind: 'duration', operator, value: { ...span, raw: value.raw, milliseconds } },
      end,
    }
  }
  const number = readNumber(value.raw)
  if (number === null) return asText(reader, from, base, messages.duration)
  return { filter: { ...base(end), kind: 'numeric', operator, value: { ...span, raw: value.raw, value: number } }, end }
}

function readBooleanFilter(reader: Reader, from: number, base: MakeBase): ReadFilter {
  const { value, end } = readPlain(reader, from)
  const boolean = readBoolean(value.raw)
  if (boolean === null) return asText(reader, from, base, messages.boolean)
  return { filter: { ...base(end), kind: 'boolean', value: boolean, raw: value.raw }, end }
}

function readDateFilter(reader: Reader, from: number, base: MakeBase): ReadFilter {
  const operator = readOperator(reader.text, from)
  const { value, end } = readPlain(reader, from + operator.length)
  const { raw } = value
  const span = spanFrom(value.at, end)
  const relative = operator === '' ? readRelativeDate(raw) : null
  if (relative) return { filter: { ...base(end), kind: 'relativeDate', value: { ...span, raw, ...relative } }, end }
  const date = readDate(raw)
  if (date && operator === '') {
    return { filter: { ...base(end), kind: 'specificDate', value: { ...span, raw, ...date } }, end }
  }
  if (date && operator !== '') {
    const filter: Filter = { ...base(end), kind: 'date', operator, sign: operator, value: { ...span, raw, ...date } }
    return { filter, end }
  }
  return readSignedDate(value, end, base, operator) ?? asText(reader, from, base, messages.date)
}

/** `+2025-01-01`: after that date, `-2025-01-01`: before it. */
function readSignedDate(value: TextValue, end: number, base: MakeBase, operator: CompareOperator): ReadFilter | null {
  const sign = value.raw[0]
  if (operator !== '' || (sign !== '+' && sign !== '-')) return null
  const raw = value.raw.slice(1)
  const date = readDate(raw)
  if (!date) return null
  const span = spanFrom(value.at + 1, end)
  const filter: Filter = {
    ...base(end),
    kind: 'date',
    operator: sign === '+' ? '>' : '<',
    sign,
    value: { ...span, raw, ...date },
  }
  return { filter, end }
}

const dateAggregates = new Set(['first_seen', 'last_seen', 'max', 'min'])
const durationAggregate = /^(?:p\d{1,3}|apdex|failure_rate)$/

function readAggregateFilter(
  reader: Reader,
  from: number,
  base: MakeBase,
  args: (string | null)[],
  options: FilterOptions,
): ReadFilter {
  const operator = readOperator(reader.text, from)
  const { value, end } = readPlain(reader, from + operator.length)
  const { raw } = value
  const made = base(end)
  const column = args[0] ?? null
  const columnType = column === null ? null : keyTypeOf(options.keys, column)
  const isDuration = columnType === 'duration' || (column === null && durationAggregate.test(made.key.name))
  const isDate = dateAggregates.has(made.key.name)
  const read = readAggregateValue(raw, operator, isDuration, isDate)
  const invalid = args.includes(null) ? messages.emptyArgument : read.value === null ? messages.aggregate : null
  return { filter: { ...made, ...read, args, operator, raw, invalid }, end }
}

function readAggregateValue(
  raw: string,
  operator: CompareOperator,
  isDuration: boolean,
  isDate: boolean,
): Pick<AggregateFilter, 'kind' | 'value'> {
  const milliseconds = isDuration ? readDuration(raw) : null
  if (milliseconds !== null) return { kind: 'aggregateDuration', value: milliseconds }
  const number = readNumber(raw)
  if (number !== null) return { kind: 'aggregateNumeric', value: number }
  const share = readPercentage(raw)
  if (share !== null) return { kind: 'aggregatePercentage', value: share }
  const date = isDate ? readDate(raw) : null
  if (date) return { kind: 'aggregateDate', value: date.time }
  const relative = isDate && operator === '' ? readRelativeDate(raw) : null
  if (!relative) return { kind: 'aggregateGeneric', value: null }
  const value = relative.sign === '-' ? -relative.milliseconds : relative.milliseconds
  return { kind: 'aggregateRelativeDate', value }
}
