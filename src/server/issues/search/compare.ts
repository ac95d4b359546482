import type {
  CompareOperator,
  DateFilter,
  NumericFilter,
  NumericInFilter,
  RelativeDateFilter,
  SpecificDateFilter,
} from '../../../protocol/search/ast.ts'
import type { Comparison, Condition } from '../../storage/condition.ts'
import { allOf, anyOf, negateIf } from './context.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** Makes a condition of an operator and a number. */
type Compare<Leaf> = (comparison: Comparison, value: number) => Condition<Leaf>

/** `=`, unless another operator is written; `!=` is the opposite of `=`. */
export function compareWith<Leaf>(operator: CompareOperator, value: number, compare: Compare<Leaf>): Condition<Leaf> {
  if (operator === '!=') return { kind: 'not', of: compare('=', value) }
  return compare(operator === '' ? '=' : operator, value)
}

export function compareNumbers<Leaf>(filter: NumericFilter | NumericInFilter, compare: Compare<Leaf>): Condition<Leaf> {
  const condition =
    filter.kind === 'numeric'
      ? compareWith(filter.operator, filter.value.value, compare)
      : anyOf(filter.values.flatMap((value) => (value ? [compare('=', value.value)] : [])))
  return negateIf(filter.negated, condition)
}

/**
 * `-24h` is since then, `+24h` until then. A day is all of it; a moment (people copy them from where seconds were cut off) is
 * from 5 minutes before to 6 after, as in Sentry. Milliseconds since 1970.
 */
export function compareDates<Leaf>(
  filter: DateFilter | SpecificDateFilter | RelativeDateFilter,
  now: number,
  compare: Compare<Leaf>,
): Condition<Leaf> {
  return negateIf(filter.negated, compareDate(filter, now, compare))
}

function compareDate<Leaf>(
  filter: DateFilter | SpecificDateFilter | RelativeDateFilter,
  now: number,
  compare: Compare<Leaf>,
): Condition<Leaf> {
  if (filter.kind === 'relativeDate') {
    const { sign, milliseconds } = filter.value
    return compare(sign === '-' ? '>=' : '<=', now - milliseconds)
  }
  const { time, precision } = filter.value
  const [from, to] = precision === 'day' ? [time, time + day] : [time - 5 * minute, time + 6 * minute]
  const around = allOf([compare('>=', from), compare('<', to)])
  if (filter.kind === 'specificDate' || filter.operator === '=') return around
  return filter.operator === '!=' ? { kind: 'not', of: around } : compare(filter.operator, time)
}
