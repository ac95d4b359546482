import type { Json, JsonObject } from '../../protocol/event.ts'
import { idOf, isObject, objectsOf } from './json.ts'
import type { RecordedEvent } from './messages.ts'
import { PageTree, type PageNode, tagOf, writeNode } from './page-tree.ts'

/** Types of rrweb's events. */
export const fullSnapshot = 2
const incremental = 3
export const head = 4

/** Sources of rrweb's incremental events. */
const mutation = 0
const mouseMove = 1
const mouseInteraction = 2
const scroll = 3
const viewportResize = 4
const input = 5
const touchMove = 6
const media = 7
const styleSheetRule = 8
const font = 10
const drag = 12
const styleDeclaration = 13
const selection = 14
const adoptedStyleSheet = 15

/** Kinds of interactions that tell where the pointer is: button up, button down, click, touch. */
const pressing = new Set([0, 1, 2, 7])
const touchStart = 7
const touchEnd = 9

/** Takes a pointer away. */
const lift = { source: mouseInteraction, type: touchEnd, x: 0, y: 0 }

/** Where rrweb keeps a pointer that has no id. */
const onlyPointer = -1

/**
 * What a recorded page looks like after some of its events. It takes events as they come and writes as few as make the same picture: a full snapshot
 * and what a snapshot does not hold. What later events supersede is gone by then: moves, scrolls, input, the selection.
 */
export class PageModel {
  private readonly tree = new PageTree(
    ({ id }) => this.forget(id),
    (parent) => this.renewSheet(parent),
  )
  private head: JsonObject = {}
  private initialOffset: Json = { top: 0, left: 0 }
  /** What scripts did to the sheet of a style node, by its id; text of its own makes a new sheet. */
  private readonly sheets = new Map<number, JsonObject[]>()
  /** Sheets that scripts constructed, and who adopted them, as it came. */
  private constructed: JsonObject[] = []
  private fonts: JsonObject[] = []
  private readonly scrolls = new Map<number, JsonObject>()
  private readonly inputs = new Map<number, JsonObject>()
  /** By node and kind. */
  private readonly media = new Map<string, JsonObject>()
  /** By its id: where it is, and over which node. */
  private readonly pointers = new Map<number, JsonObject>()
  private selection: JsonObject | null = null
  /** What the last event should have told of nodes that it added; null: what it did. */
  private mended: JsonObject[] | null = null

  /** Nodes of the page. */
  get size(): number {
    return this.tree.size
  }

  /**
   * The event that was applied last, so that rrweb's replayer does not stumble over it: of a node beside one that never came it looks for that one for half
   * a second.
   */
  mend<E extends RecordedEvent>(event: E): E {
    return this.mended && isObject(event.data) ? { ...event, data: { ...event.data, adds: this.mended } } : event
  }

  /** @returns how much it was, in nodes or changes */
  apply({ type, data }: RecordedEvent): number {
    this.mended = null
    if (!isObject(data)) return 0
    if (type === head) this.head = data
    else if (type === fullSnapshot && isObject(data.node)) return this.begin(data.node, data.initialOffset)
    else if (type === incremental) return this.change(data)
    return 1
  }

  /**
   * Events that make this picture, all at one time. Empty before the first full snapshot.
   * @param pointers all that may be shown still; those that are not there now are taken away
   */
  write(timestamp: number, pointers: Iterable<number> = []): RecordedEvent[] {
    const { root } = this.tree
    if (!root) return []
    const frames: PageNode[] = []
    const styled: JsonObject[] = []
    const note = (node: PageNode) => {
      if (node.document) frames.push(node)
      if (node.styles) styled.push({ id: node.id, attributes: { style: Object.fromEntries(node.styles) } })
    }
    const node = writeNode(root, note)
    const documents: JsonObject[] = []
    // The list grows by the frames within frames.
    for (const { id, document } of frames)
      if (document) documents.push({ parentId: id, nextId: null, node: writeNode(document, note) })
    const change = (changed: JsonObject) => ({
      source: mutation,
      adds: [],
      removes: [],
      texts: [],
      attributes: [],
      ...changed,
    })
    const incrementals = [
      ...documents.map((add) => ({ ...change({ adds: [add] }), isAttachIframe: true })),
      ...(styled.length > 0 ? [change({ attributes: styled })] : []),
      ...[...this.sheets.values()].flat(),
      ...this.constructed,
      ...this.fonts,
      ...this.inputs.values(),
      ...this.media.values(),
      ...this.scrolls.values(),
      ...(this.selection ? [this.selection] : []),
      ...[...pointers].filter((id) => !this.pointers.has(id)).map((id) => ({ ...lift, ...named(id), id: root.id })),
      ...[...this.pointers].map(([id, { source, x, y, over }]) => ({
        source: source ?? mouseMove,
        // Over what went meanwhile it would not be shown.
        positions: [{ x: x ?? 0, y: y ?? 0, id: this.tree.get(over)?.id ?? root.id, timeOffset: 0 }],
        ...named(id),
      })),
    ]
    return [
      ...(typeof this.head.width === 'number' ? [{ type: head, timestamp, data: this.head }] : []),
      { type: fullSnapshot, timestamp, data: { node, initialOffset: this.initialOffset } },
      ...incrementals.map((data) => ({ type: incremental, timestamp, data })),
    ]
  }

  private begin(node: JsonObject, initialOffset: Json | undefined): number {
    this.tree.reset(node)
    this.initialOffset = initialOffset ?? { top: 0, left: 0 }
    // A document keeps what it adopted when it is written anew.
    this.constructed = [{ source: adoptedStyleSheet, id: node.id ?? null, styleIds: [] }]
    this.fonts = []
    this.selection = null
    for (const kept of [this.sheets, this.scrolls, this.inputs, this.media]) kept.clear()
    return this.tree.size
  }

