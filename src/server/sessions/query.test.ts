import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LapwingError } from '../errors.ts'
import { readSessionSearch } from './query.ts'

const scope = {
  projects: [
    { id: 1, slug: 'web' },
    { id: 2, slug: 'api' },
  ],
  listReleasesOfStage: async (stages: string[], isNegated: boolean) => [
    `${isNegated ? 'not ' : ''}${stages.join(' or ')}`,
  ],
  listLatestReleases: async (ids: number[]) => ids.map((projectId) => ({ projectId, version: `${projectId}.0` })),
}
const read = (text: string) => readSessionSearch(text, scope)
const releases = (...names: string[]) => ({ kind: 'releases', releases: names })
const environments = (...names: string[]) => ({ kind: 'environments', environments: names })
const projects = (...projectIds: number[]) => ({ kind: 'projects', projectIds })
const not = (of: object) => ({ kind: 'not', of })
const anything = { kind: 'contains', value: '' }

describe('a search over sessions', () => {
  test.each([
    ['release:foo@1.1.0', releases('foo@1.1.0')],
    ['release:"" ', releases('')],
    ['!release:[a, "b c"]', not(releases('a', 'b c'))],
    ['has:release', not(releases(''))],
    ['!has:release', releases('')],
    ['release:a\\*', releases('a*')],
    ['environment:""', environments('')],
    ['environment:[production,foo]', environments('production', 'foo')],
    ['!has:environment', environments('')],
    ['project:web', projects(1)],
    ['project.name:[web,api]', projects(1, 2)],
    ['!project:web', projects(2)],
    ['!project:other', projects(1, 2)],
    ['project:2', projects(2)],
    ['project:99', projects()],
    ['project.id:1', projects(1)],
    ['project.id:[2,99]', projects(2)],
    ['!project.id:1', projects(2)],
    ['project.id:!=1', projects(2)],
    ['!project.id:!=1', projects(1)],
    ['project_id:>1', projects(2)],
    ['has:project.id', projects(1, 2)],
    ['release.stage:adopted', releases('adopted')],
    ['!release.stage:[adopted,replaced]', releases('not adopted or replaced')],
    [
      'release.package:ahmed2',
      { kind: 'release', where: { kind: 'package', match: { kind: 'equals', value: 'ahmed2' } } },
    ],
    ['release.version:1.*', { kind: 'release', where: { kind: 'semverPrefix', package: null, numbers: [1] } }],
    ['release.build:<125', { kind: 'release', where: { kind: 'buildNumber', comparison: '<', value: 125 } }],
    ['has:release.build', { kind: 'release', where: { kind: 'build', match: anything } }],
    ['!has:release.package', not({ kind: 'release', where: { kind: 'package', match: anything } })],
    ['has:release.version', { kind: 'release', where: { kind: 'semverPrefix', package: null, numbers: [] } }],
  ])('%s', async (text, condition) => {
    expect(await read(text)).toEqual({ where: { kind: 'and', of: [condition] }, statuses: null })
  })

  test('of nothing is for everything', async () => {
    expect(await read('')).toEqual({ where: { kind: 'and', of: [] }, statuses: null })
    expect(await read('  ')).toEqual({ where: { kind: 'and', of: [] }, statuses: null })
  })

  test('puts terms together', async () => {
    const { where } = await read('release:a or (environment:b release:[c]) OR !release:d')
    const both = { kind: 'and', of: [environments('b'), releases('c')] }
    expect(where).toEqual({ kind: 'and', of: [{ kind: 'or', of: [releases('a'), both, not(releases('d'))] }] })
  })

  test('knows the latest releases', async () => {
    const { where } = await read('release:[latest,a]')
    const latest = [1, 2].map((id) => ({ kind: 'and', of: [projects(id), releases(`${id}.0`)] }))
    expect(where).toEqual({ kind: 'and', of: [{ kind: 'or', of: [releases('a'), ...latest] }] })
  })

  test.each([
    ['session.status:healthy', ['healthy']],
    ['session.status:[unhandled,crashed]', ['crashed', 'unhandled']],
    ['!session.status:healthy', ['abnormal', 'crashed', 'errored', 'unhandled']],
    ['!session.status:[healthy,errored]', ['abnormal', 'crashed', 'unhandled']],
    ['session.status:bogus', []],
    ['session.status:[bogus,crashed]', ['crashed']],
    ['session.status:healthy session.status:crashed', []],
    ['session.status:[healthy,crashed] AND !session.status:crashed', ['healthy']],
    ['has:session.status', ['abnormal', 'crashed', 'errored', 'healthy', 'unhandled']],
    ['!has:session.status', []],
    ['session.status:""', []],
  ])('%s is for these statuses', async (text, statuses) => {
    expect(await read(text)).toEqual({ where: { kind: 'and', of: [] }, statuses })
  })

  test('tells statuses from other terms', async () => {
    const found = await read('(session.status:healthy release:a) AND environment:b')
    expect(found).toEqual({ where: { kind: 'and', of: [releases('a'), environments('b')] }, statuses: ['healthy'] })
  })

  const wildcard = 'Invalid condition: wildcard search is not supported'
  const status = 'Unable to parse condition with session.status'
  test.each([
    ['foo:bar', 'Invalid search filter: foo'],
    ['issue.id:123', 'Invalid search filter: issue.id'],
    ['release:foo-bar@1.2.3 (123)', 'Invalid search filter: message'],
    ['"some words"', 'Invalid search filter: message'],
    ['message:x', 'Invalid search filter: message'],
    ['has:user', 'Invalid search filter: user'],
    ['is:unresolved', 'Invalid search filter: is'],
    ['tags[release]:x', 'Invalid search filter: tags[release]'],
    ['count():>1', 'Invalid search filter: count()'],
    ['release:a OR foo:bar', 'Invalid search filter: foo'],
    ['release:foo@* foo:bar', 'Invalid search filter: foo'],
    ['release:foo@*', wildcard],
    ['release:foo@* AND release:bar@*', wildcard],
    ['(release:foo@* OR release:bar) OR project:1', wildcard],
    ['environment:[production,dev*]', wildcard],
    ['session.status:heal*', wildcard],
    ['release:\uf00dStartsWith\uf00dfoo', wildcard],
    ['session.status:healthy OR release:foo@1.1.0', status],
    ['release:a OR (session.status:healthy AND release:b)', status],
    ['session.status:healthy OR session.status:crashed', status],
    ['project:other', 'Invalid query. Project(s) other do not exist or are not actively selected.'],
    ['project:[web,other,more]', 'Invalid query. Project(s) other, more do not exist or are not actively selected.'],
    ['has:project', 'Cannot query for has:project or project:"" as every event will have a project'],
  ])('%s is refused', async (text, detail) => {
    await expect(read(text)).rejects.toMatchObject({ status: 400, detail })
  })

  test.each(['release:', '(release:a', 'release:a OR', 'project.id:x', 'release.version:foo', 'has:release.stage'])(
    '%s is refused with a reason',
    async (text) => {
      await expect(read(text)).rejects.toMatchObject({ code: 'invalid_query' })
    },
  )

  test('is read or refused, whatever it is', async () => {
    const words = [
      'release',
      'environment',
      'project.id',
      'session.status',
      'release.version',
      'has',
      '!',
      ':',
      '"',
      '[',
      ']',
      ',',
    ]
    const more = ['(', ')', ' OR ', ' AND ', ' ', 'healthy', 'latest', '*', '1.2', '>', 'foo', '']
    const piece = fc.oneof(fc.constantFrom(...words, ...more), fc.string({ maxLength: 4 }))
    const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))
    await fc.assert(
      fc.asyncProperty(text, async (search) => {
        const outcome = await read(search).catch((error: unknown) => error)
        const isRefused = outcome instanceof LapwingError && outcome.status === 400
        expect(isRefused || (outcome instanceof Object && 'statuses' in outcome)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
