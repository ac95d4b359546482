import type { SearchTree } from '../../../protocol/search/ast.ts'
import type { KeyTable } from '../../../protocol/search/keys.ts'
import { parseSearch } from '../../../protocol/search/parse.ts'
import { compareNumbers } from '../../issues/search/compare.ts'
import { negateIf, wrongSearch } from '../../issues/search/context.ts'
import { compares } from '../../storage/comparison.ts'
import { type Comparison, type Condition, everything } from '../../storage/condition.ts'
import type { ReplaySelector } from '../../storage/replays/port.ts'

const keys: KeyTable = { count_dead_clicks: 'number', count_rage_clicks: 'number' }

interface Count {
  kind: 'count'
  of: 'countDeadClicks' | 'countRageClicks'
  comparison: Comparison
  value: number
}

export type SelectorTest = (selector: ReplaySelector) => boolean

/**
 * Reads a search over selectors, which in Sentry knows their two counts and nothing else: `count_dead_clicks:>10`. Null for one that all meet. Throws
 * `invalid_query`.
 */
export function readSelectorSearch(query: string): SelectorTest | null {
  const result = parseSearch(query, { keys, knownKeysOnly: true })
  if (!result.ok) throw wrongSearch(query, result.problem, result.problem.message)
  if (result.tree.kind === 'and' && result.tree.of.length === 0) return null
  const where = resolve(result.tree, query)
  return (selector) => meets(selector, where)
}

function resolve(tree: SearchTree, query: string): Condition<Count> {
  if (tree.kind === 'and' || tree.kind === 'or') {
    return { kind: tree.kind, of: tree.of.map((part) => resolve(part, query)) }
  }
  if (tree.kind === 'numeric' || tree.kind === 'numericIn') {
    const of = tree.key.name === 'count_rage_clicks' ? 'countRageClicks' : 'countDeadClicks'
    return compareNumbers(tree, (comparison, value) => ({ kind: 'count', of, comparison, value }))
  }
  if (tree.kind === 'has' && Object.hasOwn(keys, tree.of.name)) return negateIf<Count>(tree.negated, everything)
  throw wrongSearch(query, tree, `Selectors are searched by ${Object.keys(keys).join(' and ')} only`)
}

function meets(selector: ReplaySelector, where: Condition<Count>): boolean {
  switch (where.kind) {
    case 'and':
      return where.of.every((part) => meets(selector, part))
    case 'or':
      return where.of.some((part) => meets(selector, part))
    case 'not':
      return !meets(selector, where.of)
    case 'count':
      return compares(selector[where.of], where.comparison, where.value)
  }
}
