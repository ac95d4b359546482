import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../protocol/event.ts'
import { readClick } from './replay-click.ts'

const node = { id: 5, tagName: 'button', textContent: 'Buy', attributes: { id: 'buy', class: 'btn  wide' } }
const click = (own: object = {}, data: object = {}): JsonObject => ({
  type: 'default',
  category: 'ui.click',
  message: 'body > button#buy',
  timestamp: 1700000000.123,
  data: { node, ...data },
  ...own,
})
const slow = (data: object = {}, own: object = {}) =>
  click(
    { category: 'ui.slowClickDetected', ...own },
    { endReason: 'timeout', timeAfterClickMs: 7000, clickCount: 1, ...data },
  )

describe('a click', () => {
  test('is one on an element', () => {
    expect(readClick(click(), null)).toEqual({
      at: 1700000000123,
      nodeId: 5,
      isDead: false,
      isRage: false,
      element: {
        tag: 'button',
        id: 'buy',
        classes: ['btn', 'wide'],
        text: 'Buy',
        role: '',
        alt: '',
        testId: '',
        ariaLabel: '',
        title: '',
        componentName: '',
      },
    })
  })

  test('happened when its event did, if it does not say', () => {
    expect(readClick(click({ timestamp: null }), 77)?.at).toBe(77)
    expect(readClick(click({ timestamp: 'now' }), null)).toBeNull()
    expect(readClick(click({ timestamp: -5 }), 77)).toBeNull()
  })

  test.each([
    ['another breadcrumb', click({ category: 'ui.multiClick' })],
    ['of a node that the recorder did not know', click({}, { node: { ...node, id: -1 } })],
    ['of a node without a number', click({}, { node: { ...node, id: '5' } })],
    ['of no node', click({}, { node: null })],
    ['of a node without a tag', click({}, { node: { id: 5 } })],
    ['without data', click({ data: null })],
  ])('is none: %s', (_, payload) => {
    expect(readClick(payload, 77)).toBeNull()
  })
})

describe('a slow click', () => {
  const verdict = (payload: JsonObject) => {
    const read = readClick(payload, null)
    return read === null ? 'none' : read.isRage ? (read.isDead ? 'rage' : 'rage only') : read.isDead ? 'dead' : 'click'
  }

  test.each([
    [{}, 'dead'],
    [{ clickCount: 4 }, 'dead'],
    [{ clickCount: 5 }, 'rage'],
    [{ clickCount: undefined, clickcount: 5 }, 'rage'],
    [{ timeAfterClickMs: 6999 }, 'none'],
    [{ timeAfterClickMs: 6999, clickCount: 50 }, 'none'],
    [{ timeAfterClickMs: undefined, timeafterclickms: 7000 }, 'dead'],
    [{ timeAfterClickMs: '7000' }, 'none'],
    [{ endReason: 'mutation' }, 'none'],
    [{ endReason: undefined }, 'none'],
    [{ node: { ...node, tagName: 'a' } }, 'dead'],
    [{ node: { ...node, tagName: 'input' } }, 'dead'],
    [{ node: { ...node, tagName: 'div' } }, 'none'],
    [{ node: { ...node, tagName: 'BUTTON' } }, 'none'],
    [{ node: { ...node, id: -1 } }, 'none'],
    [{ node: { ...node, id: 0 } }, 'dead'],
  ])('with %j is: %s', (data, expected) => {
    expect(verdict(slow(data))).toBe(expected)
  })

  test('is no dead one as a mere click', () => {
    expect(verdict(click({}, { endReason: 'timeout', timeAfterClickMs: 9000, clickCount: 9 }))).toBe('click')
  })
})

describe('an element', () => {
  const element = (attributes: JsonObject, own: JsonObject = {}) =>
    readClick(click({}, { node: { ...node, ...own, attributes } }), null)?.element

  test('is cut to what is shown of it', () => {
    const long = 'x'.repeat(2000)
    const attributes = { alt: long, 'aria-label': long, title: long, id: long, role: long, testId: long }
    const cut = element({ ...attributes, class: `${long} b c d e f g h i j k` }, { tagName: long, textContent: long })
    const lengths = Object.fromEntries(Object.entries(cut ?? {}).map(([key, value]) => [key, value.length]))
    expect(lengths).toEqual({
      alt: 64,
      ariaLabel: 64,
      title: 64,
      id: 64,
      role: 32,
      testId: 64,
      tag: 32,
      text: 1024,
      classes: 10,
      componentName: 0,
    })
    expect(element({ title: '😀'.repeat(65) })?.title).toBe('😀'.repeat(64))
  })

  test.each([
    [{ testId: 'a', 'data-testid': 'b', 'data-test-id': 'c' }, 'a'],
    [{ testId: '', 'data-testid': 'b', 'data-test-id': 'c' }, 'b'],
    [{ 'data-test-id': 'c' }, 'c'],
    [{ testId: null, 'data-testid': 7 }, ''],
    [{}, ''],
  ])('with %j has the test id %j', (attributes, testId) => {
    expect(element(attributes)?.testId).toBe(testId)
  })

  test('names its component', () => {
    expect(element({ 'data-sentry-component': 'BuyButton' })?.componentName).toBe('BuyButton')
  })

  test('is read of whatever there is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (attributes, text, data) => {
        const said = JSON.parse(JSON.stringify({ node: { ...node, attributes, textContent: text } }))
        const read = readClick({ ...click(), data: said }, 1)
        for (const value of Object.values(read?.element ?? {}).flat()) expect(value.isWellFormed()).toBe(true)
        readClick({ ...slow(), data: JSON.parse(JSON.stringify(data)) }, 1)
      }),
    )
  })
})
