import { expect, it } from 'vitest'
import { initialsOf } from './initials.ts'

it.each([
  ['Ann Bell', 'AB'],
  ['ann maria bell', 'AB'],
  ['#web-platform', 'WP'],
  ['kim@example.com', 'K'],
  ['jo.park@example.com', 'JP'],
  ['Özge', 'Ö'],
  ['李 小龍', '李小'],
  ['', '?'],
  ['#', '?'],
])('%j → %s', (name, initials) => expect(initialsOf(name)).toBe(initials))
