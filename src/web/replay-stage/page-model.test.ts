import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../protocol/event.ts'
import { isObject, objectsOf } from './json.ts'
import type { RecordedEvent } from './messages.ts'
import { condense, PageModel } from './page-model.ts'
import { anyChange, element, increment, pageOf, startOf, text } from './testing/events.ts'

const bodyId = 4

function modelOf(...events: RecordedEvent[]): PageModel {
  const model = new PageModel()
  for (const event of events) model.apply(event)
  return model
}

const start = (...body: JsonObject[]) => startOf(0, pageOf(body))
const mutate = (changes: JsonObject) =>
  increment({ source: 0, adds: [], removes: [], texts: [], attributes: [], ...changes })
const add = (parentId: number, nextId: number | null, node: JsonObject): JsonObject => ({ parentId, nextId, node })

const words = (value: Json | undefined) => (typeof value === 'string' ? value : '')

/** `<p class="a">text</p>`, in short. */
function show(node: Json | undefined): string {
  if (!isObject(node)) return ''
  if (node.type === 3) return words(node.textContent)
  const inside = objectsOf(node.childNodes).map(show).join('')
  if (node.type !== 2) return inside
  const attributes = Object.entries(isObject(node.attributes) ? node.attributes : {})
  const tag = words(node.tagName)
  return `<${[tag, ...attributes.map(([name, value]) => `${name}="${words(value)}"`)].join(' ')}>${inside}</${tag}>`
}

/** What the snapshot holds. */
function bodyOf(model: PageModel): string {
  const snapshot = model.write(9).find(({ type }) => type === 2)
  const page = isObject(snapshot?.data) ? show(snapshot.data.node) : ''
  return /<body>(.*)<\/body>/.exec(page)?.[1] ?? ''
}

/** What it cannot hold, by rrweb's numbers of sources. */
function besides(model: PageModel, source: number): JsonObject[] {
  return model
    .write(9)
    .flatMap(({ type, data }) => (type === 3 && isObject(data) && data.source === source ? [data] : []))
}

