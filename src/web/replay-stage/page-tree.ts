import type { Json, JsonObject } from '../../protocol/event.ts'
import { idOf, isObject, objectsOf } from './json.ts'

/** Types of rrweb's nodes. */
const documentNode = 0
const doctypeNode = 1
const elementNode = 2
const textNode = 3

/** How deep documents are written; beyond it nothing is shown, so that no recording exhausts the stack. */
const maxDepth = 1500

/** A recorded node in its place. Siblings are linked: a list of ten thousand changes at either end at no cost. */
export interface PageNode {
  id: number
  recorded: JsonObject
  /** Replaced, never changed: others may hold it. */
  attributes: JsonObject | null
  text: Json | undefined
  /** Changes of single styles since `style` was last given as text, the last of each name in their order. */
  styles: Map<string, Json> | null
  parent: PageNode | null
  previous: PageNode | null
  next: PageNode | null
  first: PageNode | null
  last: PageNode | null
  /** Of an iframe, the document in it. */
  document: PageNode | null
  /** Of a document, the iframe that it is in. */
  frame: PageNode | null
}

/** A recorded document as plain data: rrweb's changes are applied to it hundreds of times faster than to a document of the browser. */
export class PageTree {
  root: PageNode | null = null
  private readonly nodes = new Map<number, PageNode>()
  /** Documents that came before their iframes. */
  private readonly early = new Map<number, JsonObject>()
  private readonly onGone: (node: PageNode) => void
  private readonly onChanged: (parent: PageNode) => void

  /**
   * @param onGone a node is in the page no more
   * @param onChanged a node came into another
   */
  constructor(onGone: (node: PageNode) => void, onChanged: (parent: PageNode) => void) {
    this.onGone = onGone
    this.onChanged = onChanged
  }

  get size(): number {
    return this.nodes.size
  }

  get(id: Json | undefined): PageNode | undefined {
    return typeof id === 'number' ? this.nodes.get(id) : undefined
  }

  /** Takes a full snapshot in place of all. */
  reset(recorded: JsonObject): void {
    this.nodes.clear()
    this.root = this.build(recorded)
  }

  /** Takes a node away with all that is in it. */
  remove(node: PageNode): void {
    detach(node)
    const left = [node]
    for (let gone = left.pop(); gone; gone = left.pop()) {
      if (this.nodes.get(gone.id) === gone) this.nodes.delete(gone.id)
      this.onGone(gone)
      if (gone.document) left.push(gone.document)
      for (let child = gone.first; child; child = child.next) left.push(child)
    }
  }

  /**
   * Nodes come in any order: those whose parent or neighbour is yet to come wait for it. What waits in vain for a neighbour goes to the end; without
   * a parent it is left out.
   * @returns what was added, in an order in which nothing waits; null: all of it, as it was told
   */
  add(adds: readonly JsonObject[]): JsonObject[] | null {
    /** By the id that they wait for. */
    const waiting = new Map<number, JsonObject[]>()
    const added: JsonObject[] = []
    const place = (first: JsonObject) => {
      const left = [first]
      for (let add = left.pop(); add; add = left.pop()) {
        const missing = this.addOne(add)
        if (missing !== null) {
          waiting.set(missing, [...(waiting.get(missing) ?? []), add])
          continue
        }
        added.push(add)
        const id = isObject(add.node) ? idOf(add.node.id) : null
        if (id === null) continue
        left.push(...(waiting.get(id) ?? []).toReversed())
        waiting.delete(id)
      }
    }
    for (const add of adds) place(add)
    if (waiting.size === 0) return null
    for (;;) {
      const strays = [...waiting.values()].flat()
      const ready = new Set(strays.filter(({ parentId }) => this.get(parentId)))
      if (ready.size === 0) return added
      waiting.clear()
      for (const add of strays) place(ready.has(add) ? { ...add, nextId: null } : add)
    }
  }

