import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Frame } from '../../api/types.ts'
import { exceptionName, foldFrames, framePosition, frameToOpen, languageOf, writeStack } from './frames.ts'

const frame = (name: string, inApp: boolean, more: Partial<Frame> = {}): Frame => ({
  filename: `${name}.js`,
  absPath: null,
  module: null,
  function: name,
  context: [],
  lineNo: 3,
  colNo: null,
  inApp,
  ...more,
})

/** `A` for the app's own, `l` for a library's; oldest first, as in an event. */
const stack = (text: string) => Array.from(text).map((letter, index) => frame(`${letter}${index}`, letter === 'A'))
const show = (frames: Frame[]) =>
  foldFrames(frames)
    .map((part) => (part.kind === 'frame' ? part.frame.function : `(${part.frames.length})`))
    .join(' ')

describe('foldFrames', () => {
  it('shows the crashing call first, the app’s own, and folds the rest', () => {
    expect(show(stack('llllAllAl'))).toBe('l8 A7 (2) A4 (4)')
  })
  it('folds no single frame', () => {
    expect(show(stack('AlA'))).toBe('A2 l1 A0')
  })
  it('shows five where nothing is the app’s own', () => {
    expect(show(stack('llllllll'))).toBe('l7 l6 l5 l4 l3 (3)')
  })
  it('keeps every frame once, newest first', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (kinds) => {
        const frames = kinds.map((isOwn, index) => frame(String(index), isOwn))
        const indexes = foldFrames(frames).flatMap((part) =>
          part.kind === 'frame' ? [part.index] : part.frames.map((one) => one.index),
        )
        expect(indexes).toEqual(frames.map((_, index) => index).toReversed())
      }),
    )
  })
})

it('opens the newest frame of the app, else the crashing one', () => {
  expect([frameToOpen(stack('AAll')), frameToOpen(stack('lll')), frameToOpen([])]).toEqual([1, 2, -1])
})

it('writes places that editors open', () => {
  expect(framePosition(frame('a', true, { colNo: 7 }))).toBe('a.js:3:7')
  expect(framePosition(frame('a', true, { lineNo: null }))).toBe('a.js')
  expect(framePosition(frame('a', true, { filename: null, package: '/usr/lib/libc.so.6', lineNo: null }))).toBe(
    'libc.so.6',
  )
})

it('writes a stack as text', () => {
  const frames = [frame('outer', true), frame('inner', true, { function: null })]
  expect(writeStack('Error: no', { frames })).toBe('Error: no\n    at inner.js:3\n    at outer (outer.js:3)')
})

it('names an exception by its type, else by what it says', () => {
  expect(exceptionName({ type: 'TypeError', value: 'x' })).toBe('TypeError')
  expect(exceptionName({ type: null, value: 'Cart is empty\nsecond line' })).toBe('Cart is empty')
  expect(exceptionName({ type: '', value: ' ' })).toBe('(no type)')
  expect(exceptionName({ type: null, value: null })).toBe('(no type)')
})

it('picks the grammar by file, then by platform', () => {
  expect(languageOf(frame('a', true, { filename: 'app.py?x=1' }), 'javascript')).toBe('python')
  expect(languageOf(frame('a', true, { filename: 'Makefile' }), 'node')).toBe('javascript')
  expect(languageOf(frame('a', true, { filename: null }), 'cobol')).toBe('text')
})
