import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseEnvelope } from '../../protocol/envelope.ts'
import { defaultProjectSettings } from '../projects/defaults.ts'
import type { RecordedCounts } from '../storage/replays/records.ts'
import { exampleReceipt } from './normalize/testing/example-receipt.ts'
import { plainOf } from './items/testing/plain-of.ts'
import { type Prepared, prepareRecord } from './prepare.ts'
import { createSteps } from './steps.ts'

/** A visit of test/sdk/replay-page, recorded by scripts/record-envelopes.ts with and without compression. */
const folder = path.join(import.meta.dirname, '../../../fixtures/envelopes')
const steps = createSteps()
const defaults = defaultProjectSettings()
const settings = { id: 1, organizationId: 1, slug: 'app', platform: null, ...defaults }

function digest(file: string, scrub = defaults.scrub): Prepared {
  const envelope = readFileSync(path.join(folder, file))
  const receivedAt = (parseEnvelope(envelope).header?.sentAt ?? 0) + 50
  const receipt = exampleReceipt({ projectId: 1, receivedAt })
  return prepareRecord(steps, { position: 0, receipt, envelope }, { ...settings, scrub })
}

function visit(form: string, scrub = defaults.scrub) {
  const files = readdirSync(folder).filter((file) => file.includes(`-replay-${form}`))
  const all = files.map((file) => digest(file, scrub))
  const segments = all.flatMap(({ replays }) => replays.segments).toSorted((a, b) => a.segmentId - b.segmentId)
  const recordings = segments.flatMap(({ recording }) => (recording ? [recording] : []))
  return {
    segments,
    recordings,
    clicks: recordings.flatMap(({ clicks }) => clicks),
    text: recordings.map(({ content }) => plainOf(content).toString('utf8')).join(''),
    links: all.flatMap(({ replays }) => replays.links),
    errors: all.flatMap(({ events }) => events),
    outcomes: all.flatMap(({ outcomes }) => outcomes),
  }
}

describe.each(['packed', 'plain'])('a visit that was sent %s', (form) => {
  const { segments, recordings, clicks, text, links, errors, outcomes } = visit(form)
  const dead = clicks.filter(({ isDead }) => isDead)

  test('is a replay in segments, each with its recording', () => {
    const replayId = segments[0]?.replayId
    expect(segments.length).toBeGreaterThanOrEqual(2)
    for (const [number, segment] of segments.entries()) {
      expect(segment).toMatchObject({
        replayId,
        segmentId: number,
        replayType: 'session',
        recording: { kind: 'rrweb' },
      })
      expect(segment.startedAt).toBe(segments[0]?.startedAt)
      expect(segment.finishedAt).toBeGreaterThan(segment.startedAt)
    }
    expect(outcomes.every(({ category, outcome }) => category === 'replay' && outcome === 'accepted')).toBe(true)
    expect(outcomes).toHaveLength(2 * segments.length)
    for (const { content } of recordings) {
      const events: unknown = JSON.parse(plainOf(content).toString('utf8'))
      expect(events).not.toEqual([])
    }
  })

  test('tells who it was, where and with what', () => {
    expect(segments[0]?.told).toMatchObject({
      environment: 'staging',
      release: 'bookshop@1.0.0',
      platform: 'javascript',
      user: { id: '7', username: 'joe', email: 'joe@example.com' },
      sdk: { name: 'sentry.javascript.browser', version: '11.12.0' },
      os: { name: 'Linux' },
      browser: { name: expect.stringContaining('Chrom') },
      tags: [['shelf', 'poetry']],
    })
  })

  test('tells which pages were seen, and its recording no other', () => {
    expect(segments.flatMap(({ told }) => told?.urls ?? [])).toEqual([
      'http://127.0.0.1:8080/',
      'http://127.0.0.1:8080/results?query=owls&token=[Filtered]',
    ])
    expect(recordings.flatMap(({ navigations }) => navigations)).toEqual([])
  })

  test('has its clicks, the dead one and the rage', () => {
    const alive = clicks.filter(({ isDead }) => !isDead)
    expect(alive.map(({ element }) => element.id)).toEqual(['find', 'stock', 'pay', 'dead', 'rage'])
    expect(alive[2]?.element).toMatchObject({
      tag: 'button',
      classes: ['btn', 'wide'],
      testId: 'pay-now',
      ariaLabel: 'Pay now',
    })
    expect(alive[1]?.element).toMatchObject({ title: 'How many there are' })
    expect(dead.map(({ element, isRage }) => [element.id, element.text, element.role, isRage])).toEqual([
      ['dead', 'Help', '', false],
      ['rage', 'Cancel', 'menuitem', true],
    ])
    for (const { at, nodeId } of clicks) {
      expect(at).toBeGreaterThan(segments[0]?.startedAt ?? 0)
      expect(nodeId).toBeGreaterThan(0)
    }
  })

  test('tells how much it saw of each kind', () => {
    const sum = (kind: keyof RecordedCounts) => recordings.reduce((all, { counts }) => all + counts[kind], 0)
    expect(sum('consoleMessages')).toBe(1)
    expect(sum('requests')).toBeGreaterThan(0)
    expect([sum('taps'), sum('hydrationErrors')]).toEqual([0, 0])
  })

  test('and its error name each other', () => {
    const [error] = errors
    expect(links).toMatchObject([
      { replayId: segments[0]?.replayId, eventId: error?.eventId, level: 'error', projectId: 1, organizationId: 1 },
    ])
    expect(links[0]?.traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(error?.row.replayId).toBe(segments[0]?.replayId)
    expect(segments.flatMap(({ told }) => told?.errorIds ?? [])).toEqual([error?.eventId])
  })

  test('is kept without its secrets, and otherwise as it was', () => {
    expect(text).toContain('Paid with [Filtered].')
    expect(text).not.toMatch(/4111|s3cr3t/)
    const plain = visit(form, { ...defaults.scrub, enabled: false }).text
    expect(plain.replaceAll('4111 1111 1111 1111', '[Filtered]').replaceAll('s3cr3t', '[Filtered]')).toBe(text)
  })
})
