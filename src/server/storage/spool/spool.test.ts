import { appendFile, mkdtemp, open, readdir, readFile, rm, stat, statfs, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Receipt } from '../../digest/types.ts'
import { readFreeDisk } from './free-disk.ts'
import { openSpoolReader } from './reader.ts'
import { listSegments } from './segments.ts'
import { openSpool, type SpoolOptions } from './writer.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'lapwing-spool-'))
})
afterEach(async () => {
  await rm(directory, { recursive: true, force: true })
})

function options(overrides: Partial<SpoolOptions> = {}): SpoolOptions {
  return {
    segmentBytes: 64 * 1024 * 1024,
    maxBacklogBytes: 1024 * 1024 * 1024,
    minFreeDiskBytes: 0,
    minimumPosition: async () => 0,
    onDurable: () => undefined,
    log: () => undefined,
    ...overrides,
  }
}

const receipt: Receipt = {
  projectId: 1,
  publicKey: 'a'.repeat(32),
  receivedAt: 1_790_000_000_000,
  clientIp: '127.0.0.1',
  userAgent: 'test',
  clientHints: {},
  origin: null,
  client: null,
}

async function readAll(from: number, end: number, maxBytes = 1000, maxRecords = 1000) {
  const damage: [number, number][] = []
  const reader = openSpoolReader(directory, (position, bytes) => damage.push([position, bytes]))
  const texts: string[] = []
  const positions: number[] = []
  let position = from
  while (position < end) {
    const { records, next } = await reader.read(position, end, { maxBytes, maxRecords })
    for (const record of records) {
      texts.push(Buffer.from(record.envelope).toString('utf8'))
      positions.push(record.position)
    }
    position = next
  }
  await reader.close()
  return { texts, positions, damage }
}

async function fill(texts: string[], overrides: Partial<SpoolOptions> = {}): Promise<number> {
  const spool = await openSpool(directory, options(overrides))
  for (const text of texts) await spool.append(receipt, Buffer.from(text))
  const end = spool.end()
  await spool.close()
  return end
}

