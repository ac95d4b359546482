import type { Exception, NormalizedEvent } from '../../../../protocol/event.ts'
import type { GroupedException } from './exceptions.ts'

interface Tree {
  root: GroupedException
  childrenOf: (node: GroupedException) => GroupedException[]
}

/** Groups nest by id; deeper than this is a client gone wrong. */
const maxDepth = 100

/**
 * Reduces an exception group to its distinct members. With one left, the group is just that exception and what caused it,
 * which then also gives the title; with more, it is one of each and the group itself. Chains without groups, and those whose
 * ids do not make a tree, stay whole.
 */
export function keepDistinct(
  chain: GroupedException[],
  event: NormalizedEvent,
): { kept: GroupedException[]; main: Exception | null } {
  const whole = { kept: chain, main: null }
  if (chain.length <= 1 || isExempt(event)) return whole
  const tree = buildTree(chain)
  if (tree === null) return whole
  // By type, descending, so that members of one kind stand together whatever their order.
  const members = topLevel(tree.root, tree, 0).sort((a, b) => compareTypes(b.exception, a.exception))
  const distinct = members.filter((member, index) => {
    const previous = members[index - 1]
    return previous === undefined || signature(member) !== signature(previous)
  })
  const [first] = distinct
  if (first === undefined) return whole
  if (distinct.length === 1) return { kept: firstPath(first, tree), main: first.exception }
  return { kept: [...distinct, tree.root], main: null }
}

/** Version 3 of the Python SDK marks all chains as it used to mark groups only; they group as chains, as before it. */
function isExempt(event: NormalizedEvent): boolean {
  return event.platform === 'python' && event.sdk?.version?.startsWith('3') === true
}

function buildTree(chain: GroupedException[]): Tree | null {
  const byId = new Map<number, GroupedException>()
  const children = new Map<number, GroupedException[]>()
  for (let index = chain.length - 1; index >= 0; index--) {
    const node = chain[index]
    const mechanism = node?.exception.mechanism
    const id = mechanism?.exception_id ?? null
    const parent = mechanism?.parent_id ?? null
    if (node === undefined || id === null || id === parent || byId.has(id)) return null
    byId.set(id, node)
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), node])
  }
  const root = byId.get(0)
  if (root === undefined) return null
  return { root, childrenOf: (node) => children.get(node.exception.mechanism?.exception_id ?? -1) ?? [] }
}

/** The nearest descendants that are no groups themselves. */
function topLevel(node: GroupedException, tree: Tree, depth: number): GroupedException[] {
  if (depth > maxDepth) return []
  if (node.exception.mechanism?.is_exception_group !== true) return [node]
  return tree.childrenOf(node).flatMap((child) => topLevel(child, tree, depth + 1))
}

/** An exception and its first cause, that one's first cause, and so on. */
function firstPath(node: GroupedException, tree: Tree): GroupedException[] {
  const path: GroupedException[] = []
  for (let next: GroupedException | undefined = node; next !== undefined && path.length < maxDepth; ) {
    path.push(next)
    next = tree.childrenOf(next)[0]
  }
  return path
}

function compareTypes(a: Exception, b: Exception): number {
  const left = String(a.type ?? '')
  const right = String(b.type ?? '')
  return left < right ? -1 : left > right ? 1 : 0
}

function signature(grouped: GroupedException): string {
  return `${grouped.app.values.join('\0')}\u0001${grouped.system?.values.join('\0') ?? ''}`
}
