import { expect, it } from 'vitest'
import { looksLikeReleaseName, looksLikeShortId, matchCommands } from './palette-match.ts'

it('tells short ids from words', () => {
  expect(['WEB-4F', 'my-app-1a2b', 'checkout', 'a b-1'].map(looksLikeShortId)).toEqual([true, true, false, false])
})

it('finds by all words, beginnings first', () => {
  const commands = [{ label: 'New project' }, { label: 'Projects', note: 'g p' }, { label: 'Issues' }]
  expect(matchCommands(commands, 'pro').map((one) => one.label)).toEqual(['Projects', 'New project'])
  expect(matchCommands(commands, 'new pro').map((one) => one.label)).toEqual(['New project'])
  expect(matchCommands(commands, '')).toHaveLength(3)
})

it('asks for releases by what can be a part of their name', () => {
  const found = ['2.1', '@acme/shop@1.0+4', 'a', 'two words', 'is:unresolved', 'OR', '(x'].map(looksLikeReleaseName)
  expect(found).toEqual([true, true, false, false, false, false, false])
})
