import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../http/testing/eventually.ts'
import { seedOrganization, type Seeded, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import type { DigestBatch } from '../storage/meta/ports/issues.ts'
import type { SessionBatch } from '../storage/sessions/port.ts'
import type { SpoolReader, SpoolRecord } from '../storage/spool/port.ts'
import { type FollowContext, followSpool } from './follow.ts'
import { createProgress } from './progress.ts'
import { createSettingsCache } from './settings.ts'
import { createSteps } from './steps.ts'

let api: TestApi
let acme: Seeded

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
})
afterAll(() => api.close())

function recordAt(position: number, message: string, number = position): SpoolRecord {
  const event = JSON.stringify({ event_id: testEventId(number), platform: 'node', message })
  const envelope = Buffer.from(`{"event_id":"${testEventId(number)}"}\n{"type":"event"}\n${event}\n`)
  const receipt = {
    projectId: acme.project.id,
    publicKey: 'key',
    receivedAt: testNow,
    clientIp: '203.0.113.7',
    userAgent: null,
    clientHints: {},
    origin: null,
    client: 'test/1',
  }
  return { position, receipt, envelope }
}

function sessionAt(position: number, own: object = {}): SpoolRecord {
  const { receipt } = recordAt(position, '')
  const session = JSON.stringify({ sid: `s${position}`, init: true, started: testNow / 1000, ...own })
  return { position, receipt, envelope: Buffer.from(`{}\n{"type":"session"}\n${session}\n`) }
}

/** A spool in memory: a record a position. */
function readerOf(records: SpoolRecord[]): SpoolReader {
  return {
    async read(from, end, { maxRecords }) {
      const next = Math.min(end, from + maxRecords)
      return { records: records.filter(({ position }) => position >= from && position < next), next }
    },
    close: async () => undefined,
  }
}

/** Follows these records in a spool of this name; the promise of following never ends. */
function follow(spool: string, records: SpoolRecord[], own: Partial<FollowContext>): Promise<never> {
  const progress = createProgress()
  progress.setWritten(records.length)
  return followSpool({
    spool,
    storage: api.storage,
    reader: readerOf(records),
    progress,
    steps: createSteps(),
    settingsOf: createSettingsCache(api.storage.meta, () => testNow),
    quarantine: async () => undefined,
    sleep: () => new Promise(() => undefined),
    pause: async () => undefined,
    log: () => undefined,
    ...own,
  })
}

const storedText = (number: number) => api.storage.payloads.read(acme.project.id, testEventId(number))
const outcomes = () => api.storage.meta.readOutcomes({ projectIds: [acme.project.id], from: 0, to: testNow * 2 })

test('an envelope that the digest stumbles over is kept, counted and passed', async () => {
  const steps = createSteps()
  const kept: { position: number; text: string; error: unknown }[] = []
  const surprise = new Error('a mistake of ours')
  void follow('stumbling', [recordAt(0, 'good'), recordAt(1, 'odd'), recordAt(2, 'good too')], {
    steps: {
      ...steps,
      normalize(...args) {
        const event = steps.normalize(...args)
        if (JSON.stringify(event).includes('"odd"')) throw surprise
        return event
      },
    },
    quarantine: async ({ position, envelope }, error) => {
      kept.push({ position, text: Buffer.from(envelope).toString(), error })
    },
  })
  await eventually(async () => expect(await api.storage.meta.offset('stumbling')).toBe(3))
  expect(kept).toEqual([{ position: 1, text: expect.stringContaining('"odd"'), error: surprise }])
  expect(await storedText(0)).toContain('good')
  expect(await storedText(1)).toBeNull()
  expect(await storedText(2)).toContain('good too')
  expect(await outcomes()).toContainEqual(
    expect.objectContaining({ outcome: 'invalid', reason: 'internal', quantity: 1 }),
  )
})

/** Follows these to their end; gives the runs as meta and the sessions view were told of them. */
async function runsOf(spool: string, records: SpoolRecord[]) {
  const runs: DigestBatch[] = []
  const sessions: SessionBatch[] = []
  const { meta } = api.storage
  void follow(spool, records, {
    storage: {
      ...api.storage,
      sessions: {
        ...api.storage.sessions,
        async record(batch) {
          sessions.push(batch)
        },
      },
      meta: {
        ...meta,
        async recordBatch(batch) {
          runs.push(batch)
          return meta.recordBatch(batch)
        },
      },
    },
  })
  await eventually(async () => expect(await meta.offset(spool)).toBe(records.length))
  return { runs, sessions }
}

