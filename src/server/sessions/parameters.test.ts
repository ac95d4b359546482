import { describe, expect, test } from 'vitest'
import type { StatusGroup } from './fields.ts'
import { readableFields, readOrder, readSelection, sourcesOf } from './parameters.ts'

const select = (field: string[], groupBy: string[] = []) => readSelection({ field, groupBy })
const refusal = (detail: string) => expect.objectContaining({ status: 400, detail })

describe('a selection', () => {
  test('holds each field and group once', () => {
    const selection = select(
      ['sum(session)', 'anr_rate()', 'sum(session)'],
      ['session.status', 'release', 'project', 'release'],
    )
    expect(selection.fields.map(({ name }) => name)).toEqual(['sum(session)', 'anr_rate()'])
    expect(selection).toMatchObject({ groupBy: ['project', 'release'], isByStatus: true })
  })

  test.each([
    [{}, 'Request is missing a "field"'],
    [{ field: [] }, 'Request is missing a "field"'],
    [{ field: [''] }, 'Invalid field: ""'],
    [{ field: ['summ(session)'] }, 'Invalid field: "summ(session)"'],
    [{ field: ['sum(session),anr_rate()'] }, 'Invalid field: "sum(session),anr_rate()"'],
    [{ field: ['toString'] }, 'Invalid field: "toString"'],
    [{ field: ['unhealthy_rate(user)'] }, 'Invalid field: "unhealthy_rate(user)"'],
    // Fields are looked at first.
    [{ field: ['x'], groupBy: ['y'] }, 'Invalid field: "x"'],
    [{ field: ['sum(session)'], groupBy: ['issue.id'] }, 'Invalid groupBy: "issue.id"'],
    [{ field: ['sum(session)'], groupBy: ['release,project'] }, 'Invalid groupBy: "release,project"'],
  ])('%j is refused', (query, detail) => {
    expect(() => readSelection(query)).toThrow(refusal(detail))
  })
})

describe('with statuses', () => {
  const readable = (field: string[], groupBy: string[], statuses: StatusGroup[] | null) =>
    readableFields(select(field, groupBy), statuses).map(({ name }) => name)

  test('durations are told of the healthy only', () => {
    const fields = ['sum(session)', 'p50(session.duration)']
    expect(readable(fields, [], null)).toEqual(fields)
    expect(readable(fields, [], ['crashed', 'healthy'])).toEqual(fields)
    expect(readable(fields, [], ['crashed'])).toEqual(['sum(session)'])
    expect(readable(['max(session.duration)'], ['release'], ['abnormal'])).toEqual([])
  })

  test('users are told of one, or of each', () => {
    expect(readable(['count_unique(user)'], [], ['errored'])).toHaveLength(1)
    expect(readable(['count_unique(user)'], ['session.status'], ['errored', 'healthy'])).toHaveLength(1)
    expect(() => readable(['count_unique(user)'], ['release'], ['errored', 'healthy'])).toThrow(
      refusal('Cannot filter count_unique by multiple session.status unless it is in groupBy'),
    )
  })

  test.each(['crash_rate(session)', 'crash_free_rate(user)', 'anr_rate()', 'unhealthy_rate(session)'])(
    '%s is of all sessions',
    (name) => {
      expect(() => readable([name], ['session.status'], null)).toThrow(
        refusal(`Cannot group field ${name} by session.status`),
      )
      expect(() => readable([name], [], ['crashed'])).toThrow(refusal(`Cannot filter field ${name} by session.status`))
    },
  )
})

describe('an order', () => {
  const order = (orderBy: string[], field: string[], groupBy: string[] = [], statuses: StatusGroup[] | null = null) =>
    readOrder(orderBy, select(field, groupBy), statuses)

  test.each([
    [['anr_rate()', 'count_unique(user)'], 'anr_rate()'],
    [['count_unique(user)', 'sum(session)'], 'sum(session)'],
  ])('of %j is by %s, unless told', (field, name) => {
    const expected = { kind: 'field', field: { name }, isDescending: true }
    expect(readOrder(undefined, select(field), null)).toMatchObject(expected)
    expect(order([''], field)).toMatchObject(expected)
  })

  test('is by all sessions where what is asked for is a difference', () => {
    expect(order([], ['sum(session)'], [], ['errored', 'crashed'])).toMatchObject({ statuses: null })
    expect(order([], ['sum(session)'], [], ['abnormal', 'crashed'])).toMatchObject({
      statuses: ['abnormal', 'crashed'],
    })
  })

  test('goes up, and with a dash down', () => {
    expect(order(['sum(session)'], ['sum(session)'])).toMatchObject({ isDescending: false })
    expect(order(['-sum(session)'], ['sum(session)'])).toMatchObject({ isDescending: true })
  })

  test('can be by one status that is counted', () => {
    expect(order(['sum(session)'], ['sum(session)'], [], ['crashed'])).toMatchObject({ statuses: ['crashed'] })
    expect(order(['max(session.duration)'], ['max(session.duration)'], [], ['healthy', 'crashed'])).toBeDefined()
  })

  test('can be by the date of releases, also with statuses', () => {
    const selection = [['sum(session)'], ['release', 'session.status']] as const
    expect(order(['-release.timestamp'], [...selection[0]], [...selection[1]])).toEqual({
      kind: 'release',
      isDescending: true,
    })
    expect(order(['release.timestamp'], ['sum(session)'], ['release'], ['errored'])).toEqual({
      kind: 'release',
      isDescending: false,
    })
  })

  const wrongField = "'orderBy' must be one of the provided 'fields'"
  const byStatus = "Cannot use 'orderBy' when grouping by sessions.status"
  const filtered = 'Cannot order by sum(session) with the current filters'
  test.each([
    [['sum(session)', 'anr_rate()'], [], null, 'Cannot order by multiple fields'],
    [['anr_rate()', '-release.timestamp'], ['session.status'], null, 'Cannot order by multiple fields'],
    [['foobar'], [], null, wrongField],
    [['count_unique(user)'], [], null, wrongField],
    [['--sum(session)'], [], null, wrongField],
    [['foobar'], ['session.status'], null, byStatus],
    [['sum(session)'], ['session.status', 'release'], null, byStatus],
    [['sum(session)'], ['release'], ['abnormal', 'crashed'], filtered],
    [['-sum(session)'], ['release'], ['healthy'], filtered],
    [['sum(session)'], [], ['errored'], filtered],
    [['-release.timestamp'], ['environment'], null, 'To sort by release.timestamp, tag release must be in the groupBy'],
  ] satisfies [string[], string[], StatusGroup[] | null, string][])(
    '%j by %j of %j is refused',
    (by, groupBy, statuses, detail) => {
      expect(() => order(by, ['sum(session)'], groupBy, statuses)).toThrow(refusal(detail))
    },
  )
})

test('groups are there for their sessions, or for what else the fields are of', () => {
  const sources = (field: string[]) => sourcesOf(select(field).fields)
  expect(sources(['count_unique(user)', 'crash_rate(session)'])).toEqual(['sessions'])
  expect(sources(['count_unique(user)', 'anr_rate()'])).toEqual(['users'])
  expect(sources(['max(session.duration)', 'anr_rate()'])).toEqual(['durations', 'users'])
})