describe('spool', () => {
  test('gives back what was appended, in order, with growing positions, across chunks and segments', async () => {
    const texts = Array.from({ length: 200 }, (_, index) => `envelope ${index} ${'x'.repeat(index * 7)}`)
    const end = await fill(texts, { segmentBytes: 10_000 })
    expect((await listSegments(directory)).length).toBeGreaterThan(5)
    const { texts: read, positions, damage } = await readAll(0, end)
    expect(read).toEqual(texts)
    expect(positions).toEqual(positions.toSorted((a, b) => a - b))
    expect(damage).toEqual([])
    const middle = positions[100] ?? 0
    expect((await readAll(middle, end)).texts).toEqual(texts.slice(100))
  })

  test('appends of one turn share a sync and all become durable', async () => {
    let commits = 0
    const spool = await openSpool(directory, options({ onDurable: () => commits++ }))
    await Promise.all(Array.from({ length: 300 }, (_, index) => spool.append(receipt, Buffer.from(`e${index}`))))
    expect(commits).toBeLessThan(10)
    expect((await readAll(0, spool.end())).texts).toHaveLength(300)
    await spool.close()
  })

  test('goes on behind what is there after a restart, under the same id', async () => {
    await fill(['one', 'two'])
    const id = await readFile(path.join(directory, 'id'), 'utf8')
    const end = await fill(['three'])
    expect(await readFile(path.join(directory, 'id'), 'utf8')).toBe(id)
    expect((await readAll(0, end)).texts).toEqual(['one', 'two', 'three'])
  })

  test('cuts a torn tail wherever the tear is, and keeps all before it', async () => {
    const end = await fill(['one', 'two'])
    const [segment] = await listSegments(directory)
    if (segment === undefined) throw new Error('no segment')
    const whole = await readFile(segment.path)
    const second = (await readAll(0, end)).positions[1] ?? 0
    for (let size = second; size < whole.length; size++) {
      await writeFile(segment.path, whole.subarray(0, size))
      const spool = await openSpool(directory, options())
      expect(spool.end()).toBe(second)
      await spool.append(receipt, Buffer.from('after'))
      expect((await readAll(0, spool.end())).texts).toEqual(['one', 'after'])
      await spool.close()
    }
  })

  test('cuts garbage behind the last record, also when it looks like the start of one', async () => {
    const end = await fill(['one'])
    const [segment] = await listSegments(directory)
    if (segment === undefined) throw new Error('no segment')
    for (const garbage of [
      Buffer.alloc(5000),
      Buffer.from('LPW1\xff\xff\xff\x00LPW1', 'latin1'),
      Buffer.alloc(9, 'LPW1'),
    ]) {
      await appendFile(segment.path, garbage)
      const spool = await openSpool(directory, options())
      expect(spool.end()).toBe(end)
      await spool.close()
      expect((await stat(segment.path)).size).toBe(end)
    }
  })

  test('reads past rot in the middle, says how much, and loses nothing else', async () => {
    const texts = Array.from({ length: 50 }, (_, index) => `envelope ${index}`)
    const end = await fill(texts)
    const { positions } = await readAll(0, end)
    const [segment] = await listSegments(directory)
    if (segment === undefined) throw new Error('no segment')
    const handle = await open(segment.path, 'r+')
    await handle.write(Buffer.from('rot'), 0, 3, (positions[20] ?? 0) + 40)
    await handle.close()
    for (const chunk of [50, 300, 100_000]) {
      const { texts: read, damage } = await readAll(0, end, chunk)
      expect(read).toEqual(texts.filter((_, index) => index !== 20))
      expect(damage.reduce((sum, [, bytes]) => sum + bytes, 0)).toBe((positions[21] ?? 0) - (positions[20] ?? 0))
    }
    // Rot is no torn tail: a restart keeps what is behind it.
    const spool = await openSpool(directory, options())
    expect(spool.end()).toBe(end)
    await spool.close()
  })

  test('never writes at a position that a view has passed, even when the files are gone', async () => {
    await fill(['one', 'two'])
    for (const segment of await listSegments(directory)) await truncate(segment.path, 3)
    const spool = await openSpool(directory, options({ minimumPosition: async () => 5000 }))
    await spool.append(receipt, Buffer.from('new'))
    expect((await readAll(5000, spool.end())).positions).toEqual([5000])
    await spool.close()
    const again = await openSpool(directory, options({ minimumPosition: async () => 5000 }))
    await again.append(receipt, Buffer.from('newer'))
    expect((await readAll(5000, again.end())).texts).toEqual(['new', 'newer'])
    await again.close()
  })

  test('deletes segments that all views have passed, and refuses when too much is waiting', async () => {
    const spool = await openSpool(directory, options({ segmentBytes: 1000, maxBacklogBytes: 20_000 }))
    expect(spool.refusal()).toBeNull()
    for (let index = 0; index < 40; index++) await spool.append(receipt, Buffer.alloc(500, 'x'))
    expect(spool.refusal()).toEqual({ reason: 'backlog', retryAfter: 30 })
    await spool.release(spool.end())
    expect(spool.refusal()).toBeNull()
    expect((await readdir(directory)).filter((name) => name.endsWith('.segment'))).toHaveLength(1)
    await spool.close()
  })

  test('refuses before writing while the disk has too little room', async () => {
    const disk = { free: 10, least: 100 }
    const spool = await openSpool(directory, options({ readFreeDisk: async () => disk }))
    expect(spool.refusal()).toEqual({ reason: 'disk_full', retryAfter: 60 })
    disk.free = 1000
    await vi.waitFor(() => expect(spool.refusal()).toBeNull(), { timeout: 5000 })
    await spool.close()
  })

  test('on a small disk a twentieth of it is room enough', async () => {
    const { least } = await readFreeDisk(directory, Number.MAX_SAFE_INTEGER)
    const { blocks, bsize } = await statfs(directory)
    expect(least).toBe(blocks * bsize * 0.05)
    expect((await readFreeDisk(directory, 1)).least).toBe(1)
  })

  test('property: any envelopes survive any segment size and any chunk size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 100, max: 2000 }),
        fc.integer({ min: 16, max: 3000 }),
        fc.integer({ min: 1, max: 5 }),
        async (envelopes, segmentBytes, maxBytes, maxRecords) => {
          await rm(directory, { recursive: true, force: true })
          const spool = await openSpool(directory, options({ segmentBytes }))
          for (const envelope of envelopes) await spool.append(receipt, envelope)
          const reader = openSpoolReader(directory, () => undefined)
          const read: Uint8Array[] = []
          for (let position = 0; position < spool.end(); ) {
            const { records, next } = await reader.read(position, spool.end(), { maxBytes, maxRecords })
            read.push(...records.map((record) => new Uint8Array(record.envelope)))
            position = next
          }
          await reader.close()
          await spool.close()
          expect(read).toEqual(envelopes.map((envelope) => new Uint8Array(envelope)))
        },
      ),
      { numRuns: 40 },
    )
  })
})
