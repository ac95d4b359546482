import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LapwingError } from '../../errors.ts'
import { replayKeys } from '../../../protocol/search/keys.ts'
import { resolveReplaySearch } from './resolve.ts'

const now = Date.UTC(2026, 10, 20, 12)
const id = 'a'.repeat(32)
const other = 'b'.repeat(32)
const projects = [
  { id: 1, slug: 'web' },
  { id: 2, slug: 'shop' },
]

const resolve = (query: string, userId: number | null = 7) => resolveReplaySearch(query, { projects, userId, now })
const alive = { kind: 'not', of: { kind: 'archived' } }

/** What is asked for beside that it is not archived. */
function asked(query: string, userId?: number | null): unknown {
  const where = resolve(query, userId)
  if (where.kind !== 'and') throw new Error('archived replays were not left out')
  const [first, second] = where.of
  expect(first).toEqual(alive)
  return second
}

function refusal(query: string): string {
  try {
    resolve(query)
  } catch (error) {
    if (error instanceof LapwingError && error.code === 'invalid_query') return error.detail
    throw error
  }
  throw new Error(`${query} was not refused`)
}

const text = (field: string, value: string) => ({ kind: 'text', field, match: { kind: 'equals', value } })
const count = (field: string, comparison: string, value: number) => ({ kind: 'number', field, comparison, value })
const not = (of: unknown) => ({ kind: 'not', of })
const or = (...of: unknown[]) => ({ kind: 'or', of })
const click = (part: string, value: string, clicks = 'all') => ({
  kind: 'click',
  clicks,
  parts: [{ part, match: { kind: 'equals', value } }],
})

