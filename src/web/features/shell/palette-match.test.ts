import { expect, it } from 'vitest'
import { looksLikeShortId, matchCommands } from './palette-match.ts'

it('tells short ids from words', () => {
  expect(['WEB-4F', 'my-app-1a2b', 'checkout', 'a b-1'].map(looksLikeShortId)).toEqual([true, true, false, false])
})

it('finds by all words, beginnings first', () => {
  const commands = [{ label: 'New project' }, { label: 'Projects', note: 'g p' }, { label: 'Issues' }]
  expect(matchCommands(commands, 'pro').map((one) => one.label)).toEqual(['Projects', 'New project'])
  expect(matchCommands(commands, 'new pro').map((one) => one.label)).toEqual(['New project'])
  expect(matchCommands(commands, '')).toHaveLength(3)
})
