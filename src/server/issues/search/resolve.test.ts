import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRelease } from '../../../protocol/release.ts'
import { LapwingError } from '../../errors.ts'
import { defaultProjectSettings } from '../../projects/defaults.ts'
import type { EventCondition, IssueCondition } from '../../storage/condition.ts'
import type { Project } from '../../storage/meta/ports/projects.ts'
import type { User } from '../../storage/meta/ports/people.ts'
import type { SearchCondition, SearchContext } from './context.ts'
import { resolveEventSearch, resolveIssueSearch } from './resolve.ts'
import { modelIssue } from './testing/model.ts'

const now = Date.UTC(2026, 10, 20, 12)
const hour = 3_600_000
const day = 24 * hour

function project(id: number, slug: string): Project {
  const settings = defaultProjectSettings()
  return {
    id,
    organizationId: 1,
    slug,
    name: slug,
    platform: null,
    createdAt: 0,
    firstEventAt: null,
    hasSessions: false,
    hasReplays: false,
    settings,
    options: {},
  }
}

function member(id: number, email: string, name: string) {
  const user: User = {
    id,
    email,
    name,
    passwordHash: null,
    isActive: true,
    isSuperuser: false,
    createdAt: 0,
    lastActiveAt: null,
  }
  return { id, organizationId: 1, userId: id, role: 'member' as const, createdAt: 0, user }
}

const versions = [
  'shop@1.2.0',
  'shop@1.2.9+30',
  'shop@1.10.0-rc.1+4',
  'shop@1.10.0',
  'api@2.0',
  'deadbeefdeadbeef',
  '1.2.1',
]

const context: SearchContext = {
  organizationId: 1,
  projects: [project(11, 'web'), project(12, 'web-admin'), project(13, 'api')],
  environments: null,
  userId: 7,
  now,
  meta: {
    listMembers: async () => [member(7, 'jane.doe@acme.test', 'Jane Doe'), member(8, 'bo@acme.test', '')],
    listTeams: async () =>
      [
        [21, 'backend'],
        [22, 'web'],
      ].map(([id, slug]) => ({ id: Number(id), organizationId: 1, slug: String(slug), name: '', createdAt: 0 })),
    listTeamIdsOfUser: async () => [22, 99],
    findIssueByNumber: async (projectId, number) =>
      number < 100 ? modelIssue({ id: number * 10, projectId }, []) : null,
    listReleaseVersions: async () =>
      versions.map((version) => ({ version, parsed: parseRelease(version), createdAt: 0, releasedAt: null })),
    listVersionsOfStages: async ({ environment, stages }) => [environment, ...stages],
    listLatestReleases: async (_, { environments }) =>
      environments === null
        ? [
            { projectId: 11, version: 'shop@1.10.0' },
            { projectId: 12, version: 'shop@1.10.0' },
            { projectId: 13, version: 'api@2.0' },
          ]
        : [{ projectId: 11, version: 'shop@1.2.0' }],
  },
}

function resolve(query: string): Promise<SearchCondition> {
  return resolveIssueSearch(query, context)
}

async function refusal(query: string, read: (query: string) => Promise<unknown> = resolve): Promise<LapwingError> {
  const outcome = await read(query).catch((error: unknown) => error)
  if (outcome instanceof LapwingError) return outcome
  throw new Error(`${query} is not refused`)
}

const nothing = { kind: 'or', of: [] }
const everything = { kind: 'and', of: [] }
const not = <Leaf>(of: Leaf) => ({ kind: 'not', of })
const equals = (value: string) => ({ kind: 'equals', value })
const unassigned = { kind: 'assigned', userIds: [], teamIds: [], nobody: true }