describe('each key', () => {
  test.each([
    ['activity:>5', count('activity', '>', 5)],
    ['browser:Chrome', text('browserName', 'Chrome')],
    ['browser.name:Chrome', text('browserName', 'Chrome')],
    ['browser.version:120', text('browserVersion', '120')],
    ['click.alt:x', click('alt', 'x')],
    ['click.class:x', click('class', 'x')],
    ['click.component_name:x', click('componentName', 'x')],
    ['click.id:x', click('id', 'x')],
    ['click.label:x', click('ariaLabel', 'x')],
    ['click.role:x', click('role', 'x')],
    ['click.tag:x', click('tag', 'x')],
    ['click.testid:x', click('testId', 'x')],
    ['click.textContent:x', click('text', 'x')],
    ['click.title:x', click('title', 'x')],
    ['click.selector:a', click('tag', 'a')],
    ['dead.selector:a', click('tag', 'a', 'dead')],
    ['rage.selector:a', click('tag', 'a', 'rage')],
    ['count_clicks:1', count('countClicks', '=', 1)],
    ['count_console_messages:1', count('countConsoleMessages', '=', 1)],
    ['count_dead_clicks:1', count('countDeadClicks', '=', 1)],
    ['count_hydration_errors:1', count('countHydrationErrors', '=', 1)],
    ['count_inputs:1', count('countInputs', '=', 1)],
    ['count_multi_clicks:1', count('countMultiClicks', '=', 1)],
    ['count_mutations:1', count('countMutations', '=', 1)],
    ['count_requests:1', count('countRequests', '=', 1)],
    ['count_taps:1', count('countTaps', '=', 1)],
    ['count_web_vitals:1', count('countWebVitals', '=', 1)],
    ['count_errors:>=2', count('countErrors', '>=', 2)],
    ['count_infos:<3', count('countInfos', '<', 3)],
    ['count_rage_clicks:<=3', count('countRageClicks', '<=', 3)],
    ['count_segments:1k', count('countSegments', '=', 1000)],
    ['count_urls:!=1', not(count('countUrls', '=', 1))],
    ['count_warnings:[1,2]', or(count('countWarnings', '=', 1), count('countWarnings', '=', 2))],
    ['device:x', text('deviceName', 'x')],
    ['device.brand:x', text('deviceBrand', 'x')],
    ['device.family:x', text('deviceFamily', 'x')],
    ['device.model:x', text('deviceModel', 'x')],
    ['device.name:x', text('deviceName', 'x')],
    ['dist:x', text('dist', 'x')],
    ['segment_names:x', text('segmentName', 'x')],
    ['ota_updates.channel:x', text('otaChannel', 'x')],
    ['ota_updates.runtime_version:x', text('otaRuntimeVersion', 'x')],
    ['ota_updates.update_id:x', text('otaUpdateId', 'x')],
    ['duration:>90', count('duration', '>', 90)],
    ['duration:>1.5m', count('duration', '>', 90)],
    ['!duration:<2h', not(count('duration', '<', 7200))],
    ['environment:x', text('environment', 'x')],
    [`error_id:${id}`, { kind: 'ids', field: 'errorIds', ids: [id] }],
    [`error_ids:[${id},${other}]`, { kind: 'ids', field: 'errorIds', ids: [id, other] }],
    ['error_ids:AAAAAAAA-aaaa-AAAA-aaaa-AAAAAAAAAAAA', { kind: 'ids', field: 'errorIds', ids: [id] }],
    [`id:${id}`, { kind: 'replays', replayIds: [id] }],
    [`replay_id:${id}`, { kind: 'replays', replayIds: [id] }],
    [`info_ids:${id}`, { kind: 'ids', field: 'infoIds', ids: [id] }],
    ['os:x', text('osName', 'x')],
    ['os.name:x', text('osName', 'x')],
    ['os.version:x', text('osVersion', 'x')],
    ['platform:x', text('platform', 'x')],
    ['project:web', { kind: 'projects', projectIds: [1] }],
    ['project_id:[1,2]', { kind: 'projects', projectIds: [1, 2] }],
    ['release:x', text('release', 'x')],
    ['releases:x', text('release', 'x')],
    ['replay_type:buffer', text('replayType', 'buffer')],
    ['sdk:x', text('sdkName', 'x')],
    ['sdk.name:x', text('sdkName', 'x')],
    ['sdk.version:x', text('sdkVersion', 'x')],
    ['seen_by_id:4', { kind: 'viewedBy', userIds: [4] }],
    ['viewed_by_id:[4,5]', or({ kind: 'viewedBy', userIds: [4] }, { kind: 'viewedBy', userIds: [5] })],
    ['seen_by_me:true', { kind: 'viewedBy', userIds: [7] }],
    ['viewed_by_me:1', { kind: 'viewedBy', userIds: [7] }],
    ['viewed_by_me:false', not({ kind: 'viewedBy', userIds: [7] })],
    ['!viewed_by_me:true', not({ kind: 'viewedBy', userIds: [7] })],
    ['started_at:-24h', { kind: 'time', field: 'startedAt', comparison: '>=', value: now - 86_400_000 }],
    [
      'finished_at:>2026-11-20T11:00:00Z',
      { kind: 'time', field: 'finishedAt', comparison: '>', value: now - 3_600_000 },
    ],
    [`trace:${id}`, { kind: 'ids', field: 'traceIds', ids: [id] }],
    [`trace_id:${id}`, { kind: 'ids', field: 'traceIds', ids: [id] }],
    [`trace_ids:${id}`, { kind: 'ids', field: 'traceIds', ids: [id] }],
    ['url:x', text('url', 'x')],
    ['urls:x', text('url', 'x')],
    ['user:x', text('userName', 'x')],
    ['user.email:x', text('userEmail', 'x')],
    ['user.id:x', text('userId', 'x')],
    ['user.ip:1.2.3.4', text('userIp', '1.2.3.4')],
    ['user.ip_address:1.2.3.4', text('userIp', '1.2.3.4')],
    ['user.username:x', text('userName', 'x')],
    [`warning_ids:${id}`, { kind: 'ids', field: 'warningIds', ids: [id] }],
    ['plan:gold', { kind: 'tag', key: 'plan', match: { kind: 'equals', value: 'gold' } }],
    ['tags[url]:x', { kind: 'tag', key: 'url', match: { kind: 'equals', value: 'x' } }],
  ])('%s', (query, expected) => {
    expect(asked(query)).toEqual(expected)
  })

  test.each(Object.entries(replayKeys))('%s, of type %s, is read', (key, type) => {
    const values: Record<string, string> = { number: '1', duration: '1', date: '-1h', boolean: 'true' }
    const isId = /^(id|replay_id|trace)$|^[a-z]+_ids?$/.test(key)
    const plain = key.startsWith('project') ? '1' : isId ? id : 'a'
    for (const query of [`${key}:${values[type] ?? plain}`, `has:${key}`, `!has:${key}`]) {
      expect(resolve(query)).toHaveProperty('kind')
    }
    // Every replay has a project.
    if (!key.startsWith('project')) resolve(`${key}:""`)
  })
})

