import type { Comparison } from './condition.ts'

/** Whether `left comparison right` holds, for engines and callers that test numbers one by one. */
export function compares(left: number, comparison: Comparison, right: number): boolean {
  switch (comparison) {
    case '=':
      return left === right
    case '>':
      return left > right
    case '>=':
      return left >= right
    case '<':
      return left < right
    case '<=':
      return left <= right
  }
}
