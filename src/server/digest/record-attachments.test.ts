import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { formatEnvelope } from '../../protocol/envelope.ts'
import { blobKeyOf } from '../attachments/blob-key.ts'
import { type Seeded, seedOrganization, testEventId } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { defaultProjectSettings } from '../projects/defaults.ts'
import type { OutcomeCount } from '../storage/meta/ports/outcomes.ts'
import type { Storage } from '../storage/storage.ts'
import { exampleReceipt } from './normalize/testing/example-receipt.ts'
import { prepareRecord } from './prepare.ts'
import { recordRun } from './record.ts'
import { createSteps } from './steps.ts'

const steps = createSteps()
let api: TestApi
let acme: Seeded
let position: number

beforeEach(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  position = 0
})
afterEach(() => api.close())

const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const eventItem = (message = 'boom') => ({ header: { type: 'event' }, payload: text(JSON.stringify({ message })) })
const fileItem = (filename: string, payload: Uint8Array | string) => ({
  header: { type: 'attachment', filename },
  payload: typeof payload === 'string' ? text(payload) : payload,
})

/** An envelope about the n-th event, prepared at this place of the spool. */
function prepare(n: number, items: { header: Record<string, string>; payload: Uint8Array }[], filters = {}) {
  const envelope = formatEnvelope({ event_id: testEventId(n) }, items)
  const receipt = exampleReceipt({ projectId: acme.project.id, receivedAt: testNow })
  const defaults = defaultProjectSettings()
  const settings = {
    id: acme.project.id,
    organizationId: acme.organization.id,
    slug: 'web',
    platform: null,
    ...defaults,
    filters: { ...defaults.filters, ...filters },
  }
  const prepared = prepareRecord(steps, { position, receipt, envelope }, settings)
  const run = { spool: 'test', from: position, to: position + 1, ...prepared }
  position += 1
  return run
}

type Run = ReturnType<typeof prepare>
const record = async (run: Run, storage: Storage = api.storage) => recordRun(storage, run)
const rowsOf = (n: number) => api.storage.meta.listAttachments(acme.project.id, [testEventId(n)])
const blobs = () => api.storage.blobs.list('attachments', { after: null, limit: 100 })

async function contentsOf(n: number): Promise<Record<string, string>> {
  const contents: Record<string, string> = {}
  for (const row of await rowsOf(n)) {
    const content = await api.storage.blobs.read(blobKeyOf(row))
    contents[row.name] = content === null ? 'none' : Buffer.from(content).toString('latin1')
  }
  return contents
}

async function outcomes(): Promise<Record<string, number>> {
  const counted = await api.storage.meta.readOutcomes({ projectIds: [acme.project.id], from: 0, to: testNow + 1 })
  return Object.fromEntries(
    counted.map(({ outcome, category, reason, quantity }: OutcomeCount) => [
      [outcome, category, reason].filter((part) => part !== '').join('/'),
      quantity,
    ]),
  )
}