describe('values', () => {
  test.each([
    ['url:*cart*', { kind: 'text', field: 'url', match: { kind: 'pattern', pieces: ['', 'cart', ''] } }],
    ['url:[a,b]', { kind: 'text', field: 'url', match: { kind: 'in', values: ['a', 'b'] } }],
    ['!url:a', not(text('url', 'a'))],
    ['url:""', not({ kind: 'has', field: 'url' })],
    ['url:*', { kind: 'has', field: 'url' }],
    ['has:url', { kind: 'has', field: 'url' }],
    ['!has:url', not({ kind: 'has', field: 'url' })],
    ['has:plan', { kind: 'hasTag', key: 'plan' }],
    ['has:error_ids', { kind: 'has', field: 'errorIds' }],
    ['error_ids:""', not({ kind: 'has', field: 'errorIds' })],
    ['has:count_errors', { kind: 'and', of: [] }],
    ['has:dead.selector', { kind: 'click', clicks: 'dead', parts: [] }],
    [
      'has:click.id',
      { kind: 'click', clicks: 'all', parts: [{ part: 'id', match: { kind: 'pattern', pieces: ['', ''] } }] },
    ],
    ['!click.selector:a', not(click('tag', 'a'))],
    ['click.selector:"a, b"', or(click('tag', 'a'), click('tag', 'b'))],
    ['click.selector:[a,b]', or(click('tag', 'a'), click('tag', 'b'))],
    ['click.selector:*', { kind: 'click', clicks: 'all', parts: [] }],
    ['click.selector:""', not({ kind: 'click', clicks: 'all', parts: [] })],
    ['dead.selector:"[aria-label=\\"Buy it\\"]"', click('ariaLabel', 'Buy it', 'dead')],
    [
      'a:1 OR b:2',
      or(
        { kind: 'tag', key: 'a', match: { kind: 'equals', value: '1' } },
        { kind: 'tag', key: 'b', match: { kind: 'equals', value: '2' } },
      ),
    ],
  ])('%s', (query, expected) => {
    expect(asked(query)).toEqual(expected)
  })

  test('nobody has viewed anything', () => {
    expect(asked('viewed_by_me:true', null)).toEqual({ kind: 'viewedBy', userIds: [] })
  })

  test('archived replays are found by asking for them', () => {
    expect(resolve('')).toEqual({ kind: 'and', of: [alive, { kind: 'and', of: [] }] })
    expect(resolve('is_archived:true')).toEqual({ kind: 'archived' })
    expect(resolve('is_archived:0')).toEqual(alive)
    expect(resolve('a:b OR is_archived:1')).toMatchObject({ kind: 'or' })
  })
})

describe('what cannot be asked is refused, saying what and where', () => {
  test.each([
    [
      'count_errors:x',
      "Invalid number. Expected number then optional k, m, or b suffix (e.g. 500k) ('count_errors:x', character 1)",
    ],
    [
      'url:a duration:x',
      "Invalid duration. Expected number followed by duration unit suffix ('duration:x', character 7)",
    ],
    ['started_at:x', 'Invalid date format.'],
    ['viewed_by_me:x', 'Invalid boolean. Expected true, 1, false, or 0.'],
    ['error_ids:x', "'x' is no id: 32 hexadecimal digits, with or without dashes ('error_ids:x', character 1)"],
    ['id:aa*', 'Ids are looked for whole: 32 hexadecimal digits'],
    ['project:none', 'Project(s) none do not exist or are not actively selected.'],
    ['dead.selector:a:hover', 'Pseudo-elements are not supported.'],
    ['click.selector:"a b"', 'Nested selectors are not supported.'],
    ['click.selector:[#]', 'Invalid CSS selector'],
    ['viewed_by_id:>4', 'People have no order: only = and != are supported'],
    ['is:unresolved', '"is:" is a property of issues; this search is over replays'],
    ['count():>1', 'Aggregate filters (count() and the like) are not supported in this search'],
    ['cart', 'Words without a key are not looked for in replays; say where, as in url:*cart*'],
    ['(url:a', "This parenthesis is not closed ('(', character 1)"],
    ['url:a OR', 'OR'],
  ])('%s', (query, why) => {
    expect(refusal(query)).toContain('Error parsing search query: ')
    expect(refusal(query)).toContain(why)
  })
})

const piece = fc.constantFrom(
  ...Object.keys(replayKeys).map((key) => `${key}:`),
  '!',
  'has:',
  'tags[',
  ']',
  '[',
  ',',
  '(',
  ')',
  ' ',
  '"',
  '\\',
  '*',
  'AND',
  ' OR ',
  '>',
  '-24h',
  '1',
  '10m',
  'a',
  id,
  '.b#c',
  '=',
  '\uf00dContains\uf00d',
)

/** Null for a text that is read. */
function fault(query: string): unknown {
  try {
    resolve(query)
    return null
  } catch (error) {
    return error
  }
}

test('any text is read or refused with 400', () => {
  const anyText = fc.oneof(
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  )
  fc.assert(
    fc.property(anyText, (query) => {
      const error = fault(query)
      expect(error === null || (error instanceof LapwingError && error.code === 'invalid_query')).toBe(true)
    }),
    { numRuns: 400 },
  )
})
