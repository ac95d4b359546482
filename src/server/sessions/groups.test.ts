import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { everything } from '../storage/condition.ts'
import { openSessionModel } from '../storage/sessions/model.ts'
import type { SessionDimension, SessionQuery } from '../storage/sessions/port.ts'
import { findGroups, type GroupStore, type Grouping } from './groups.ts'
import { readOrder, readSelection } from './parameters.ts'
import { recordSessions } from './testing/record.ts'

const noon = Date.UTC(2026, 10, 20, 12)
const hour = 3_600_000

const model = openSessionModel()
/** What the store was asked, method by method. */
let asked: [string, SessionQuery][] = []
const sessions: GroupStore = {
  summarize(query) {
    asked.push(['summarize', query])
    return model.summarize(query)
  },
  countSeries(query) {
    asked.push(['countSeries', query])
    return model.countSeries(query)
  },
}

beforeAll(async () => {
  const project = { id: 1, organizationId: 1 }
  const of = (release: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({ project, release, started: noon, user: `user ${index % 2}` }))
  await recordSessions(model, [...of('a', 1), ...of('b', 3), ...of('c', 2)])
})
beforeEach(() => {
  asked = []
})

async function find(
  field: string[],
  groupBy: SessionDimension[],
  part: { offset: number; size: number },
  own: Partial<Grouping> = {},
) {
  const selection = readSelection({ field, groupBy })
  const order = readOrder(undefined, selection, null)
  if (order.kind !== 'field') throw new Error('ordered by release')
  const place = { organizationId: 1, projectIds: [1], isWholeOrganization: true, where: everything }
  const query = { ...place, start: noon, end: noon + 2 * hour, groupBy, groups: null }
  const grouping = { query, interval: hour, fields: selection.fields, includeTotals: true, includeSeries: true, ...own }
  return findGroups(grouping, order, part, sessions)
}

const questions = () =>
  asked.map(([method, { groups, wants }]) => ({
    method,
    releases: groups?.map(({ release }) => release) ?? null,
    ...wants,
  }))
const first2 = { offset: 0, size: 2 }

describe('the store', () => {
  test('is asked for users of the groups of a page only', async () => {
    const { groups, hasMore } = await find(['sum(session)', 'count_unique(user)'], ['release'], first2)
    expect(groups.map(({ key, totals }) => [key.release, totals?.sessions, totals?.users?.all])).toEqual([
      ['b', 3, 2],
      ['c', 2, 2],
    ])
    expect(hasMore).toBe(true)
    expect(questions()).toEqual([
      { method: 'summarize', releases: null, users: false, durations: false },
      { method: 'summarize', releases: ['b', 'c'], users: true, durations: false },
      { method: 'countSeries', releases: ['b', 'c'], users: true, durations: false },
    ])
  })

  test('is not asked again for what it told', async () => {
    await find(['sum(session)'], ['release'], first2)
    await find(['count_unique(user)'], ['release'], { offset: 0, size: 9 })
    expect(questions()).toEqual([
      { method: 'summarize', releases: null, users: false, durations: false },
      { method: 'countSeries', releases: ['b', 'c'], users: false, durations: false },
      { method: 'summarize', releases: null, users: true, durations: false },
      { method: 'countSeries', releases: null, users: true, durations: false },
    ])
  })

  test('is not asked for what nobody wants', async () => {
    await find(['sum(session)'], [], first2, { includeTotals: false })
    await find(['max(session.duration)'], [], first2, { includeSeries: false })
    await find(['sum(session)'], ['release'], { offset: 5, size: 2 })
    expect(questions()).toEqual([
      { method: 'countSeries', releases: null, users: false, durations: false },
      { method: 'summarize', releases: null, users: false, durations: true },
      { method: 'summarize', releases: null, users: false, durations: false },
    ])
  })
})
