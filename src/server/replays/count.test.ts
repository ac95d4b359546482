import { expect, test } from 'vitest'
import type { TableCell, TableQuery } from '../storage/events/table.ts'
import { type CountQuery, listReplaysOf } from './count.ts'
import { replayIdOf } from './testing/record.ts'

const never = async () => {
  throw new Error('nobody asks')
}
const query: CountQuery = {
  search: 'issue.id:[1,2]',
  replayProjectIds: [1],
  start: 0,
  end: 1,
  context: {
    organizationId: 1,
    projects: [],
    environments: null,
    userId: null,
    now: 1,
    meta: {
      listMembers: never,
      listTeams: never,
      listTeamIdsOfUser: never,
      findIssueByNumber: never,
      listReleaseVersions: never,
      listLatestReleases: never,
      listVersionsOfStages: never,
    },
  },
}

/** Rows of an issue and the replays that its events name, the latest first. */
const rowsOf = (issue: number, count: number): TableCell[][] =>
  Array.from({ length: count }, (_, index) => [issue, replayIdOf(`${issue} ${index}`), count - index])

test('an issue with very many replays does not hide those of another', async () => {
  const asked: TableQuery[] = []
  const rounds: number[] = []
  const found = await listReplaysOf(query, {
    events: {
      async tabulate(table) {
        asked.push(table)
        const isFirst = asked.length === 1
        const isOfTwo = JSON.stringify(table.where).includes('"issueIds":[2]')
        return isFirst ? rowsOf(1, table.limit) : isOfTwo ? rowsOf(2, 3) : rowsOf(1, table.limit)
      },
    },
    // Of the buffer mode many were never sent.
    replays: {
      async listExisting({ replayIds }) {
        rounds.push(replayIds.length)
        return replayIds.filter((id) => id === replayIdOf('2 1') || (id < '8' && !id.startsWith('0')))
      },
    },
  })
  expect(asked.map(({ limit }) => limit)).toEqual([1020, 510, 510])
  expect([...found].map(([issue, ids]) => [issue, ids.length])).toEqual([
    ['1', 51],
    ['2', 1],
  ])
  // Not all that events name, but as many as it takes.
  expect(rounds).toEqual([54, 51, 51])
})

test('nothing is asked twice where all is there', async () => {
  let questions = 0
  const found = await listReplaysOf(query, {
    events: {
      async tabulate() {
        questions++
        return [...rowsOf(1, 2), ...rowsOf(2, 1)]
      },
    },
    replays: { listExisting: async ({ replayIds }) => replayIds },
  })
  expect(questions).toBe(1)
  expect(found).toEqual(
    new Map([
      ['1', [replayIdOf('1 0'), replayIdOf('1 1')]],
      ['2', [replayIdOf('2 0')]],
    ]),
  )
})
