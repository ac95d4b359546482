import { expect, it } from 'vitest'
import type { JsonObject } from '../../../protocol/event.ts'
import type { IssueStatus, IssueSubstatus, TagSummary } from '../../api/types.ts'
import { activityWords } from './activity.ts'
import { issueMarks } from './marks.ts'
import { stateWords } from './state-words.ts'
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
  const ada = { id: '1', name: 'Ada' }
  expect(activityWords({ type: 'set_resolved', user: ada, data: {} })).toBe('Resolved by Ada')
  expect(activityWords({ type: 'set_regression', user: null, data: {} })).toBe('Came back after it was resolved')
  expect(activityWords({ type: 'assigned', user: ada, data: { assigneeName: 'Bob' } })).toBe('Assigned to Bob by Ada')
  const archived = (data: JsonObject) => activityWords({ type: 'set_ignored', user: null, data })
  expect(archived({ ignoreUntilEscalating: true })).toBe('Archived until it escalates')
  expect(archived({ ignoreCount: null, ignoreDuration: 60, ignoreUserCount: null })).toBe('Archived for 1 hour')
  expect(archived({ ignoreDuration: 10_080 })).toBe('Archived for 7 days')
  expect(archived({ ignoreDuration: 90 })).toBe('Archived for 90 minutes')
  expect(archived({ ignoreUserCount: 10 })).toBe('Archived until 10 more users')
  expect(archived({})).toBe('Archived for good')
  expect(activityWords({ type: 'set_resolved_in_release', user: ada, data: { version: '' } })).toBe(
    'Resolved in the next release by Ada',
  )
  expect(activityWords({ type: 'assigned', user: ada, data: { assigneeType: 'team', assigneeName: 'web' } })).toBe(
    'Assigned to #web by Ada',
  )
  expect(activityWords({ type: 'something_new', user: null, data: {} })).toBe('something new')
})

it('says in what way an issue is done with', () => {
  const words = (status: IssueStatus, statusDetails: JsonObject = {}, substatus: IssueSubstatus = null) =>
    stateWords({ status, substatus, statusDetails })
  expect(words('resolved')).toBe('Resolved')
  expect(words('resolved', { inRelease: 'shop@2.1.0' })).toBe('Resolved in shop@2.1.0')
  expect(words('resolved', { inNextRelease: true })).toBe('Resolved in the next release')
  expect(words('ignored', {}, 'archived_forever')).toBe('Archived for good')
  expect(words('ignored', {}, 'archived_until_escalating')).toBe('Archived until it escalates')
  expect(words('ignored', { ignoreCount: 1000 }, 'archived_until_condition_met')).toBe(
    'Archived until 1,000 more events',
  )
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
