import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NormalizedEvent } from '../../../protocol/event.ts'
import { createGrouper } from './group.ts'
import { group, event } from './samples.ts'

describe('any event', () => {
  const text = fc.oneof(
    fc.constantFrom(
      '',
      'a',
      'foo.bar',
      '<unknown>',
      'eval',
      '[native code]',
      'https://x/y',
      '__proto__',
      '{{ default }}',
    ),
    fc.string(),
  )
  const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
  const frame = fc.record(
    {
      function: maybe(text),
      raw_function: maybe(text),
      module: maybe(text),
      package: maybe(text),
      filename: maybe(text),
      abs_path: maybe(text),
      context_line: maybe(text),
      platform: maybe(
        fc.constantFrom('python', 'javascript', 'native', 'java', 'php', 'ruby', 'csharp', 'cocoa', 'node'),
      ),
      lineno: maybe(fc.integer()),
      in_app: maybe(fc.boolean()),
      data: maybe(
        fc.dictionary(
          fc.constantFrom('orig_in_app', 'category', 'sourcemap'),
          fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
        ),
      ),
    },
    { requiredKeys: [] },
  )
  const stacktrace = maybe(fc.record({ frames: fc.array(frame, { maxLength: 12 }) }))
  const mechanism = maybe(
    fc.record(
      {
        type: maybe(text),
        synthetic: maybe(fc.boolean()),
        exception_id: maybe(fc.integer({ min: 0, max: 5 })),
        parent_id: maybe(fc.integer({ min: 0, max: 5 })),
        is_exception_group: maybe(fc.boolean()),
        meta: maybe(
          fc.dictionary(fc.constantFrom('ns_error'), fc.oneof(fc.string(), fc.constant({ domain: 'd', code: 1 }))),
        ),
      },
      { requiredKeys: [] },
    ),
  )
  const exception = fc.record(
    { type: maybe(text), value: maybe(text), module: maybe(text), stacktrace, mechanism },
    { requiredKeys: [] },
  )
  const anyEvent = fc
    .record(
      {
        type: fc.constantFrom('error', 'default', 'csp', 'hpkp', 'expectct', 'expectstaple', 'nel', 'transaction'),
        platform: fc.constantFrom('python', 'javascript', 'native', 'java', 'other'),
        exception: maybe(fc.record({ values: fc.array(exception, { maxLength: 6 }) })),
        stacktrace,
        threads: maybe(
          fc.record({ values: fc.array(fc.record({ stacktrace, crashed: maybe(fc.boolean()) }), { maxLength: 4 }) }),
        ),
        logentry: maybe(fc.record({ message: maybe(text), formatted: maybe(text) }, { requiredKeys: [] })),
        template: maybe(fc.record({ filename: maybe(text), context_line: maybe(text) }, { requiredKeys: [] })),
        csp: maybe(
          fc.dictionary(
            fc.constantFrom('blocked_uri', 'effective_directive', 'violated_directive'),
            fc.oneof(text, fc.integer(), fc.constant(null)),
          ),
        ),
        hpkp: maybe(fc.dictionary(fc.constantFrom('hostname'), fc.oneof(text, fc.integer()))),
        nel: maybe(fc.dictionary(fc.constantFrom('body', 'url', 'type'), fc.oneof(text, fc.constant({ type: 'tcp' })))),
        fingerprint: maybe(fc.array(text, { maxLength: 4 })),
        transaction: maybe(text),
        checksum: maybe(text),
      },
      { requiredKeys: [] },
    )
    .map((fields) => JSON.stringify(fields))
  const rules = fc.constantFrom(
    '',
    'function:* -app',
    'category:* +group\nfunction:a max-frames=1',
    '[ function:* ] | module:* ^-group v+app',
  )

  test('never throws; groups the same twice; hashes are md5s; the title is never empty', () => {
    fc.assert(
      fc.property(anyEvent, rules, (json, stackTraceRules) => {
        const settings = {
          fingerprintRules: 'message:a* -> x {{ default }}\nfunction:* -> {{ stack.function }}',
          stackTraceRules,
        }
        const first: NormalizedEvent = event(JSON.parse(json))
        const result = group(first, settings)
        expect(result.grouping.hashes.length).toBeGreaterThan(0)
        for (const hash of result.grouping.hashes) expect(hash).toMatch(/^[\da-f]{32}$/)
        expect(result.summary.title).not.toBe('')
        expect(createGrouper()(event(JSON.parse(json)), settings)).toEqual(result)
        expect(group(first, settings).grouping.hashes).toEqual(result.grouping.hashes)
      }),
      { numRuns: 200 },
    )
  })
})
