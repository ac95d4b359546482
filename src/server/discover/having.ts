import { type AggregateFilter, isAggregate, type SearchTree } from '../../protocol/search/ast.ts'
import { issueSearchKeys } from '../../protocol/search/keys.ts'
import { parseSearch } from '../../protocol/search/parse.ts'
import type { Comparison } from '../storage/condition.ts'
import { refuse } from './refuse.ts'

/** `count():>5`: a condition on a row rather than on its events. */
export interface Having {
  /** As it would be selected: `count()`. */
  name: string
  comparison: Comparison
  value: number
}

/** Matches every event, wherever in a query it stands. */
const neutral = 'has:timestamp'

/**
 * Takes the conditions on functions out of a search; they must hold for the row as a whole, so `OR` and `!` before one are `bad_request`. A search
 * that cannot be read is left as it is, for its reader to refuse.
 */
export function splitHaving(query: string): { query: string; having: Having[] } {
  const result = parseSearch(query, { keys: issueSearchKeys })
  if (!result.ok) return { query, having: [] }
  const filters = collect(result.tree, true)
  let rest = query
  for (const { at, length } of filters.toReversed()) {
    rest = rest.slice(0, at) + neutral + rest.slice(at + length)
  }
  return { query: rest, having: filters.map(readHaving) }
}

function collect(tree: SearchTree, isTop: boolean): AggregateFilter[] {
  if (tree.kind === 'and') return tree.of.flatMap((part) => collect(part, isTop))
  if (tree.kind === 'or') return tree.of.flatMap((part) => collect(part, false))
  if (tree.kind === 'freeText' || !isAggregate(tree)) return []
  if (!isTop) throw refuse('Having an OR between aggregate and other conditions is not supported.')
  return [tree]
}

function readHaving(filter: AggregateFilter): Having {
  const name = `${filter.key.name}(${filter.args.map((arg) => arg ?? '').join(', ')})`
  const { operator, value } = filter
  if (filter.negated || operator === '!=') throw refuse(`Invalid aggregate query condition: !${name} is not supported`)
  if (filter.invalid !== null || value === null) throw refuse(`Invalid aggregate query condition: ${name}`)
  return { name, comparison: operator === '' ? '=' : operator, value }
}