test('thousands of sessions share a run, and their outcomes are one', async () => {
  const { runs, sessions } = await runsOf(
    'sessions',
    Array.from({ length: 5000 }, (_, position) => sessionAt(position)),
  )
  expect(runs.map(({ from, to }) => [from, to])).toEqual([
    [0, 4200],
    [4200, 5000],
  ])
  expect(sessions.map(({ to, updates }) => [to, updates.length])).toEqual([
    [4200, 4200],
    [5000, 800],
  ])
  expect(runs[0]?.outcomes).toMatchObject([{ category: 'session', outcome: 'accepted', quantity: 4200 }])
  expect(runs[0]?.sessions).toHaveLength(1)
})

test('events get the runs that they got, sessions between them or not', async () => {
  const events = Array.from({ length: 300 }, (_, position) => recordAt(position, 'event', 1000 + position))
  const { runs, sessions } = await runsOf('events', events)
  expect(runs.map(({ occurrences }) => occurrences.length)).toEqual([280, 20])
  expect(sessions).toEqual([])

  const mixed = Array.from({ length: 1200 }, (_, position) =>
    position % 4 === 0 ? recordAt(position, 'event', 2000 + position) : sessionAt(position),
  )
  const more = await runsOf('mixed', mixed)
  for (const { occurrences } of more.runs) expect(occurrences.length).toBeLessThanOrEqual(280)
  expect(more.runs[0]?.occurrences.length).toBeGreaterThanOrEqual(120)
  expect(more.sessions.flatMap(({ updates }) => updates)).toHaveLength(900)
})

test('recordings that grow when they are inflated fill a run, and the rest is read again for the next', async () => {
  const events = [{ type: 3, timestamp: testNow, data: { text: ' '.repeat(6 * 1024 * 1024) } }]
  const packed = deflateSync(JSON.stringify(events))
  const records = Array.from({ length: 8 }, (_, position) => {
    const body = Buffer.concat([Buffer.from(`{"segment_id":${position}}\n`), packed])
    const header = `{"event_id":"${testEventId(500)}"}\n{"type":"replay_recording","length":${body.length}}\n`
    return { ...recordAt(position, ''), envelope: Buffer.concat([Buffer.from(header), body]) }
  })
  const { runs } = await runsOf('replays', records)
  expect(runs.map(({ from, to }) => [from, to])).toEqual([
    [0, 3],
    [3, 6],
    [6, 8],
  ])
  const query = [acme.project.id, testEventId(500), { limit: 100, offset: 0 }] as const
  expect((await api.storage.replays.listSegments(...query)).map(({ segmentId }) => segmentId)).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7,
  ])
})

test('sessions that are refused are counted with the reason', async () => {
  const { runs, sessions } = await runsOf('refused', [
    sessionAt(0, { started: 'soon' }),
    sessionAt(1, { started: testNow / 1000 - 6 * 86_400 }),
    sessionAt(2, { attrs: { release: 'latest' } }),
  ])
  expect(sessions).toEqual([])
  expect(runs.flatMap(({ outcomes }) => outcomes).map(({ category, reason }) => `${category}/${reason}`)).toEqual([
    'session/invalid_session',
    'session/timestamp',
    'session/invalid_release',
  ])
})

test('a store that fails is tried again until it works, and nothing is doubled', async () => {
  let failures = 3
  const { meta } = api.storage
  const said: string[] = []
  void follow('failing', [recordAt(0, 'late', 100)], {
    storage: {
      ...api.storage,
      meta: {
        ...meta,
        async recordBatch(batch) {
          if (failures-- > 0) throw new Error('the disk is full')
          return meta.recordBatch(batch)
        },
      },
    },
    log: (_level, message) => said.push(message),
  })
  await eventually(async () => expect(await meta.offset('failing')).toBe(1))
  expect(said.filter((message) => message.includes('the disk is full'))).toHaveLength(3)
  expect(await storedText(100)).toContain('late')
})