describe('conditions on issues', () => {
  const status = (name: string) => ({ kind: 'status', statuses: [name] })
  const substatus = (name: string) => ({ kind: 'substatus', substatuses: [name] })
  const assigned = (userIds: number[], teamIds: number[] = [], nobody = false) => ({
    kind: 'assigned',
    userIds,
    teamIds,
    nobody,
  })
  const time = (field: string, comparison: string, value: number) => ({ kind: 'time', field, comparison, value })
  const times = (comparison: string, value: number) => ({ kind: 'number', field: 'timesSeen', comparison, value })
  const newYear = Date.UTC(2026, 0, 1)
  const release = (match: object) => ({ kind: 'text', field: 'firstRelease', match })

  test.each<[string, object]>([
    ['is:unresolved', status('unresolved')],
    ['is:archived', status('ignored')],
    ['is:muted', status('ignored')],
    ['!is:resolved', not(status('resolved'))],
    ['is:"resolved"', status('resolved')],
    ['is:[unresolved, escalating]', { kind: 'or', of: [status('unresolved'), substatus('escalating')] }],
    ['is:until_escalating', substatus('archived_until_escalating')],
    ['is:archived_forever', substatus('archived_forever')],
    ['is:for_review', { kind: 'forReview' }],
    ['is:assigned', not(unassigned)],
    ['is:unassigned', unassigned],
    ['is:linked', nothing],
    ['is:unlinked', everything],
    ['assigned:me', assigned([7])],
    ['!assigned:me', not(assigned([7]))],
    ['assigned:none', unassigned],
    ['assigned:""', unassigned],
    ['assigned:jane.doe', assigned([7])],
    ['assigned:"jane doe"', assigned([7])],
    ['assigned:BO@acme.test', assigned([8])],
    ['assigned:8', assigned([8])],
    ['assigned:nobody-here', assigned([])],
    ['assigned:#backend', assigned([], [21])],
    ['assigned:#gone', assigned([], [])],
    ['assigned:my_teams', assigned([], [22])],
    ['assigned:[me, #backend, none]', assigned([7], [21], true)],
    ['assigned_or_suggested:[me, my_teams, none]', assigned([7], [22], true)],
    ['bookmarks:me', { kind: 'bookmarkedBy', userIds: [7] }],
    ['subscribed:bo', { kind: 'subscribedBy', userIds: [8] }],
    ['firstSeen:-24h', time('firstSeen', '>=', now - day)],
    ['age:+12h', time('firstSeen', '<=', now - 12 * hour)],
    ['lastSeen:>2026-01-01', time('lastSeen', '>', newYear)],
    ['firstSeen:+2026-01-01', time('firstSeen', '>', newYear)],
    [
      'firstSeen:2026-01-01',
      { kind: 'and', of: [time('firstSeen', '>=', newYear), time('firstSeen', '<', newYear + day)] },
    ],
    [
      'first_seen:2026-01-01T00:00:00Z',
      { kind: 'and', of: [time('firstSeen', '>=', newYear - 300_000), time('firstSeen', '<', newYear + 360_000)] },
    ],
    ['timesSeen:>100', times('>', 100)],
    ['times_seen:1k', times('=', 1000)],
    ['timesSeen:!=5', not(times('=', 5))],
    ['timesSeen:[1, 2]', { kind: 'or', of: [times('=', 1), times('=', 2)] }],
    ['issue.id:5', { kind: 'number', field: 'id', comparison: '=', value: 5 }],
    ['issue:WEB-1', { kind: 'ids', ids: [10] }],
    ['!issue:[WEB-1, api-A]', not({ kind: 'ids', ids: [10, 100] })],
    ['issue.priority:[high, Medium]', { kind: 'priority', priorities: ['high', 'medium'] }],
    ['issue.category:error', everything],
    ['issue.category:performance', nothing],
    ['issue.type:err*', everything],
    ['!issue.type:error', not(everything)],
    ['project:web', { kind: 'projects', projectIds: [11] }],
    ['project.name:[web, api]', { kind: 'projects', projectIds: [11, 13] }],
    ['!project:web*', not({ kind: 'projects', projectIds: [11, 12] })],
    ['project.id:12', { kind: 'projects', projectIds: [12] }],
    ['project_id:>11', { kind: 'projects', projectIds: [12, 13] }],
    ['first-release:1.0', release(equals('1.0'))],
    [
      'firstRelease:[1.0, 2.*]',
      { kind: 'or', of: [release(equals('1.0')), release({ kind: 'pattern', pieces: ['2.', ''] })] },
    ],
    ['firstRelease:""', not(release({ kind: 'pattern', pieces: ['', ''] }))],
    [
      'firstRelease:latest',
      {
        kind: 'or',
        of: [
          { kind: 'and', of: [{ kind: 'projects', projectIds: [11, 12] }, release(equals('shop@1.10.0'))] },
          { kind: 'and', of: [{ kind: 'projects', projectIds: [13] }, release(equals('api@2.0'))] },
        ],
      },
    ],
    ['has:assigned', not(unassigned)],
    ['!has:first_release', not(release({ kind: 'pattern', pieces: ['', ''] }))],
  ])('%s', async (query, condition) => {
    expect(withoutLevels(await resolve(query))).toEqual(condition)
  })
})

