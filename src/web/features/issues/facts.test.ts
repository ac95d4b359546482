import { expect, it } from 'vitest'
import type { IssueStatus, IssueSubstatus, TagSummary } from '../../api/types.ts'
import { activityWords } from './activity.ts'
import { issueMarks } from './marks.ts'
import { orderTags } from './tag-order.ts'

const seen = '2026-01-15T12:00:00Z'
const value = (key: string) => ({ key, name: 'v', value: 'v', count: 1, query: null, firstSeen: seen, lastSeen: seen })
const tag = (key: string, count = 1): TagSummary => ({
  key,
  name: key,
  totalValues: count,
  uniqueValues: count,
  topValues: count > 0 ? [value(key)] : [],
})

it('orders tags by what they tell and drops those without values', () => {
  const keys = orderTags([
    tag('level'),
    tag('zebra'),
    tag('os'),
    tag('customer'),
    tag('environment'),
    tag('none', 0),
  ]).map(({ key }) => key)
  expect(keys).toEqual(['os', 'customer', 'zebra', 'environment', 'level'])
})

it('shows each family of tags once, as its whole where that is there', () => {
  const keys = (...names: string[]) => orderTags(names.map((name) => tag(name))).map(({ key }) => key)
  expect(keys('browser.name', 'browser', 'os', 'os.name', 'device.family', 'device')).toEqual([
    'browser',
    'os',
    'device',
  ])
  expect(keys('os.name', 'runtime.name', 'runtime')).toEqual(['os.name', 'runtime'])
  expect(keys('release', 'sentry:user', 'user', 'cart.name', 'environment')).toEqual([
    'cart.name',
    'environment',
    'release',
    'user',
  ])
  expect(keys('handled', 'mechanism', 'level', 'plan', 'release')).toEqual([
    'plan',
    'release',
    'handled',
    'mechanism',
    'level',
  ])
  expect(keys('os.rooted', 'os')).toEqual(['os', 'os.rooted'])
  expect(orderTags([tag('browser', 0), tag('browser.name')]).map(({ key }) => key)).toEqual(['browser.name'])
})

it('says who did what', () => {
  expect(activityWords({ type: 'set_resolved', user: { name: 'Ada' } })).toBe('Resolved by Ada')
  expect(activityWords({ type: 'set_regression', user: null })).toBe('Came back after it was resolved')
  expect(activityWords({ type: 'note_added', user: null })).toBe('note added')
})

it('marks what is special', () => {
  const marks = (substatus: IssueSubstatus, status: IssueStatus = 'unresolved', isUnhandled = false) =>
    issueMarks({ status, substatus, isUnhandled }).map(({ word }) => word)
  expect(marks('new', 'unresolved', true)).toEqual(['new', 'unhandled'])
  expect(marks('regressed')).toEqual(['regressed'])
  expect(marks(null, 'resolved')).toEqual(['resolved'])
  expect(marks('archived_until_escalating', 'ignored')).toEqual(['archived'])
  expect(marks('ongoing')).toEqual([])
})
