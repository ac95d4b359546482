import { expect, it } from 'vitest'
import type { Issue } from '../../api/types.ts'
import { archive, assign, resolve } from './actions.ts'
import { changeBack } from './change-issues.ts'

const issue: Issue = {
  id: '1',
  count: '5',
  lastSeen: '2026-01-15T12:00:00Z',
  firstSeen: '2026-01-15T12:00:00Z',
  shortId: 'A-1',
  title: 'Boom',
  culprit: null,
  level: 'error',
  status: 'unresolved',
  substatus: 'regressed',
  project: { id: '1', name: 'a', slug: 'a', platform: null },
  metadata: {},
  assignedTo: null,
  priority: 'high',
  statusDetails: {},
  numComments: 0,
  isBookmarked: false,
  isSubscribed: false,
  hasSeen: true,
  isUnhandled: false,
  userCount: 0,
}

it('takes back what was changed and nothing else', () => {
  expect(changeBack(issue, resolve.change)).toEqual({ status: 'unresolved', substatus: 'regressed' })
  expect(changeBack({ ...issue, status: 'resolved', substatus: null }, archive.change)).toEqual({ status: 'resolved' })
  const planned: Issue = { ...issue, status: 'resolved', substatus: null, statusDetails: { inRelease: '2.0' } }
  expect(changeBack(planned, archive.change)).toEqual({ status: 'resolved', statusDetails: { inRelease: '2.0' } })
})

it('gives an issue back to whom it was assigned', () => {
  const { change } = assign({ id: 'user:7', type: 'user', name: 'Ann', handle: 'ann@example.com' })
  expect(change).toEqual({ assignedTo: 'user:7' })
  expect(changeBack(issue, change)).toEqual({ assignedTo: '' })
  const assigned: Issue = { ...issue, assignedTo: { type: 'team', id: '3', name: 'web' } }
  expect(changeBack(assigned, change)).toEqual({ assignedTo: 'team:3' })
})
