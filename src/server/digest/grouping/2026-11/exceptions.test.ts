import { describe, expect, test } from 'vitest'
import type { NormalizedEvent } from '../../../../protocol/event.ts'
import { noRules, group, event, failure, hashes, share, app } from '../samples.ts'

describe('exceptions', () => {
  test('the type counts, except a synthetic one', () => {
    expect(share(failure([app('a')]), failure([app('a')], { type: 'Other' }))).toBe(false)
    const synthetic = { mechanism: { type: 'generic', synthetic: true } }
    expect(share(failure([app('a')], synthetic), failure([app('a')], { ...synthetic, type: 'SIGSEGV' }))).toBe(true)
  })

  test('ns_error takes the place of the message', () => {
    const error = (code: number, value: string) =>
      failure(null, { value, mechanism: { type: 'NSError', meta: { ns_error: { domain: 'd', code } } } })
    expect(share(error(1, 'a'), error(1, 'b'))).toBe(true)
    expect(share(error(1, 'a'), error(2, 'a'))).toBe(false)
  })

  test('all of a chain counts', () => {
    const chain = (...types: string[]) =>
      event({ exception: { values: types.map((type) => ({ type, stacktrace: { frames: [app(type)] } })) } })
    expect(share(chain('A', 'B'), chain('A', 'B'))).toBe(true)
    expect(share(chain('A', 'B'), chain('C', 'B'))).toBe(false)
    expect(share(chain('A', 'B'), chain('B'))).toBe(false)
  })

  test('null members are passed over', () => {
    const values = JSON.parse('[null, {"type": "A", "stacktrace": {"frames": [null, {"function": "f"}]}}, {}]')
    expect(hashes(event({ exception: { values } }))).toHaveLength(1)
  })
})

describe('exception groups', () => {
  type Node = { type: string; value?: string; id: number; parent?: number; group?: boolean; frame?: string }
  const grouped = (nodes: Node[], fields: Partial<NormalizedEvent> = {}): NormalizedEvent =>
    event({
      // Clients send the outermost one last.
      exception: {
        values: nodes.toReversed().map(({ type, value, id, parent, group: isGroup, frame }) => ({
          type,
          value: value ?? type,
          stacktrace: frame === undefined ? null : { frames: [app(frame)] },
          mechanism: {
            type: 'chained',
            exception_id: id,
            parent_id: parent ?? null,
            is_exception_group: isGroup ?? null,
          },
        })),
      },
      ...fields,
    })
  const two = (a: string, b: string) =>
    grouped([
      { type: 'ExceptionGroup', id: 0, group: true },
      { type: a, id: 1, parent: 0 },
      { type: b, id: 2, parent: 0 },
    ])

  test('members of one kind are one exception, which is the title', () => {
    const { grouping, summary } = group(two('KeyError', 'KeyError'), noRules)
    expect(summary.title).toBe('KeyError: KeyError')
    expect(grouping.hashes).toEqual(hashes(failure(null, { type: 'KeyError', value: 'KeyError' })))
  })

  test('members of different kinds count whatever their order, and the group with them', () => {
    expect(hashes(two('A', 'B'))).toEqual(hashes(two('B', 'A')))
    expect(share(two('A', 'B'), two('A', 'C'))).toBe(false)
    expect(group(two('A', 'B'), noRules).summary.title).toBe('ExceptionGroup: ExceptionGroup')
  })

  test('nested groups are looked through, repeated members dropped', () => {
    const nested = grouped([
      { type: 'ExceptionGroup', id: 0, group: true },
      { type: 'ExceptionGroup', id: 1, parent: 0, group: true },
      { type: 'A', id: 2, parent: 1 },
      { type: 'B', id: 3, parent: 1 },
      { type: 'A', id: 4, parent: 0 },
    ])
    expect(hashes(nested)).toEqual(hashes(two('A', 'B')))
  })

  test('what caused the only member counts too', () => {
    const caused = grouped([
      { type: 'ExceptionGroup', id: 0, group: true },
      { type: 'A', id: 1, parent: 0 },
      { type: 'Cause', id: 2, parent: 1 },
    ])
    const plain = event({
      exception: {
        values: [
          { type: 'A', value: 'A' },
          { type: 'Cause', value: 'Cause' },
        ],
      },
    })
    expect(hashes(caused)).toEqual(hashes(plain))
  })

  test.each<[string, Node[]]>([
    [
      'no root',
      [
        { type: 'A', id: 1, group: true },
        { type: 'B', id: 2, parent: 1 },
      ],
    ],
    [
      'its own parent',
      [
        { type: 'A', id: 0, parent: 0, group: true },
        { type: 'B', id: 1, parent: 0 },
      ],
    ],
    [
      'twice the same id',
      [
        { type: 'A', id: 0, group: true },
        { type: 'B', id: 0 },
      ],
    ],
    [
      'a cycle',
      [
        { type: 'A', id: 0, parent: 1, group: true },
        { type: 'B', id: 1, parent: 0, group: true },
      ],
    ],
    [
      'groups only',
      [
        { type: 'A', id: 0, group: true },
        { type: 'B', id: 1, parent: 0, group: true },
      ],
    ],
  ])('a broken tree stays a chain: %s', (_name, nodes) => {
    const plain = event({ exception: { values: nodes.toReversed().map(({ type }) => ({ type, value: type })) } })
    expect(hashes(grouped(nodes))).toEqual(hashes(plain))
  })

  test('chains of version 3 of the python SDK stay chains', () => {
    const subject = two('KeyError', 'KeyError')
    expect(hashes({ ...subject, sdk: { name: 'sentry.python', version: '3.0.0' } })).not.toEqual(hashes(subject))
  })
})
