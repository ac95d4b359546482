import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createNormalizer } from '../normalize/normalize.ts'
import type { GroupingResult } from '../types.ts'
import { createBoundedCache } from './bounded.ts'
import { compileMatcher, matchFingerprintRule } from './fingerprint-rules.ts'
import { createGrouper } from './group.ts'
import { fingerprintSubject } from './subject.ts'

const fixtures = process.env.LAPWING_FIXTURES ?? ''
const receipt = {
  projectId: 1,
  publicKey: 'a'.repeat(32),
  receivedAt: Date.UTC(2026, 0, 1),
  clientIp: null,
  userAgent: null,
  clientHints: {},
  origin: null,
  client: null,
}
const normalize = createNormalizer()
const group = createGrouper()
const noRules = { fingerprintRules: '', stackTraceRules: '' }

function read(path: string): unknown {
  return JSON.parse(readFileSync(join(fixtures, path), 'utf8'))
}

function normalized(path: string) {
  return normalize(read(path), receipt, { eventId: null, sentAt: null })
}

function groupFixture(name: string): GroupingResult {
  return group(normalized(`grouping/${name.replaceAll('_', '-')}.json`), noRules)
}

function share(a: string, b: string): boolean {
  const others = groupFixture(b).grouping.hashes
  return groupFixture(a).grouping.hashes.some((hash) => others.includes(hash))
}

interface Pairs {
  same: string[][]
  differ: [string, string][]
}
function isPairs(value: unknown): value is Pairs {
  return typeof value === 'object' && value !== null && 'same' in value && 'differ' in value
}

// Set LAPWING_FIXTURES to the folder of fixtures to run these.
describe.skipIf(!fixtures)('the pairs of the fixtures', () => {
  const pairs: unknown = fixtures ? read('grouping/pairs.json') : { same: [], differ: [] }
  if (!isPairs(pairs)) throw new Error('pairs.json is not what it was')

  test.each(pairs.same.map((cluster) => ({ cluster })))('share an issue: $cluster', ({ cluster }) => {
    const [first = ''] = cluster
    expect(cluster.filter((other) => !share(first, other))).toEqual([])
  })

  test.each(pairs.differ)('do not: %s, %s', (a, b) => {
    expect(share(a, b)).toBe(false)
  })

  const files = ['grouping', 'events', 'fingerprints'].flatMap((folder) =>
    (fixtures ? readdirSync(join(fixtures, folder)) : [])
      .filter((file) => file !== 'pairs.json' && file !== 'expected.json')
      .map((file) => `${folder}/${file}`),
  )

  test.each(files)('%s groups the same again, by 32 hex digits', (file) => {
    const event = normalized(file)
    const first = group(event, noRules)
    expect(first.grouping.hashes.length).toBeGreaterThan(0)
    for (const hash of first.grouping.hashes) expect(hash).toMatch(/^[\da-f]{32}$/)
    const again = group(event, noRules)
    expect(again.grouping.hashes).toEqual(first.grouping.hashes)
    expect(again.summary).toEqual(first.summary)
  })
})

interface Expected {
  file: string
  fingerprint: string[]
}
interface RuleData {
  matchers: [string, string][]
  fingerprint: string[]
}
function isList<Item>(value: unknown): value is Item[] {
  return Array.isArray(value)
}
function rulesOf(raw: unknown): RuleData[] {
  return typeof raw === 'object' &&
    raw !== null &&
    '_fingerprinting_rules' in raw &&
    isList<RuleData>(raw._fingerprinting_rules)
    ? raw._fingerprinting_rules
    : []
}

describe.skipIf(!fixtures)('the fingerprints of the fixtures', () => {
  const raw: unknown = fixtures ? read('fingerprints/expected.json') : []
  const expected: Expected[] = isList<Expected>(raw) ? raw : []

  test.each(expected)('$file', ({ file, fingerprint }) => {
    const event = normalized(`fingerprints/${file}`)
    group(event, noRules)
    const rules = rulesOf(read(`fingerprints/${file}`)).map((rule) => ({
      text: '',
      title: null,
      fingerprint: rule.fingerprint,
      matchers: rule.matchers.map(([key, pattern]) =>
        compileMatcher(key.replace(/^!/, ''), pattern, key.startsWith('!')),
      ),
    }))
    const matched = matchFingerprintRule(fingerprintSubject(event, createBoundedCache(16)), rules)
    expect(matched?.fingerprint ?? event.fingerprint ?? ['{{ default }}']).toEqual(fingerprint)
  })
})
