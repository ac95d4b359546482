import { expect, test } from 'vitest'
import { listMarks } from './marks.ts'
import type { Moment, MomentKind } from './moments.ts'

const moment = (at: number, kind: MomentKind): Moment => ({
  at,
  kind,
  title: kind,
  text: 'it',
  level: null,
  took: null,
  status: null,
  data: null,
})

test('errors, clicks and pages are marked, by time', () => {
  const error = {
    id: 'e',
    title: 'TypeError',
    level: 'error',
    timestamp: new Date(1500).toISOString(),
    issueId: '1',
    shortId: 'APP-1',
  }
  const marks = listMarks([moment(3000, 'rage'), moment(1000, 'click'), moment(2000, 'console')], [error])
  expect(marks.map(({ at, kind, label }) => [at, kind, label])).toEqual([
    [1000, 'click', 'click: it'],
    [1500, 'error', 'Error: TypeError'],
    [3000, 'rage', 'rage: it'],
  ])
})
