import { expect, test } from 'vitest'
import { parseFingerprintRules } from '../fingerprint-rules.ts'
import { parseStackTraceRules } from '../stack-trace-rules.ts'
import { baseRules } from './base-rules.ts'
import { builtInFingerprints } from './built-in-fingerprints.ts'

test('every line of the rules that come with this version can be read', () => {
  const stackTraces = parseStackTraceRules(baseRules)
  expect(stackTraces.errors).toEqual([])
  expect(stackTraces.rules.length).toBeGreaterThan(80)
  const fingerprints = parseFingerprintRules(builtInFingerprints)
  expect(fingerprints.errors).toEqual([])
  expect(fingerprints.rules).toHaveLength(7)
})