describe('a page after some of its events', () => {
  test('is nothing before the first snapshot', () => {
    expect(modelOf(mutate({})).write(1)).toEqual([])
  })

  test('has what was added where it was added, in whatever order it is told', () => {
    const model = modelOf(
      ...start(element(10, 'p', {}, [text(11, 'last')])),
      mutate({
        adds: [
          add(20, null, text(21, 'b')),
          add(bodyId, 22, element(20, 'b')),
          add(bodyId, 10, element(22, 'i')),
          add(bodyId, null, element(23, 'u')),
        ],
      }),
    )
    expect(bodyOf(model)).toBe('<b>b</b><i></i><p>last</p><u></u>')
  })

  test('lacks what was removed, and takes it back elsewhere with all that is in it', () => {
    const moved = element(10, 'p', {})
    const model = modelOf(
      ...start(element(10, 'p', {}, [text(11, 'moved')]), element(12, 'div')),
      mutate({
        removes: [{ parentId: bodyId, id: 10 }],
        adds: [add(12, null, moved), add(10, null, text(11, 'moved'))],
      }),
    )
    expect(bodyOf(model)).toBe('<div><p>moved</p></div>')
    model.apply(mutate({ removes: [{ parentId: bodyId, id: 12 }], texts: [{ id: 11, value: 'gone' }] }))
    expect(bodyOf(model)).toBe('')
  })

  test('has the texts and attributes that were set last', () => {
    const model = modelOf(
      ...start(element(10, 'p', { class: 'a', title: 't' }, [text(11, 'old')])),
      mutate({ texts: [{ id: 11, value: 'new' }], attributes: [{ id: 10, attributes: { class: 'b', title: null } }] }),
    )
    expect(bodyOf(model)).toBe('<p class="b">new</p>')
  })

  test('keeps single styles beside the text of them, the last of each, until the text is set', () => {
    const style = (value: Json) => mutate({ attributes: [{ id: 10, attributes: { style: value } }] })
    const model = modelOf(
      ...start(element(10, 'p', { style: 'color: red' })),
      style({ margin: '1px', color: 'blue' }),
      style({ 'margin-left': false, margin: ['2px', 'important'] }),
    )
    const [change] = besides(model, 0)
    expect(JSON.stringify(change?.attributes)).toBe(
      JSON.stringify([
        { id: 10, attributes: { style: { color: 'blue', 'margin-left': false, margin: ['2px', 'important'] } } },
      ]),
    )
    model.apply(style('top: 0'))
    expect(besides(model, 0)).toEqual([])
    expect(bodyOf(model)).toBe('<p style="top: 0"></p>')
  })

  test('keeps rules of scripts until their sheet is made anew', () => {
    const rule = (css: string) => increment({ source: 8, id: 10, adds: [{ rule: css, index: 0 }] })
    const model = modelOf(...start(element(10, 'style', {}, [text(11, 'p {}')])), rule('a {}'), rule('b {}'))
    expect(besides(model, 8)).toHaveLength(2)
    model.apply(mutate({ texts: [{ id: 11, value: 'i {}' }] }))
    expect(besides(model, 8)).toEqual([])
    model.apply(rule('c {}'))
    model.apply(mutate({ removes: [{ parentId: bodyId, id: 10 }] }))
    expect(besides(model, 8)).toEqual([])
  })

  test('adopts sheets anew, whatever was adopted before', () => {
    const adopted = { source: 15, id: 1, styleIds: [7], styles: [{ styleId: 7, rules: [] }] }
    const model = modelOf(...start(), increment(adopted))
    expect(besides(modelOf(...start()), 15)).toEqual([{ source: 15, id: 1, styleIds: [] }])
    expect(besides(model, 15)).toEqual([adopted])
    model.apply(increment({ source: 15, id: 1, styleIds: [] }))
    model.apply(increment({ source: 15, id: 1, styleIds: [7] }))
    expect(besides(model, 15)).toEqual([adopted, { source: 15, id: 1, styleIds: [7] }])
  })

  test('of an animated rule keeps the last state of each property', () => {
    const set = (property: string, value: string, index: number[]) =>
      increment({ source: 13, id: 10, index, set: { property, value } })
    const model = modelOf(
      ...start(element(10, 'style', {}, [text(11, 'p {}')])),
      set('top', '1px', [0]),
      set('top', '2px', [0]),
      set('top', '3px', [1]),
      set('left', '4px', [1]),
    )
    expect(besides(model, 13).map(({ set: to }) => isObject(to) && to.value)).toEqual(['2px', '3px', '4px'])
  })

  test('has the last scroll, input, selection and place of the pointer only', () => {
    const model = modelOf(
      ...start(element(10, 'input')),
      increment({ source: 3, id: 1, x: 0, y: 1 }),
      increment({ source: 3, id: 1, x: 0, y: 2 }),
      increment({ source: 5, id: 10, text: 'a', isChecked: false }),
      increment({ source: 5, id: 10, text: 'ab', isChecked: false }),
      increment({ source: 14, ranges: [1] }),
      increment({ source: 14, ranges: [] }),
      increment({
        source: 1,
        positions: [
          { x: 1, y: 1, id: 10, timeOffset: -9 },
          { x: 2, y: 3, id: 10, timeOffset: 0 },
        ],
      }),
    )
    expect(besides(model, 3)).toEqual([{ source: 3, id: 1, x: 0, y: 2 }])
    expect(besides(model, 5)).toMatchObject([{ text: 'ab' }])
    expect(besides(model, 14)).toMatchObject([{ ranges: [] }])
    expect(besides(model, 1)).toEqual([{ source: 1, positions: [{ x: 2, y: 3, id: 10, timeOffset: 0 }] }])
    // What it was over went: it is shown nevertheless.
    model.apply(mutate({ removes: [{ parentId: bodyId, id: 10 }] }))
    expect(besides(model, 1)).toMatchObject([{ positions: [{ x: 2, y: 3, id: 1 }] }])
  })

  test('takes away the pointers that are not there', () => {
    const touch = (type: number) => increment({ source: 2, type, id: bodyId, x: 5, y: 6, pointerId: 7 })
    const model = modelOf(...start(), touch(7))
    const lifts = (pointers: number[]) =>
      model.write(9, pointers).filter(({ data }) => isObject(data) && data.source === 2 && data.type === 9)
    expect(lifts([7])).toEqual([])
    expect(besides(model, 6)).toMatchObject([{ pointerId: 7, positions: [{ x: 5, y: 6 }] }])
    model.apply(touch(9))
    expect(lifts([7, -1]).map(({ data }) => isObject(data) && data.pointerId)).toEqual([7, undefined])
    expect(besides(model, 6)).toEqual([])
  })

  test('has its frames, also where their document came first, and their frames', () => {
    const frame = (id: number, frameId: number, ...body: JsonObject[]) =>
      mutate({
        adds: [add(frameId, null, { type: 0, id, childNodes: [element(id + 1, 'html', {}, body)] })],
        isAttachIframe: true,
      })
    const model = modelOf(
      ...start(),
      frame(100, 10, element(110, 'iframe')),
      frame(200, 110, { ...element(210, 'p'), rootId: 200 }),
      mutate({ adds: [add(bodyId, null, element(10, 'iframe'))] }),
      frame(200, 110, { ...element(210, 'p'), rootId: 200 }),
      mutate({ adds: [add(210, null, { ...text(211, 'deep'), rootId: 200 })] }),
    )
    const adds = besides(model, 0).flatMap(({ adds: list }) => objectsOf(list))
    expect(adds.map(({ parentId, node }) => [parentId, show(node)])).toEqual([
      [10, '<html><iframe></iframe></html>'],
      [110, '<html><p>deep</p></html>'],
    ])
    model.apply(mutate({ removes: [{ parentId: bodyId, id: 10 }] }))
    expect(besides(model, 0)).toEqual([])
  })

  test('holds no frame within itself', () => {
    const model = modelOf(
      ...start(element(10, 'iframe')),
      mutate({ adds: [add(10, null, { type: 0, id: 100, childNodes: [element(101, 'html')] })] }),
      mutate({ adds: [add(101, null, element(10, 'iframe'))] }),
    )
    expect(bodyOf(model)).toBe('<iframe></iframe>')
    model.apply(mutate({ removes: [{ parentId: bodyId, id: 10 }] }))
    expect(bodyOf(model)).toBe('')
  })

  test('puts nothing into a text', () => {
    const model = modelOf(...start())
    model.apply(mutate({ adds: [{ parentId: bodyId, nextId: null, node: { type: 3, id: 20, textContent: 'a' } }] }))
    model.apply(mutate({ adds: [add(20, null, element(21, 'p'))] }))
    expect(bodyOf(model)).toBe('a')
    model.apply(increment({ source: 8, id: 21, adds: [{ rule: 'p {}', index: 0 }] }))
    expect(modelOf(...model.write(1)).write(2)).toEqual(model.write(2))
  })

  test('has the size that it was given last', () => {
    const model = modelOf(...start(), increment({ source: 4, width: 320, height: 200 }))
    expect(model.write(9)[0]).toMatchObject({ type: 4, timestamp: 9, data: { width: 320, height: 200 } })
  })

  test('is the same when it is written and goes on from there', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 60 }), fc.nat(60), (changes, place) => {
        const events = changes.map((data) => increment(data))
        const whole = modelOf(...start(element(10, 'div'), element(11, 'style')), ...events)
        const first = modelOf(...start(element(10, 'div'), element(11, 'style')), ...events.slice(0, place))
        const second = modelOf(...first.write(1), ...events.slice(place))
        expect(second.write(2)).toEqual(whole.write(2))
      }),
    )
  })

  test('stands whatever it is told', () => {
    const json = fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value)))
    fc.assert(
      fc.property(json, fc.nat(16), json, (value, source, other) => {
        const model = modelOf(
          ...start(element(10, 'iframe')),
          { type: 3, data: { source, id: 10, positions: value, adds: other, removes: value, texts: other } },
          { type: 3, data: { source, id: value, adds: [{ parentId: 10, node: value }], attributes: [other] } },
          { type: 2, data: { node: value } },
          { type: 4, data: other },
        )
        expect(Array.isArray(model.write(1))).toBe(true)
      }),
    )
  })

  test('stands however deep it goes', () => {
    const model = modelOf(...start())
    for (let depth = 0; depth < 20_000; depth++)
      model.apply(mutate({ adds: [add(depth === 0 ? bodyId : 99 + depth, null, element(100 + depth, 'p'))] }))
    expect(() => model.write(1)).not.toThrow()
    model.apply(mutate({ removes: [{ parentId: bodyId, id: 100 }] }))
    expect(bodyOf(model)).toBe('')
  })
})

test('of the scrolls of a node the last is left, in its place', () => {
  const scroll = (id: number, y: number) => increment({ source: 3, id, y })
  const events = [scroll(1, 1), mutate({}), scroll(2, 1), scroll(1, 2), mutate({})]
  expect(condense(events)).toEqual(events.slice(1))
})
