import { describe, expect, it } from 'vitest'
import { type KeyPress, matchKeys, nameKey, shortcutHelp } from './keymap.ts'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('nameKey', () => {
  it.each([
    [press('j'), 'j'],
    [press('X', { shiftKey: true }), 'shift+x'],
    [press('?', { shiftKey: true }), '?'],
    [press('k', { metaKey: true }), 'mod+k'],
    [press('k', { ctrlKey: true }), 'mod+k'],
    [press('Enter'), 'Enter'],
    [press('Shift', { shiftKey: true }), null],
    [press('j', { altKey: true }), null],
  ])('%o → %s', (given, name) => expect(nameKey(given)).toBe(name))
})

describe('matchKeys', () => {
  const shortcuts = ['g i', 'g s', 'j', 's', 'mod+k']
  it('matches single keys at once', () => {
    expect(matchKeys(shortcuts, '', 'j')).toEqual({ match: 'j', pending: '' })
  })
  it('waits within a sequence, and then prefers it to the single key', () => {
    expect(matchKeys(shortcuts, '', 'g')).toEqual({ match: null, pending: 'g' })
    expect(matchKeys(shortcuts, 'g', 's')).toEqual({ match: 'g s', pending: '' })
  })
  it('falls back to the single key when the sequence breaks', () => {
    expect(matchKeys(shortcuts, 'g', 'j')).toEqual({ match: 'j', pending: '' })
    expect(matchKeys(shortcuts, 'g', 'z')).toEqual({ match: null, pending: '' })
  })
})

it('the help lists no key twice under one title', () => {
  for (const { shortcuts } of shortcutHelp) {
    const keys = shortcuts.map(([key]) => key)
    expect(new Set(keys).size).toBe(keys.length)
  }
})
