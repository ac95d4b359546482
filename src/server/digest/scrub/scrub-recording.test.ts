import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../protocol/event.ts'
import type { ScrubSettings } from '../types.ts'
import { defaultScrubbing } from './scrub.ts'
import { createRecordingScrubber } from './scrub-recording.ts'

const scrubberOf = createRecordingScrubber()
const card = '4111 1111 1111 1111'
const gone = '[Filtered]'

/** The event's data after scrubbing; null where nothing changed. */
function scrub(event: JsonObject, settings: Partial<ScrubSettings> = {}): unknown {
  const copy: JsonObject = JSON.parse(JSON.stringify(event))
  const changed = scrubberOf({ ...defaultScrubbing, ...settings })?.(copy) ?? false
  expect(JSON.stringify(copy) !== JSON.stringify(event)).toBe(changed)
  return changed ? copy.data : null
}

const text = (textContent: string, own: JsonObject = {}): JsonObject => ({ type: 3, id: 9, textContent, ...own })
const page = (node: JsonObject): JsonObject => ({ type: 2, timestamp: 1, data: { node } })
const crumb = (payload: JsonObject): JsonObject => ({ type: 5, timestamp: 1, data: { tag: 'breadcrumb', payload } })

describe('a page', () => {
  test('loses secrets in its texts, wherever they are', () => {
    const tree = { type: 0, childNodes: [{ type: 2, tagName: 'p', childNodes: [text(`card ${card}!`)] }] }
    expect(scrub(page(tree))).toEqual({
      node: { type: 0, childNodes: [{ type: 2, tagName: 'p', childNodes: [text(`card ${gone}!`)] }] },
    })
    const typed = { type: 3, timestamp: 1, data: { source: 5, id: 3, text: card, isChecked: false } }
    expect(scrub(typed)).toMatchObject({ text: gone })
    const added = { type: 3, timestamp: 1, data: { source: 0, adds: [{ parentId: 1, node: text(card) }] } }
    expect(scrub(added)).toMatchObject({ adds: [{ node: { textContent: gone } }] })
  })

  test('keeps words, styles, numbers and everything else', () => {
    expect(scrub(page(text('Forgot your password? The secret token is near.')))).toBeNull()
    expect(
      scrub(page({ type: 2, attributes: { type: 'password', autocomplete: 'auth', _cssText: `a{${card}}` } })),
    ).toBeNull()
    expect(scrub(page(text(`.a::after{content:"${card}"}`, { isStyle: true })))).toBeNull()
    expect(scrub({ type: 3, timestamp: 1, data: { source: 1, positions: [{ x: 4111111111111111, y: 2 }] } })).toBeNull()
  })

  test('loses what is secret in its addresses', () => {
    const link = (href: string) => page({ type: 2, tagName: 'a', attributes: { href } })
    expect(scrub(link('https://shop.example/reset?token=abc&page=2#top'))).toMatchObject({
      node: { attributes: { href: `https://shop.example/reset?token=${gone}&page=2#top` } },
    })
    expect(scrub(link('/authors/password?page=2'))).toBeNull()
    expect(scrub({ type: 4, timestamp: 1, data: { href: 'https://joe:pw1@shop.example/' } })).toEqual({
      href: `https://joe:${gone}@shop.example/`,
    })
  })
})

describe('what the SDK adds', () => {
  test('loses values of sensitive names, in headers, bodies and addresses', () => {
    const request = {
      headers: { authorization: 'Basic abc', accept: '*/*' },
      body: { user: { password: 'x', name: 'joe' } },
    }
    const span = {
      op: 'resource.fetch',
      description: 'https://api.example/?api_key=abc',
      data: { request, statusCode: 200 },
    }
    expect(scrub({ type: 5, timestamp: 1, data: { tag: 'performanceSpan', payload: span } })).toEqual({
      tag: 'performanceSpan',
      payload: {
        op: 'resource.fetch',
        description: `https://api.example/?api_key=${gone}`,
        data: {
          request: {
            headers: { authorization: gone, accept: '*/*' },
            body: { user: { password: gone, name: 'joe' } },
          },
          statusCode: 200,
        },
      },
    })
    expect(scrub(crumb({ data: { body: '{"card":4111111111111111,"password":"x"}' } }))).toMatchObject({
      payload: { data: { body: `{"card":"${gone}","password":"${gone}"}` } },
    })
    expect(scrub(crumb({ data: { card: 4111111111111111 } }))).toMatchObject({ payload: { data: { card: gone } } })
  })

  test('keeps what a click was on', () => {
    const click = {
      category: 'ui.click',
      message: 'form#login > input#password[type="password"]',
      timestamp: 1700000000.123,
      data: { nodeId: 7, node: { id: 7, tagName: 'input', textContent: '', attributes: { id: 'password' } } },
    }
    expect(scrub(crumb(click))).toBeNull()
  })

  test('loses the fields of the project, and addresses of machines when they are told to go', () => {
    const event = crumb({ message: 'from 203.0.113.9', data: { seat: '12A' } })
    expect(scrub(event)).toBeNull()
    expect(scrub(event, { sensitiveFields: ['seat'], scrubIpAddresses: true })).toMatchObject({
      payload: { message: 'from [ip]', data: { seat: gone } },
    })
    expect(scrub(crumb({ data: { token: 'x' } }), { safeFields: ['token'] })).toBeNull()
  })
})

test('nothing is looked at where scrubbing is off', () => {
  expect(scrubberOf({ ...defaultScrubbing, enabled: false })).toBeNull()
})

test('whatever the event, a card in it goes and a second time changes nothing', () => {
  const scrubEvent = scrubberOf(defaultScrubbing)
  const leaf = fc.oneof(fc.string(), fc.constantFrom(card, `x ${card}`, 'https://a.example/?token=1', '{"password":1}'))
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      leaf,
      fc.array(tie('tree')),
      fc.dictionary(fc.constantFrom('a', 'text', 'node', '__proto__', 'token'), tie('tree')),
    ),
  }))
  fc.assert(
    fc.property(fc.constantFrom(2, 3, 4, 5, 6), tree, (type, data) => {
      const event: JsonObject = JSON.parse(JSON.stringify({ type, data }))
      scrubEvent?.(event)
      expect(JSON.stringify(event)).not.toContain(card)
      expect(scrubEvent?.(event)).toBe(false)
    }),
  )
})