describe('conditions on events', () => {
  const tag = (key: string, match: object) => ({ kind: 'tag', key, match })
  const text = (field: string, match: object) => ({ kind: 'text', field, match })
  const mentions = (match: object) => ({ kind: 'mentions', match })
  const contains = (value: string) => ({ kind: 'contains', value })
  const pattern = (...pieces: string[]) => ({ kind: 'pattern', pieces })
  const attribute = (key: string, match: object) => ({ kind: 'attribute', key, match })
  const inReleases = (...values: string[]) => text('release', { kind: 'in', values })

  test.each<[string, object]>([
    ['broken pipe', mentions(contains('broken pipe'))],
    ['"say \\"hi\\""', mentions(contains('say "hi"'))],
    ['br*ken', mentions(pattern('', 'br', 'ken', ''))],
    ['a\\*b', mentions(contains('a*b'))],
    ['""', everything],
    ['*', everything],
    ['level:error', text('level', equals('error'))],
    ['level:[error, fatal]', text('level', { kind: 'in', values: ['error', 'fatal'] })],
    ['!level:error', not(text('level', equals('error')))],
    ['message:"out of memory"', text('message', contains('out of memory'))],
    ['message:out*memory', text('message', pattern('', 'out', 'memory', ''))],
    ['title:"A b"', text('title', equals('A b'))],
    ['user.email:*@acme.test', text('userEmail', pattern('', '@acme.test'))],
    ['user:id:7', { kind: 'user', match: equals('id:7') }],
    ['has:user', { kind: 'user', match: pattern('', '') }],
    ['customer:big', tag('customer', equals('big'))],
    ['customer:>5', tag('customer', equals('>5'))],
    ['customer:""', not({ kind: 'hasTag', key: 'customer' })],
    ['!customer:""', not(not({ kind: 'hasTag', key: 'customer' }))],
    ['customer:*', { kind: 'hasTag', key: 'customer' }],
    ['has:customer', { kind: 'hasTag', key: 'customer' }],
    ['!has:customer', not({ kind: 'hasTag', key: 'customer' })],
    ['customer:[a, b*]', { kind: 'or', of: [tag('customer', equals('a')), tag('customer', pattern('b', ''))] }],
    ['customer:\uf00dContains\uf00da*', tag('customer', contains('a*'))],
    ['customer:\uf00dStartsWith\uf00da', tag('customer', pattern('a', ''))],
    ['!customer:\uf00dEndsWith\uf00da', not(tag('customer', pattern('', 'a')))],
    ['tags[level]:x', tag('level', equals('x'))],
    ['has:tags[level]', { kind: 'hasTag', key: 'level' }],
    ['tags[n,number]:>=5k', { kind: 'tagNumber', key: 'n', comparison: '>=', value: 5000 }],
    [
      'tags[n,number]:[5, 6]',
      { kind: 'or', of: [5, 6].map((value) => ({ kind: 'tagNumber', key: 'n', comparison: '=', value })) },
    ],
    ['error.type:TypeError', attribute('error.type', equals('TypeError'))],
    ['error.handled:true', not({ kind: 'handled', handled: false })],
    ['error.handled:false', { kind: 'handled', handled: false }],
    ['!error.unhandled:1', not({ kind: 'handled', handled: false })],
    ['has:error.handled', not({ kind: 'handled', handled: null })],
    ['stack.filename:*/cart.js', attribute('stack.filename', pattern('', '/cart.js'))],
    ['has:stack.function', { kind: 'hasAttribute', key: 'stack.function' }],
    ['stack.lineno:>10', { kind: 'attributeNumber', key: 'stack.lineno', comparison: '>', value: 10 }],
    ['stack.in_app:1', attribute('stack.in_app', equals('true'))],
    ['stack.in_app:""', not({ kind: 'hasAttribute', key: 'stack.in_app' })],
    ['http.status_code:>=500', { kind: 'attributeNumber', key: 'http.status_code', comparison: '>=', value: 500 }],
    ['device.class:[high, 1]', tag('device.class', { kind: 'in', values: ['3', '1'] })],
    ['device.family:iPhone', text('deviceFamily', equals('iPhone'))],
    ['os:"Windows 10"', tag('os', equals('Windows 10'))],
    ['os.name:Windows', text('osName', equals('Windows'))],
    ['url:"http://a.test"', text('url', equals('http://a.test'))],
    ['trace:4C79F60C-1121-4EB3-8604-F4AE0781BFB2', text('traceId', equals('4c79f60c11214eb38604f4ae0781bfb2'))],
    ['timestamp:-1h', { kind: 'time', field: 'timestamp', comparison: '>=', value: now - hour }],
    ['has:timestamp', everything],
    ['release:1.0', text('release', equals('1.0'))],
    [
      'release:latest',
      {
        kind: 'or',
        of: [
          { kind: 'and', of: [{ kind: 'projects', projectIds: [11, 12] }, text('release', equals('shop@1.10.0'))] },
          { kind: 'and', of: [{ kind: 'projects', projectIds: [13] }, text('release', equals('api@2.0'))] },
        ],
      },
    ],
    ['release.version:>1.2', inReleases('shop@1.2.9+30', 'shop@1.10.0-rc.1+4', 'shop@1.10.0', 'api@2.0', '1.2.1')],
    ['release.version:1.2', inReleases('shop@1.2.0')],
    ['release.version:<=shop@1.2', inReleases('shop@1.2.0')],
    ['!release.version:<1.10.0', not(inReleases('shop@1.2.0', 'shop@1.2.9+30', 'shop@1.10.0-rc.1+4', '1.2.1'))],
    ['release.version:1.2.*', inReleases('shop@1.2.0', 'shop@1.2.9+30', '1.2.1')],
    ['release.version:shop@1.2.*', inReleases('shop@1.2.0', 'shop@1.2.9+30')],
    ['release.version:[1.2, 2.0.0]', inReleases('shop@1.2.0', 'api@2.0')],
    ['release.build:>10', inReleases('shop@1.2.9+30')],
    ['release.build:4', inReleases('shop@1.10.0-rc.1+4')],
    ['release.package:api', inReleases('api@2.0')],
    ['release.package:sh*', inReleases('shop@1.2.0', 'shop@1.2.9+30', 'shop@1.10.0-rc.1+4', 'shop@1.10.0')],
  ])('%s', async (query, condition) => {
    expect(withoutLevels(await resolve(query))).toEqual(condition)
  })

  test.each([
    ['release.stage:adopted', ['adopted']],
    ['release.stage:[adopted, replaced]', ['adopted', 'replaced']],
    ['!release.stage:adopted', ['low_adoption', 'replaced']],
    ['!release.stage:[adopted, low_adoption]', ['replaced']],
  ])('%s of an environment', async (query, stages) => {
    const scope = { ...context, environments: ['production'] }
    const condition = await resolveIssueSearch(query, scope)
    expect(withoutLevels(condition)).toEqual(inReleases('production', ...stages))
  })

  test('the latest release of an environment, in one project', async () => {
    const [web] = context.projects
    const scope = { ...context, projects: web ? [web] : [], environments: ['production'] }
    expect(withoutLevels(await resolveIssueSearch('release:[latest, 0.9]', scope))).toEqual({
      kind: 'or',
      of: [text('release', equals('shop@1.2.0')), text('release', equals('0.9'))],
    })
  })
})

