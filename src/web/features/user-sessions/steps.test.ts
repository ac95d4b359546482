import { describe, expect, test } from 'vitest'
import type { WholeUserSession } from '../../api/types.ts'
import type { Moment } from '../replays/moments.ts'
import { filterSteps, listSteps, stepFilters } from './steps.ts'

const start = Date.UTC(2026, 10, 20, 12)
const iso = (seconds: number) => new Date(start + seconds * 1000).toISOString()

function whole(own: Partial<WholeUserSession> = {}): WholeUserSession {
  return {
    type: 'web',
    platform: 'web',
    session_id: 'a'.repeat(32),
    project_id: '1',
    created_at: iso(0),
    session_duration_ms: 60_000,
    device_metadata: {},
    has_exception_occurred: true,
    is_anr: false,
    is_anonymous: false,
    is_crash: true,
    rage_tap: false,
    recording_ids: [],
    rev_org_id: '1',
    screen_count: 0,
    user: { id: '7', email: null, name: null },
    screens: [],
    custom_events: [],
    attributes: [],
    response_times: [],
    sessions: [],
    events: [],
    breadcrumbs: [],
    has_more_events: false,
    ...own,
  }
}

const health = (own: Partial<WholeUserSession['sessions'][number]> = {}): WholeUserSession['sessions'][number] => ({
  sid: 'b'.repeat(32),
  status: 'crashed',
  is_errored: true,
  started: iso(0),
  duration: 60_000,
  release: 'shop@1',
  environment: 'production',
  ...own,
})

const crumb = (
  seconds: number,
  own: Partial<WholeUserSession['breadcrumbs'][number]>,
): WholeUserSession['breadcrumbs'][number] => ({
  timestamp: iso(seconds),
  type: 'default',
  category: null,
  level: 'info',
  message: null,
  data: null,
  event_id: null,
  ...own,
})

const moment = (seconds: number, own: Partial<Moment> & Pick<Moment, 'kind'>): Moment => ({
  at: start + seconds * 1000,
  title: '',
  text: '',
  level: null,
  took: null,
  status: null,
  data: null,
  ...own,
})

const error: WholeUserSession['events'][number] = {
  event_id: 'e'.repeat(32),
  issue_id: '5',
  short_id: 'WEB-5',
  title: 'TypeError: no',
  culprit: 'pay',
  type: 'error',
  level: 'fatal',
  handled: false,
  timestamp: iso(59),
}

const lines = (session: WholeUserSession, moments: Moment[] = [], replay = false) =>
  listSteps(session, replay ? { start: start + 5000, end: start + 35_000 } : null, moments).map(
    ({ at, title, text }) => `${(at - start) / 1000} ${title}: ${text}`,
  )

describe('the time line', () => {
  test('is all that is known, by time', () => {
    const session = whole({
      sessions: [health()],
      events: [error],
      breadcrumbs: [
        crumb(1, { category: 'navigation', data: { from: '/', to: '/cart' } }),
        crumb(4, { type: 'navigation', category: 'app.lifecycle', data: { state: 'background', since: 2, more: {} } }),
        crumb(58, { category: 'ui.click', message: 'button#pay' }),
      ],
    })
    expect(lines(session, [moment(6, { kind: 'console', title: 'Console', text: 'hello' })], true)).toEqual([
      '0 Session began: shop@1 · production',
      '1 Navigation: /cart',
      '4 app.lifecycle: state: background, since: 2',
      '5 Replay began: 0:30 recorded',
      '6 Console: hello',
      '58 Click: button#pay',
      '59 Unhandled error: TypeError: no',
      '60 Session crashed: after 1:00',
    ])
  })

  test('tells how sessions of release health are that did not say how long they lasted', () => {
    const open = health({ status: 'ok', is_errored: false, duration: null, environment: null })
    expect(lines(whole({ sessions: [open] }))).toEqual(['0 Session began: shop@1 · no end was told'])
    expect(lines(whole({ sessions: [health({ duration: null })] }))).toEqual([
      '0 Session began: shop@1 · production',
      '60 Session crashed: when was not told',
    ])
  })

  test('has a session of no length begin before it ends', () => {
    const session = whole({ sessions: [health({ duration: 0 })], events: [{ ...error, timestamp: iso(0) }] })
    expect(listSteps(session, null, []).map(({ title }) => title)).toEqual([
      'Session began',
      'Unhandled error',
      'Session crashed',
    ])
  })

  test('has once what a recording and breadcrumbs tell both', () => {
    const session = whole({
      breadcrumbs: [
        crumb(10.2, { category: 'ui.click', message: 'button#pay' }),
        crumb(20, { category: 'ui.click', message: 'button#pay' }),
        crumb(14.5, { category: 'fetch', data: { method: 'POST', url: '/api/pay', status_code: 500 } }),
        crumb(15, { category: 'navigation', data: { from: '/', to: '/done' } }),
        crumb(16, { category: 'console', message: 'not recorded', level: 'warning' }),
      ],
    })
    const moments = [
      moment(10, { kind: 'dead', title: 'Dead click', text: 'button#pay' }),
      moment(12, { kind: 'network', title: 'POST', text: 'https://shop.test/api/pay', took: 2000 }),
      moment(15, { kind: 'navigation', title: 'Navigation', text: 'https://shop.test/done' }),
    ]
    expect(lines(session, moments)).toEqual([
      '10 Dead click: button#pay',
      '12 POST: https://shop.test/api/pay',
      '15 Navigation: https://shop.test/done',
      '16 Console: not recorded',
      '20 Click: button#pay',
    ])
  })

  test('leaves out breadcrumbs of errors that stand on it, and those of no time', () => {
    const session = whole({
      events: [error],
      breadcrumbs: [
        crumb(59, { category: 'sentry.event', message: 'TypeError: no', event_id: error.event_id }),
        crumb(30, { category: 'sentry.event', message: 'an older one', event_id: 'd'.repeat(32) }),
        crumb(31, { timestamp: null, message: 'some time' }),
      ],
    })
    expect(lines(session)).toEqual(['30 sentry.event: an older one', '59 Unhandled error: TypeError: no'])
  })

  test('reads requests out of breadcrumbs', () => {
    const data = { method: 'GET', url: 'https://shop.test/api', status_code: 404 }
    const [step] = listSteps(whole({ breadcrumbs: [crumb(1, { type: 'http', category: 'xhr', data })] }), null, [])
    expect(step).toMatchObject({ kind: 'network', title: 'GET', text: 'https://shop.test/api', status: 404 })
  })

  test('can be filtered by kind, each step being of one kind beside all', () => {
    const kinds = ['click', 'dead', 'rage', 'input', 'navigation', 'console', 'network', 'note'] as const
    const steps = listSteps(
      whole({ events: [error] }),
      null,
      kinds.map((kind, index) => moment(index, { kind, text: kind })),
    )
    const counts = stepFilters.map(({ value }) => [value, filterSteps(steps, value).length])
    expect(Object.fromEntries(counts)).toEqual({
      all: 9,
      errors: 1,
      clicks: 4,
      pages: 1,
      console: 1,
      network: 1,
      other: 1,
    })
  })
})