  private change(data: JsonObject): number {
    const id = idOf(data.id)
    const source = idOf(data.source) ?? -1
    switch (source) {
      case mutation:
        return this.mutate(data)
      case mouseMove:
      case touchMove:
      case drag: {
        const last = objectsOf(data.positions).at(-1)
        if (last) this.point(data, last, source)
        break
      }
      case mouseInteraction:
        if (data.type === touchEnd) this.pointers.delete(pointerOf(data))
        else if (typeof data.type === 'number' && pressing.has(data.type) && id !== -1)
          this.point(data, data, data.type === touchStart ? touchMove : mouseMove)
        break
      case scroll:
        if (id !== null) this.scrolls.set(id, data)
        break
      case viewportResize:
        this.head = { ...this.head, width: data.width ?? null, height: data.height ?? null }
        break
      case input:
        if (id !== null) this.inputs.set(id, data)
        break
      case media:
        if (id !== null) setLast(this.media, `${id} ${JSON.stringify(data.type)}`, data)
        break
      case styleSheetRule:
      case styleDeclaration:
        if (typeof data.styleId === 'number' && data.styleId > 0) addRule(this.constructed, data)
        else if (id !== null && this.tree.get(id)) addRule(getList(this.sheets, id), data)
        break
      case adoptedStyleSheet:
        addAdoption(this.constructed, data)
        break
      case font:
        this.fonts.push(data)
        break
      case selection:
        this.selection = data
        break
      // Canvases are not shown; what else there may be is not known.
      default:
    }
    return 1
  }

  private point(data: JsonObject, { x, y, id }: JsonObject, source: number): void {
    setLast(this.pointers, pointerOf(data), { source, x: x ?? 0, y: y ?? 0, over: id ?? null })
  }

  private mutate(data: JsonObject): number {
    const removes = objectsOf(data.removes)
    const adds = objectsOf(data.adds)
    const texts = objectsOf(data.texts)
    const attributes = objectsOf(data.attributes)
    for (const { id } of removes) {
      const node = this.tree.get(id)
      if (!node) continue
      const { parent } = node
      this.tree.remove(node)
      if (parent) this.renewSheet(parent)
    }
    this.mended = this.tree.add(adds)
    for (const { id, value } of texts) {
      const node = this.tree.get(id)
      if (!node) continue
      node.text = value
      if (node.parent) this.renewSheet(node.parent)
    }
    for (const { id, attributes: changes } of attributes) {
      const node = this.tree.get(id)
      if (node && isObject(changes)) this.setAttributes(node, changes)
    }
    return 1 + removes.length + adds.length + texts.length + attributes.length
  }

  private setAttributes(node: PageNode, changes: JsonObject): void {
    const attributes = { ...node.attributes }
    for (const [name, value] of Object.entries(changes)) {
      if (name === 'style' && isObject(value)) {
        node.styles ??= new Map()
        for (const [style, set] of Object.entries(value)) setLast(node.styles, style, set)
        continue
      }
      if (value === null) delete attributes[name]
      else if (typeof value === 'string') attributes[name] = value
      else continue
      if (name === '_cssText') this.sheets.delete(node.id)
      if (name !== 'style') continue
      node.styles = null
      // They are set as styles, which the text replaces.
      delete attributes.rr_width
      delete attributes.rr_height
    }
    node.attributes = attributes
  }

  private renewSheet(parent: PageNode): void {
    if (tagOf(parent) === 'style') this.sheets.delete(parent.id)
  }

  private forget(id: number): void {
    this.sheets.delete(id)
    this.scrolls.delete(id)
    this.inputs.delete(id)
  }
}

/** An animation sets the same property of the same rule again and again. */
function addRule(rules: JsonObject[], data: JsonObject): void {
  const last = rules.at(-1)
  const isAgain =
    last !== undefined &&
    !last.remove &&
    isObject(data.set) &&
    isObject(last.set) &&
    data.set.property === last.set.property &&
    data.styleId === last.styleId &&
    JSON.stringify(data.index) === JSON.stringify(last.index)
  if (isAgain) rules.pop()
  rules.push(data)
}

/** Who adopts others right after adopted the first for nothing. */
function addAdoption(rules: JsonObject[], data: JsonObject): void {
  const last = rules.at(-1)
  if (last?.source === adoptedStyleSheet && last.id === data.id && !last.styles) rules.pop()
  rules.push(data)
}

function getList<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}

/** Sets it behind all others. */
function setLast<K, V>(map: Map<K, V>, key: K, value: V): void {
  map.delete(key)
  map.set(key, value)
}

const named = (pointer: number): JsonObject => (pointer === onlyPointer ? {} : { pointerId: pointer })

function pointerOf({ pointerId }: JsonObject): number {
  return typeof pointerId === 'number' ? pointerId : onlyPointer
}

const moving = new Set<Json | undefined>([mouseMove, mouseInteraction, touchMove, drag])

/** The pointer that an event moves; null: none. */
export function readPointer({ type, data }: RecordedEvent): number | null {
  return type === incremental && isObject(data) && moving.has(data.source) ? pointerOf(data) : null
}

/** Without the scrolls that later ones supersede: each of them makes the browser lay out the page. */
export function condense<E extends RecordedEvent>(events: readonly E[]): E[] {
  const scrolled = new Set<Json | undefined>()
  const kept = events.toReversed().filter(({ type, data }) => {
    if (type !== incremental || !isObject(data) || data.source !== scroll) return true
    const isLast = !scrolled.has(data.id)
    scrolled.add(data.id)
    return isLast
  })
  return kept.toReversed()
}
