import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCursor, writeCursor } from '../../http/paging.ts'
import type { SessionFigures, SessionQuery } from '../../storage/sessions/port.ts'
import { rankedQuery, toRankedPage } from '../paging.ts'
import { rankByHealth } from './ranks.ts'

const noUsers = { errored: 0, abnormal: 0, unhandled: 0, anr: 0, foregroundAnr: 0 }
const scope = {
  organizationId: 1,
  projectIds: [1],
  isWholeOrganization: true,
  environments: null,
  now: 1_790_000_000_000,
}

function figures(sessions: number, crashed: number): SessionFigures {
  const users = { ...noUsers, all: sessions, crashed }
  return { sessions, errored: crashed, crashed, abnormal: 0, unhandled: 0, users, durations: null }
}

/** The ranks of groups that the store is said to hold. */
function rank(sort: 'sessions' | 'crash_free_sessions' | 'crash_free_users', groups: [string, SessionFigures][]) {
  const asked: SessionQuery[] = []
  const sessions = {
    summarize: async (query: SessionQuery) => {
      asked.push(query)
      return groups.map(([release, own]) => ({ key: { projectId: null, release, environment: null }, figures: own }))
    },
  }
  const stores = { sessions, meta: { listAdoptionTimes: async () => [] } }
  return rankByHealth(sort, { ...scope, period: '14d', byProject: false }, stores).then((ranks) => ({ ranks, asked }))
}

describe('ranks by health', () => {
  test('are of releases that have what is asked for, in one question', async () => {
    const { ranks, asked } = await rank('crash_free_users', [
      ['1.0', figures(4, 1)],
      ['2.0', figures(4, 0)],
      ['3.0', { ...figures(4, 1), users: { ...noUsers, all: 0, crashed: 0 } }],
      ['', figures(4, 1)],
    ])
    expect(ranks).toEqual([
      { projectId: null, version: '1.0', rank: 25 },
      { projectId: null, version: '2.0', rank: 0 },
    ])
    expect(asked).toMatchObject([{ groupBy: ['release'], wants: { users: true, durations: false } }])
    expect((await rank('sessions', [['1.0', figures(4, 1)]])).asked).toMatchObject([{ wants: { users: false } }])
  })

  test('are nothing without projects', async () => {
    const stores = {
      sessions: { summarize: () => Promise.reject(new Error('asked')) },
      meta: { listAdoptionTimes: async () => [] },
    }
    expect(await rankByHealth('users', { ...scope, projectIds: [], period: '14d', byProject: true }, stores)).toEqual(
      [],
    )
  })

  test('come back from a cursor as they were', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1_000_000_000 }),
        fc.nat(),
        fc.integer({ min: 1, max: 2 ** 40 }),
        fc.nat(2 ** 32 - 1),
        async (sessions, part, id, projectId) => {
          const { ranks } = await rank('crash_free_sessions', [['1.0', figures(sessions, part % (sessions + 1))]])
          const point = { rank: ranks[0]?.rank ?? -1, id, projectId }
          const release = {
            id,
            organizationId: 1,
            version: '1.0',
            ref: null,
            url: null,
            createdAt: 0,
            startedAt: null,
            releasedAt: null,
            ownerUserId: null,
            status: 'open',
            data: {},
            userAgent: null,
            commitCount: 0,
          } as const
          const page = toRankedPage({ rows: [{ release, point }], hasMore: true }, null, true)
          const cursor = page.last && readCursor(writeCursor(page.last, true))
          expect(rankedQuery(cursor, 5)).toEqual({ limit: 5, after: point, backwards: true })
        },
      ),
    )
  })
})
