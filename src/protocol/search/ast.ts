/** Where something stands in the searched text, in UTF-16 units. */
export interface Span {
  at: number
  length: number
}

export type CompareOperator = '' | '=' | '!=' | '>' | '>=' | '<' | '<='
/** Sentry's search box writes these between two U+F00D; nobody types them. */
export type TextOperator = 'Contains' | 'StartsWith' | 'EndsWith'

/** What `tags[key]` and `tags[key,number]` say of the tag; null for a plain key. */
export type TagType = 'tag' | 'string' | 'number' | 'boolean' | 'array'

export interface SearchKey extends Span {
  name: string
  quoted: boolean
  tag: TagType | null
}

/** As written, without the quotes around it: `\"` and `\*` are still escaped (see wildcard.ts). */
export interface TextValue extends Span {
  raw: string
  quoted: boolean
}

export interface NumberValue extends Span {
  raw: string
  value: number
}

export interface DurationValue extends Span {
  raw: string
  milliseconds: number
}

/** `2018-01-01` (a day) or `2018-01-01T05:06:07Z` (a second); milliseconds since 1970. */
export interface DateValue extends Span {
  raw: string
  time: number
  precision: 'day' | 'second'
}

/** `-24h`: within the last 24 hours; `+7d`: longer than 7 days ago. */
export interface RelativeDateValue extends Span {
  raw: string
  sign: '-' | '+'
  milliseconds: number
}

interface FilterBase extends Span {
  key: SearchKey
  negated: boolean
  /** Why this filter cannot be searched for; null when it can. */
  invalid: string | null
}

export interface TextFilter extends FilterBase {
  kind: 'text'
  operator: CompareOperator | TextOperator
  value: TextValue
}
export interface TextInFilter extends FilterBase {
  kind: 'textIn'
  operator: '' | TextOperator
  /** Null stands for an empty item, which is invalid. */
  values: (TextValue | null)[]
}
export interface NumericFilter extends FilterBase {
  kind: 'numeric'
  operator: CompareOperator
  value: NumberValue
}
export interface NumericInFilter extends FilterBase {
  kind: 'numericIn'
  values: (NumberValue | null)[]
}
export interface DurationFilter extends FilterBase {
  kind: 'duration'
  operator: CompareOperator
  value: DurationValue
}
export interface BooleanFilter extends FilterBase {
  kind: 'boolean'
  value: boolean
  raw: string
}
/** A date with an operator. The signs of `firstSeen:+2025-01-01` (after) and `-2025-01-01` (before) are operators too. */
export interface DateFilter extends FilterBase {
  kind: 'date'
  operator: Exclude<CompareOperator, ''>
  /** The operator as written. */
  sign: string
  value: DateValue
}
export interface SpecificDateFilter extends FilterBase {
  kind: 'specificDate'
  value: DateValue
}
export interface RelativeDateFilter extends FilterBase {
  kind: 'relativeDate'
  value: RelativeDateValue
}
export interface HasFilter extends FilterBase {
  kind: 'has'
  of: SearchKey
}
export interface IsFilter extends FilterBase {
  kind: 'is'
  values: TextValue[]
  /** Whether the values stand in brackets. */
  isList: boolean
}
export const aggregateKinds = [
  'aggregateNumeric',
  'aggregateDuration',
  'aggregatePercentage',
  'aggregateDate',
  'aggregateRelativeDate',
  'aggregateGeneric',
] as const
/** `count():>10`, `p95(transaction.duration):>2s`; `args` as written, null for one left empty. */
export interface AggregateFilter extends FilterBase {
  kind: (typeof aggregateKinds)[number]
  args: (string | null)[]
  operator: CompareOperator
  /** As written behind the operator. */
  raw: string
  /** Number, milliseconds, share of 100 or milliseconds since 1970; null for what is none. */
  value: number | null
}

export type Filter =
  | TextFilter
  | TextInFilter
  | NumericFilter
  | NumericInFilter
  | DurationFilter
  | BooleanFilter
  | DateFilter
  | SpecificDateFilter
  | RelativeDateFilter
  | HasFilter
  | IsFilter
  | AggregateFilter

export interface FreeText extends Span {
  kind: 'freeText'
  /** As written, without the quotes around it. */
  raw: string
  quoted: boolean
  invalid: string | null
}

export type Term = Filter | FreeText

/** `and` of nothing is the empty search. */
export type SearchTree = ({ kind: 'and'; of: SearchTree[] } & Span) | ({ kind: 'or'; of: SearchTree[] } & Span) | Term

export function isFilter(term: Term): term is Filter {
  return term.kind !== 'freeText'
}

export function isAggregate(term: Term): term is AggregateFilter {
  return aggregateKinds.some((kind) => kind === term.kind)
}