describe('attachments of an envelope', () => {
  test('are kept with their event, wherever they stand in it, and counted in bytes', async () => {
    const [row] = await record(prepare(1, [fileItem('a.txt', 'abc'), eventItem(), fileItem('b.bin', '')]))
    expect(await contentsOf(1)).toEqual({ 'a.txt': 'abc', 'b.bin': '' })
    expect(await rowsOf(1)).toMatchObject([
      {
        issueId: row?.issueId,
        type: 'event.attachment',
        contentType: 'text/plain',
        size: 3,
        sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
        createdAt: testNow,
      },
      { name: 'b.bin', size: 0 },
    ])
    expect(await outcomes()).toEqual({ 'accepted/error': 1, 'accepted/attachment': 4, 'accepted/attachment_item': 2 })
  })

  test('may come without it: before, after, or never', async () => {
    await record(prepare(1, [fileItem('before.txt', 'b')]))
    expect(await rowsOf(1)).toMatchObject([{ issueId: null }])
    const [row] = await record(prepare(1, [eventItem()]))
    await record(prepare(1, [fileItem('after.txt', 'a')]))
    expect((await rowsOf(1)).map(({ issueId }) => issueId)).toEqual([row?.issueId, row?.issueId])
    await record(prepare(2, [fileItem('lonely.txt', 'x')]))
    expect(await contentsOf(2)).toEqual({ 'lonely.txt': 'x' })
  })

  test('of a refused event are refused with it', async () => {
    await record(prepare(1, [fileItem('a.txt', 'abc'), eventItem('noise')], { errorMessages: ['*noise*'] }))
    await record(prepare(2, [{ header: { type: 'event' }, payload: text('{') }, fileItem('a.txt', 'abcd')]))
    expect(await blobs()).toEqual([])
    expect(await outcomes()).toEqual({
      'filtered/error/error-message': 1,
      'filtered/attachment/error-message': 3,
      'filtered/attachment_item/error-message': 1,
      'invalid/error/invalid_json': 1,
      'invalid/attachment/invalid_json': 4,
      'invalid/attachment_item/invalid_json': 1,
    })
  })

  test('that are sent again are kept once, with their event or alone; two alike in one envelope are two', async () => {
    for (let time = 0; time < 2; time++) await record(prepare(1, [eventItem(), fileItem('a.txt', 'abc')]))
    for (let time = 0; time < 2; time++) {
      await record(prepare(2, [fileItem('b.txt', 'x'), fileItem('b.txt', 'x'), fileItem('b.txt', 'y')]))
    }
    expect(await rowsOf(1)).toHaveLength(1)
    expect((await rowsOf(2)).map(({ sha1 }) => sha1.slice(0, 4))).toEqual(['11f6', '11f6', '95cb'])
    expect(await blobs()).toHaveLength(4)
    expect(await outcomes()).toEqual({
      'accepted/error': 1,
      'invalid/error/duplicate': 1,
      'accepted/attachment': 6,
      'accepted/attachment_item': 4,
      'invalid/attachment/duplicate': 6,
      'invalid/attachment_item/duplicate': 4,
    })
  })

  test('of any size come back as they were', async () => {
    const big = Buffer.concat([randomBytes(9_000_000), Buffer.alloc(9_000_000, 'log')])
    await record(prepare(1, [eventItem(), fileItem('big.bin', big)]))
    const { 'big.bin': content = '' } = await contentsOf(1)
    expect(Buffer.compare(Buffer.from(content, 'latin1'), big)).toBe(0)
    expect(await blobs()).toHaveLength(1)
  })

  test('that come with an event that was there before are files of that one', async () => {
    const [row] = await record(prepare(1, [eventItem()]))
    await record(prepare(1, [eventItem(), fileItem('late.txt', 'x')]))
    expect(await rowsOf(1)).toMatchObject([{ name: 'late.txt', issueId: row?.issueId }])
  })
})

describe('after a kill', () => {
  const killed = (store: 'meta' | 'blobs' | 'payloads', method: string, calls: number): Storage => {
    let left = calls
    const target = api.storage[store]
    const broken = Object.assign(Object.create(target), {
      [method]: async (...args: unknown[]) => {
        if (left-- <= 0) throw new Error('killed')
        return Reflect.apply(Reflect.get(target, method), target, args)
      },
    })
    return { ...api.storage, [store]: broken }
  }

  test.each([
    ['before the first blob', 'blobs', 'put', 0],
    ['between two blobs', 'blobs', 'put', 1],
    ['between blobs and payloads', 'payloads', 'append', 0],
    ['between blobs and meta', 'meta', 'recordBatch', 0],
  ] as const)('%s the run is recorded whole and counted once', async (_, store, method, calls) => {
    const run = prepare(1, [eventItem(), fileItem('a.txt', 'abc'), fileItem('b.txt', 'bcd')])
    await expect(record(run, killed(store, method, calls))).rejects.toThrow('killed')
    expect(await rowsOf(1)).toEqual([])
    await record(run)
    await expect(record(run)).rejects.toThrow('another digest')
    expect(await contentsOf(1)).toEqual({ 'a.txt': 'abc', 'b.txt': 'bcd' })
    expect(await blobs()).toHaveLength(2)
    expect(await outcomes()).toEqual({ 'accepted/error': 1, 'accepted/attachment': 6, 'accepted/attachment_item': 2 })
  })

  test('a full disk keeps the run in the spool until there is room', async () => {
    const run = prepare(1, [eventItem(), fileItem('a.txt', 'abc')])
    const full = Object.assign(Object.create(api.storage.blobs), {
      put: async () => ({ ok: false, reason: 'disk_full' }),
    })
    await expect(record(run, { ...api.storage, blobs: full })).rejects.toThrow('disk is full')
    expect(await api.storage.meta.offset('test')).toBe(0)
    await record(run)
    expect(await contentsOf(1)).toEqual({ 'a.txt': 'abc' })
  })

  test('of a project that was deleted meanwhile nothing is left', async () => {
    const run = prepare(1, [eventItem(), fileItem('a.txt', 'abc')])
    await api.storage.meta.deleteProject(acme.project.id, testNow)
    await record(run)
    expect(await blobs()).toEqual([])
    expect(await rowsOf(1)).toEqual([])
  })
})
