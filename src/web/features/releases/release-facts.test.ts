import { expect, it } from 'vitest'
import type { Release } from '../../api/types.ts'
import { listFacts, type Subject } from './release-facts.ts'

const iso = '2026-11-20T12:00:00Z'

function subject(newGroups: number, own: number, totals: Record<string, number | null>): Subject {
  const release: Release = {
    version: 'shop@1',
    url: null,
    dateCreated: iso,
    dateReleased: null,
    firstEvent: null,
    lastEvent: null,
    newGroups,
    commitCount: 0,
    deployCount: 0,
    authors: [],
    projects: [
      {
        id: 1,
        slug: 'web',
        name: 'Web',
        newGroups,
        hasHealthData: true,
        healthData: { totalSessions24h: own, totalProjectSessions24h: 100 },
      },
    ],
  }
  return { release, sessions: { start: iso, end: iso, intervals: [], groups: [{ by: {}, totals }] } }
}

const now = subject(3, 80, { 'sum(session)': 1500, 'count_unique(user)': 0, 'crash_free_rate(session)': 0.994 })
const before = subject(1, 20, {
  'sum(session)': 1000,
  'count_unique(user)': 0,
  'crash_free_rate(session)': 0.99,
  'p50(session.duration)': 61_000,
})

const words = (own: Subject, other: Subject | null, which: 'main' | 'all') =>
  listFacts(own, other, undefined, which).map(({ key, value, other: second, difference }) => {
    return `${key} ${value}${second === null ? '' : ` / ${second} ${difference ? `${difference.number} ${difference.word}` : ''}`}`
  })

it('tells each figure and how it differs', () => {
  expect(words(now, before, 'main')).toEqual([
    'crash-free-sessions 99.40% / 99.00% 0.40 pts better',
    'crash-free-users – / – ',
    'sessions 1.5k / 1k 50% more',
    'users 0 / 0  same',
    'adoption 80% / 20% 60 pts more',
    'new-issues 3 / 1 2 more',
  ])
  expect(words(now, before, 'all').at(-1)).toBe('length – / 1 min ')
})

it('stands alone where there is no other, and counts only the projects of the scope', () => {
  expect(words(now, null, 'main').slice(0, 3)).toEqual([
    'crash-free-sessions 99.40%',
    'crash-free-users –',
    'sessions 1.5k',
  ])
  const elsewhere = listFacts(now, null, ['7'], 'main').map(({ value }) => value)
  expect(elsewhere.slice(-2)).toEqual(['–', '0'])
})
