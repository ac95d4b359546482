import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../protocol/event.ts'
import { disarm } from './disarm.ts'

const element = (tagName: string, attributes: JsonObject, childNodes: Json[] = []): JsonObject => ({
  type: 2,
  id: 1,
  tagName,
  attributes,
  childNodes,
})
const snapshot = (node: Json): JsonObject => ({ type: 2, timestamp: 1, data: { node, initialOffset: {} } })
const shown = (node: JsonObject) => JSON.stringify(disarm(snapshot(node)))

describe('what is taken from a recording before it is shown', () => {
  test.each([
    ['handlers', element('img', { src: 'x', onerror: 'alert(1)', onLoad: 'alert(2)' }), /alert/],
    ['script addresses', element('a', { href: ' java\nscript:alert(1)' }), /alert/],
    ['of SVG too', element('a', { 'xlink:href': 'JavaScript:alert(1)' }), /alert/],
    ['documents as data', element('a', { href: 'data:text/html,<script>alert(1)</script>' }), /alert/],
    [
      'documents within',
      element('iframe', { srcdoc: '<script>alert(1)</script>', src: 'https://evil.example' }),
      /alert|evil/,
    ],
    ['refreshes', element('meta', { 'http-equiv': 'refresh', content: '0;url=/x' }), /http-equiv/],
    ['base addresses', element('base', { href: 'https://evil.example/' }), /evil/],
    ['connections ahead', element('link', { rel: 'preconnect', href: 'https://x.example' }), /preconnect/],
    ['where forms go', element('form', { action: 'https://evil.example' }), /evil/],
    ['and buttons', element('button', { formaction: 'https://evil.example' }), /evil/],
    ['plug-ins', element('object', { data: 'https://evil.example/x.swf' }), /evil/],
    ['embedded ones', element('embed', { src: 'https://evil.example/x.swf' }), /evil/],
    [
      'scripts',
      element('script', { src: 'https://evil.example/x.js' }, [{ type: 3, id: 2, textContent: 'alert(1)' }]),
      /evil|alert/,
    ],
    ['scripts of SVG', element('svg:script', { href: 'https://evil.example' }), /evil/],
    ['pings', element('a', { href: '/', ping: 'https://evil.example' }), /evil/],
  ])('%s', (_, node, gone) => {
    expect(shown(node)).not.toMatch(gone)
    expect(shown(element('div', {}, [element('p', {}, [node])]))).not.toMatch(gone)
  })

  test('of what was added or changed later as well', () => {
    const event = disarm({
      type: 3,
      timestamp: 1,
      data: {
        source: 0,
        adds: [{ parentId: 1, nextId: null, node: element('iframe', { srcdoc: 'alert' }) }],
        attributes: [{ id: 1, attributes: { onclick: 'alert', href: 'javascript:alert', class: 'kept' } }],
        removes: [],
        texts: [],
      },
    })
    expect(JSON.stringify(event)).not.toContain('alert')
    expect(JSON.stringify(event)).toContain('kept')
  })

  test('nothing of an honest page', () => {
    const page = element('main', { class: 'wide', style: 'color: red', id: 'page' }, [
      element('link', { rel: 'stylesheet', href: 'https://shop.example/a.css', _cssText: 'p { color: red }' }),
      element('img', { src: 'https://shop.example/a.png', alt: 'A' }),
      element('a', { href: 'https://shop.example/cart' }),
      { type: 3, id: 9, textContent: 'onclick=hello' },
    ])
    expect(disarm(snapshot(page))).toEqual(snapshot(page))
    const scroll = { type: 3, timestamp: 1, data: { source: 3, id: 1, x: 0, y: 1 } }
    expect(disarm(scroll)).toBe(scroll)
  })

  test('whatever it is made of', () => {
    const json = fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value)))
    fc.assert(
      fc.property(json, json, (node, list) => {
        expect(disarm(snapshot(node)).type).toBe(2)
        const change = { type: 3, data: { source: 0, adds: list, attributes: [list, { attributes: node }] } }
        expect(disarm(change).type).toBe(3)
      }),
    )
  })

  test('however deep it goes', () => {
    let node: JsonObject = element('p', {})
    for (let depth = 0; depth < 20_000; depth++) node = element('div', {}, [node])
    expect(() => disarm(snapshot(node))).not.toThrow()
  })
})