/** Only the conditions, whichever level they are on. */
function withoutLevels(condition: SearchCondition): object {
  if (condition.kind === 'and' || condition.kind === 'or') {
    return { kind: condition.kind, of: condition.of.map(withoutLevels) }
  }
  if (condition.kind === 'not') return { kind: 'not', of: withoutLevels(condition.of) }
  return condition.condition
}

test('a search is put together as it is written', async () => {
  const issue = (condition: IssueCondition) => ({ kind: 'issue', condition })
  const event = (condition: EventCondition) => ({ kind: 'event', condition })
  expect(await resolve('is:unresolved (level:error OR timesSeen:>5) crash')).toEqual({
    kind: 'and',
    of: [
      issue({ kind: 'status', statuses: ['unresolved'] }),
      {
        kind: 'or',
        of: [
          event({ kind: 'text', field: 'level', match: { kind: 'equals', value: 'error' } }),
          issue({ kind: 'number', field: 'timesSeen', comparison: '>', value: 5 }),
        ],
      },
      event({ kind: 'mentions', match: { kind: 'contains', value: 'crash' } }),
    ],
  })
  expect(await resolve('')).toEqual({ kind: 'and', of: [] })
})

describe('a wrong search says where and why', () => {
  test.each([
    ['is:great', /valid values are unresolved, resolved, ignored, .*'is:great', character 1/],
    ['level:error timesSeen:lots', /Invalid number\. .*'timesSeen:lots', character 13/],
    ['firstSeen:yesterday', /Invalid date format/],
    ['error.handled:maybe', /Invalid boolean/],
    ['issue.priority:urgent', /valid values are high, medium, low/],
    ['issue.category:nope', /Invalid category value of 'nope'/],
    ['issue:WEB-ZZZ', /there is no such issue/],
    ['issue:nonsense', /there is no such issue/],
    ['project:gone', /Project\(s\) gone do not exist/],
    ['project:[web, gone]', /Project\(s\) gone do not exist/],
    ['count():>5', /Aggregate filters/],
    ['tags[n,number]:many', /Invalid number/],
    ['tags[n,boolean]:many', /Invalid boolean/],
    ['bookmarks:none', /takes a person/],
    ['release.version:>banana', /Invalid format of semantic version/],
    ['release.stage:adopted', /Choose a single environment to filter by release stage\./],
    ['timestamp.to_hour:>2018-01-01', /not a supported search key/],
    ['(is:unresolved', /not closed/],
    ['a OR', /nothing to the right of OR/],
  ])('%s', async (query, message) => {
    const error = await refusal(query)
    expect([error.code, error.status]).toEqual(['invalid_query', 400])
    expect(error.detail).toMatch(message)
  })
})

