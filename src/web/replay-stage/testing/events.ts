/** Events as rrweb writes them, for tests. */
import fc from 'fast-check'
import type { JsonObject } from '../../../protocol/event.ts'
import type { RecordedEvent } from '../messages.ts'

type Timed = RecordedEvent & { timestamp: number; type: number }

export const element = (
  id: number,
  tagName: string,
  attributes: JsonObject = {},
  childNodes: JsonObject[] = [],
): JsonObject => ({ type: 2, id, tagName, attributes, childNodes })

export const text = (id: number, textContent: string): JsonObject => ({ type: 3, id, textContent })

/** A page: the document is node 1, its body node 4. */
export const pageOf = (body: JsonObject[]): JsonObject => ({
  type: 0,
  id: 1,
  childNodes: [element(2, 'html', {}, [element(3, 'head'), element(4, 'body', {}, body)])],
})

/** Its head and its full snapshot. */
export const startOf = (timestamp: number, node: JsonObject): Timed[] => [
  { type: 4, timestamp, data: { href: 'https://shop.example/', width: 800, height: 600 } },
  { type: 2, timestamp, data: { node, initialOffset: { left: 0, top: 0 } } },
]

export const increment = (data: JsonObject, timestamp = 0): Timed => ({ type: 3, timestamp, data })

const anyId = fc.constantFrom(4, 10, 11, 12, 13, 14, 15, 16)
const anyNode = fc.oneof(
  fc.record({ id: anyId, tag: fc.constantFrom('p', 'style', 'input') }).map(({ id, tag }) => element(id, tag)),
  fc.record({ id: anyId, words: fc.constantFrom('a', 'b', 'p {}') }).map(({ id, words }) => text(id, words)),
)

/** Something that may happen to a page, be it possible there or not. */
export const anyChange: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record({
    source: fc.constant(0),
    removes: fc.array(fc.record({ parentId: anyId, id: anyId.filter((id) => id !== 4) }), { maxLength: 1 }),
    adds: fc.array(
      fc.record({
        parentId: anyId,
        nextId: fc.oneof(fc.constant(null), anyId),
        node: anyNode.filter(({ id }) => id !== 4),
      }),
      { maxLength: 2 },
    ),
    texts: fc.array(fc.record({ id: anyId, value: fc.constantFrom('x', 'y') }), { maxLength: 1 }),
    attributes: fc.array(
      fc.record({
        id: anyId,
        attributes: fc.oneof(
          fc.record({ class: fc.constantFrom('a', 'b', null) }),
          fc.record({ style: fc.constantFrom('top: 0', null, { top: '1px' }, { top: false, left: '2px' }) }),
        ),
      }),
      { maxLength: 1 },
    ),
  }),
  fc.record({ source: fc.constant(3), id: anyId, x: fc.constant(0), y: fc.nat(9) }),
  fc.record({ source: fc.constant(5), id: anyId, text: fc.constantFrom('a', 'b'), isChecked: fc.boolean() }),
  fc.record({
    source: fc.constant(8),
    id: anyId,
    adds: fc.constant<JsonObject[]>([{ rule: 'p {}', index: 0 }]),
  }),
)
