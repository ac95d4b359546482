import { expect, it } from 'vitest'
import { defaultChoice, scopesOf } from './scope-choice.ts'

it('writes out what a level holds', () => {
  expect(scopesOf({ levels: { event: 'admin', org: 'read', team: 'none' }, releases: false })).toEqual([
    'event:read',
    'event:write',
    'event:admin',
    'org:read',
  ])
})

it('knows releases apart from projects', () => {
  expect(scopesOf({ levels: {}, releases: true })).toEqual(['project:releases'])
})

it('begins with what reading and triaging needs', () => {
  expect(scopesOf(defaultChoice)).toEqual(['event:read', 'event:write', 'project:read', 'team:read', 'org:read'])
})