describe('a search over events', () => {
  const search = (query: string) => resolveEventSearch(query, context)

  test.each<[string, object]>([
    ['', { kind: 'and', of: [] }],
    ['level:error', { kind: 'text', field: 'level', match: equals('error') }],
    ['issue:WEB-1', { kind: 'issues', issueIds: [10] }],
    ['issue.id:[5, 6]', { kind: 'issues', issueIds: [5, 6] }],
    ['!project:web', not({ kind: 'projects', projectIds: [11] })],
  ])('%s', async (query, condition) => {
    expect(await search(query)).toEqual(condition)
  })

  test.each(['is:unresolved', 'assigned:me', 'timesSeen:>5', 'firstSeen:-1d', 'has:assigned'])(
    '%s is of issues',
    async (query) => {
      expect((await refusal(query, search)).detail).toContain('this search is over events')
    },
  )
})

test('any text resolves or is refused', async () => {
  const piece = fc.constantFrom(
    'is:',
    'new',
    ' ',
    ' ',
    'a',
    '"',
    '*',
    '[',
    ']',
    ', ',
    '(',
    ')',
    ' OR ',
    '!',
    ':',
    'assigned:',
    'me',
    '#backend',
    'firstSeen:',
    '-1d',
    'timesSeen:',
    '>5',
    'issue:',
    'WEB-1',
    'release:',
    'latest',
    'release.version:',
    '1.2',
    'project:',
    'web',
    'has:',
    'tags[a,number]:',
    'error.handled:',
    'true',
    'device.class:',
    'issue.category:',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
      for (const read of [resolveIssueSearch, resolveEventSearch]) {
        const outcome = await read(pieces.join(''), context).catch((error: unknown) => error)
        const isExpected =
          outcome instanceof LapwingError ? outcome.code === 'invalid_query' : !(outcome instanceof Error)
        expect(isExpected).toBe(true)
      }
    }),
    { numRuns: 2000 },
  )
})
