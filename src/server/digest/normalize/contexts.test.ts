import { describe, expect, test } from 'vitest'
import { createNormalizer } from './normalize.ts'
import { dotnetVersion, parseOsDescription, parseRuntimeDescription } from './os-description.ts'
import { exampleReceipt } from './testing/example-receipt.ts'

const normalize = createNormalizer()
const of = (raw: object) => normalize(raw, exampleReceipt(), { eventId: null, sentAt: null })

describe('parseOsDescription', () => {
  test.each([
    ['Microsoft Windows 10.0.17134 ', { name: 'Windows', version: '10', build: '17134' }],
    ['Microsoft Windows NT 6.1.7601 Service Pack 1', { name: 'Windows', version: '7', build: '7601' }],
    ['Windows 10  (10.0.19041.1)', null],
    ['Windows 11 (10.0.22621) 64bit', { name: 'Windows', version: '11', build: '22621' }],
    ['Windows NT 5.0.2195', { name: 'Windows', version: '5.0.2195', build: '2195' }],
    ['Mac OS X 10.14.2 (18C54)', { name: 'macOS', version: '10.14.2', build: '18C54' }],
    ['iOS 17.5.1', { name: 'iOS', version: '17.5.1' }],
    ['iPadOS 15.6', { name: 'iPadOS', version: '15.6' }],
    ['Android OS 11 / API-30 (RP1A.201005.001/2107031736)', { name: 'Android', version: '11' }],
    ['Linux 4.4.0 Ubuntu 20.04 64bit', { name: 'Ubuntu', version: '20.04', kernel_version: '4.4.0' }],
    ['Linux 6.2.0-1015-aws #15-Ubuntu SMP', { name: 'Linux', kernel_version: '6.2.0' }],
    ['Darwin 17.5.0 Darwin Kernel Version', { name: 'Darwin', kernel_version: '17.5.0' }],
    ['Nintendo Switch', { name: 'Nintendo OS' }],
    ['PlayStation 5', { name: 'PlayStation', version: '5' }],
    ['', null],
    ['something else entirely', null],
  ])('%s', (description, expected) => expect(parseOsDescription(description)).toEqual(expected))
})

test.each([
  ['.NET Core 4.6.26919.02', { name: '.NET Core', version: '4.6.26919.02' }],
  ['Mono 5.10.1.47 (tarball Tue Apr 17)', { name: 'Mono', version: '5.10.1.47' }],
  ['unknown', null],
])('runtime %s', (description, expected) => expect(parseRuntimeDescription(description)).toEqual(expected))

test.each([
  ['528049', '4.8'],
  [461814, '4.7.2'],
  ['1', null],
  [undefined, null],
])('.NET Framework release %s is %s', (build, version) => expect(dotnetVersion(build)).toBe(version))

describe('contexts', () => {
  test('get the alias as type, and descriptions are parsed by type', () => {
    const contexts = of({
      contexts: {
        os: { raw_description: 'Windows NT 10.0.19041' },
        'server-os': { type: 'os', raw_description: 'Linux 5.4.0', name: 'Own' },
        runtime: { raw_description: '.NET Framework 4.7.3056.0', build: '461814' },
        mine: { a: 1 },
      },
    }).contexts
    expect(contexts).toEqual({
      os: { type: 'os', raw_description: 'Windows NT 10.0.19041', name: 'Windows', version: '10', build: '19041' },
      'server-os': { type: 'os', raw_description: 'Linux 5.4.0', name: 'Own' },
      runtime: {
        type: 'runtime',
        raw_description: '.NET Framework 4.7.3056.0',
        name: '.NET Framework',
        version: '4.7.2',
        build: '461814',
      },
      mine: { type: 'mine', a: 1 },
    })
  })

  test('that are no objects are named; an alias of any name is safe', () => {
    const event = of({ contexts: JSON.parse('{"a": 5, "__proto__": {"type": "os"}, "constructor": {"b": 1}}') })
    expect(event.contexts).toEqual({ constructor: { type: 'constructor', b: 1 } })
    expect(event.errors).toMatchObject([{ type: 'invalid_data', name: 'contexts.a' }])
  })

  test('ids are lower-case hex', () => {
    const event = of({
      contexts: {
        trace: { trace_id: 'A7D67CF796774551A95BE6543CACD459', span_id: 'xyz' },
        replay: { replay_id: '00000000-0000-0000-0000-000000000001' },
      },
    })
    expect(event.contexts).toMatchObject({
      trace: { trace_id: 'a7d67cf796774551a95be6543cacd459', span_id: null },
      replay: { replay_id: '00000000000000000000000000000001' },
    })
    expect(event.errors).toMatchObject([{ type: 'invalid_data', name: 'contexts.trace.span_id', value: 'xyz' }])
  })
})