  /** @returns the node that it has to wait for; null: it found its place, or has none */
  private addOne(add: JsonObject): number | null {
    const { node: recorded, parentId, nextId, previousId } = add
    if (!isObject(recorded) || typeof parentId !== 'number') return null
    const parent = this.get(parentId)
    if (recorded.type === documentNode) {
      if (parent) this.attachDocument(parent, recorded)
      else this.early.set(parentId, recorded)
      return null
    }
    if (!parent) return parentId
    // Texts and comments hold nothing.
    if (!isHolder(parent.recorded)) return null
    const next = this.get(nextId)
    if (typeof nextId === 'number' && nextId !== -1 && !next) return nextId
    if (typeof recorded.rootId === 'number' && !this.nodes.has(recorded.rootId)) return null
    const there = this.get(recorded.id)
    // Nothing comes into itself, nor into what it holds.
    for (let above: PageNode | null = there ? parent : null; above; above = above.parent ?? above.frame)
      if (above === there) return null
    const node = this.take(recorded, there)
    if (!node) return null
    if (tagOf(parent) === 'textarea' && recorded.type === textNode) this.removeChildren(parent, isText)
    else if (parent.recorded.type === documentNode)
      this.removeChildren(parent, (child) =>
        recorded.type === doctypeNode
          ? child.recorded.type === doctypeNode
          : tagOf(node) === 'html' && child.recorded.type === elementNode,
      )
    const previous = this.get(previousId)
    const before = previous?.parent === parent && previous.next ? previous.next : next?.parent === parent ? next : null
    insert(parent, node, before)
    this.onChanged(parent)
    const document = this.early.get(node.id)
    if (document && tagOf(node) === 'iframe') {
      this.early.delete(node.id)
      this.attachDocument(node, document)
    }
    return null
  }

  /** The node as told, or the one that is there already and moves with all that is in it. */
  private take(recorded: JsonObject, there: PageNode | undefined): PageNode | null {
    if (there && there.recorded.type === recorded.type && there.recorded.tagName === recorded.tagName) {
      detach(there)
      return there
    }
    if (there) this.remove(there)
    return this.build(recorded)
  }

  private removeChildren(parent: PageNode, which: (child: PageNode) => boolean): void {
    for (let child = parent.first; child; ) {
      const { next } = child
      if (which(child)) this.remove(child)
      child = next
    }
  }

  private attachDocument(iframe: PageNode, recorded: JsonObject): void {
    if (tagOf(iframe) !== 'iframe') return
    if (iframe.document) this.remove(iframe.document)
    const document = this.build(recorded)
    if (document) document.frame = iframe
    iframe.document = document
  }

  private build(recorded: JsonObject, depth = 0): PageNode | null {
    const id = idOf(recorded.id)
    if (id === null || depth > maxDepth) return null
    const node: PageNode = {
      id,
      recorded,
      attributes: isObject(recorded.attributes) ? recorded.attributes : null,
      text: recorded.textContent,
      styles: null,
      parent: null,
      previous: null,
      next: null,
      first: null,
      last: null,
      document: null,
      frame: null,
    }
    this.nodes.set(id, node)
    for (const child of isHolder(recorded) ? objectsOf(recorded.childNodes) : []) {
      const built = this.build(child, depth + 1)
      if (built) insert(node, built, null)
    }
    return node
  }
}

/** The node with all that is in it, as rrweb writes them; `onNode` sees each of them. */
export function writeNode(node: PageNode, onNode: (node: PageNode) => void, depth = 0): JsonObject {
  onNode(node)
  const { recorded, attributes, text } = node
  const childNodes: JsonObject[] = []
  if (depth < maxDepth)
    for (let child = node.first; child; child = child.next) childNodes.push(writeNode(child, onNode, depth + 1))
  const isSame = attributes === (recorded.attributes ?? null) && text === recorded.textContent
  if (isSame && childNodes.length === 0 && !('childNodes' in recorded && objectsOf(recorded.childNodes).length > 0))
    return recorded
  return {
    ...recorded,
    ...(isHolder(recorded) && { childNodes }),
    ...(attributes && { attributes }),
    ...(text !== undefined && { textContent: text }),
  }
}

export const tagOf = ({ recorded }: PageNode): string =>
  typeof recorded.tagName === 'string' ? recorded.tagName.toLowerCase() : ''

const isHolder = ({ type }: JsonObject) => type === elementNode || type === documentNode

const isText = ({ recorded }: PageNode) => recorded.type === textNode

function insert(parent: PageNode, node: PageNode, next: PageNode | null): void {
  const previous = next ? next.previous : parent.last
  node.parent = parent
  node.previous = previous
  node.next = next
  if (previous) previous.next = node
  else parent.first = node
  if (next) next.previous = node
  else parent.last = node
}

function detach(node: PageNode): void {
  const { parent, previous, next } = node
  if (previous) previous.next = next
  else if (parent?.first === node) parent.first = next
  if (next) next.previous = previous
  else if (parent?.last === node) parent.last = previous
  node.parent = null
  node.previous = null
  node.next = null
}
