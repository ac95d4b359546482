import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../sqlite/database.ts'
import { blob } from '../../sqlite/rows.ts'
import { startChild } from '../../sqlite/testing/child.ts'
import { describePayloadStore } from '../contract.ts'
import { dayMs, entry, eventId, noon } from '../contract/harness.ts'
import type { PayloadStore } from '../port.ts'
import type { DaysOptions } from './days.ts'
import { openSqlitePayloads } from './open.ts'

let directory: string
let stores: Set<PayloadStore>

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lapwing-payloads-'))
  stores = new Set()
})
afterEach(async () => {
  for (const store of stores) await store.close()
  rmSync(directory, { recursive: true })
})

async function open(options?: DaysOptions): Promise<PayloadStore> {
  const store = await openSqlitePayloads(directory, options)
  const own: PayloadStore = {
    ...store,
    async close() {
      stores.delete(own)
      await store.close()
    },
  }
  stores.add(own)
  return own
}

describePayloadStore('SQLite', () => ({ open }))
describePayloadStore('SQLite with two files open at a time', () => ({ open: () => open({ maxOpenFiles: 2 }) }))

const dayFile = (day: string) => join(directory, `${day}.sqlite`)

describe('payload files', () => {
  it('are one a UTC day of receipt, and go with the day', async () => {
    const store = await open()
    await store.append('s', [
      entry(1),
      entry(2, { receivedAt: Date.UTC(2026, 10, 21) - 1 }),
      entry(3, { receivedAt: 0 }),
    ])
    await store.close()
    expect(readdirSync(directory).sort()).toEqual(['1970-01-01.sqlite', '2026-11-20.sqlite', '2026-11-21.sqlite'])
    const again = await open()
    await again.dropBefore(Date.UTC(2026, 10, 21))
    await again.close()
    expect(readdirSync(directory)).toEqual(['2026-11-21.sqlite'])
  })

  it('give back at once what reading an event inflates', async () => {
    const store = await open()
    const entries = Array.from({ length: 200 }, (_, i) =>
      entry(i, { json: JSON.stringify({ i, text: 'x'.repeat(4000) }) }),
    )
    await store.append('s', entries)
    const before = process.memoryUsage().arrayBuffers
    for (const { eventId: id, json, projectId } of entries) expect(await store.read(projectId, id)).toBe(json)
    // Kept until the next collection, they would be 200 blocks of 250 KB.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5_000_000)
  })

  it('hold nothing any more of what was removed', async () => {
    const store = await open()
    // Arriving one by one: the block is written again each time, and its earlier copies lie in freed pages.
    const texts = Array.from({ length: 40 }, (_, n) =>
      JSON.stringify({ n, noise: Array.from({ length: 90 }, () => Math.random()) }),
    )
    const copies: Uint8Array[] = []
    for (const [n, json] of texts.entries()) {
      await store.append('s', [entry(n, { json })])
      copies.push(...blocksOf(dayFile('2026-11-21')))
    }
    // Compressed, so searched for by pieces from the middle of every block that ever held the payload.
    const pieces = copies.map((copy) => Buffer.from(copy.subarray(copy.length - 120, copy.length - 60)))
    const isLeft = () => readdirSync(directory).some((name) => containsAny(readFileSync(join(directory, name)), pieces))
    expect(isLeft()).toBe(true)
    await store.remove(texts.map((_, n) => ({ projectId: 1, eventId: eventId(n) })))
    expect(isLeft()).toBe(false)
    expect(await store.append('s', [entry(0)])).toEqual(['replayed'])
  })

  it('are checked: a damaged block is named, and read as an error, not as nothing', async () => {
    const store = await open()
    await store.append('s', [entry(1), entry(2)])
    await store.close()
    const database = openDatabase(dayFile('2026-11-21'))
    database.exec(`UPDATE blocks SET data = x'28b52ffd00'; DELETE FROM spools; INSERT INTO spools VALUES (1, 's')`)
    database.close()
    const again = await open()
    expect(await again.checkIntegrity()).toEqual([`${dayFile('2026-11-21')}: block 1 is damaged`])
    await expect(again.read(1, eventId(1))).rejects.toThrow('block 1 is damaged')
  })

  it('name the file that is no database', async () => {
    writeFileSync(dayFile('2026-11-20'), 'not a database, not a database, not a database, not a database')
    const store = await open()
    await expect(store.append('s', [entry(1)])).rejects.toThrow(dayFile('2026-11-20'))
  })

  it('are cleared of logs whose file is gone, and of nothing else', async () => {
    for (const name of ['2026-11-20.sqlite-wal', '2026-11-20.sqlite-shm', 'notes.txt'])
      writeFileSync(join(directory, name), 'x')
    const store = await open()
    await store.append('s', [entry(1, { receivedAt: noon - dayMs })])
    await store.close()
    expect(readdirSync(directory).sort()).toEqual(['2026-11-20.sqlite', 'notes.txt'])
  })

  it('can be read by another process while one writes', async () => {
    const [writer, reader] = [await open(), await open({ readOnly: true })]
    await writer.append('s', [entry(1)])
    const later = await open({ readOnly: true })
    expect(await later.read(1, eventId(1))).toBe('{"n":1}')
    await writer.append('s', [entry(2)])
    expect(await later.read(1, eventId(2))).toBe('{"n":2}')
    expect(await later.checkIntegrity()).toEqual([])
    await expect(reader.append('s', [entry(3)])).rejects.toThrow('readonly')
  })
})

describe('the filter of a day that is over', () => {
  const savedFilters = (day: string) => {
    const database = openDatabase(dayFile(day), { readOnly: true })
    const [row] = database.all('SELECT count(*) AS count FROM seen_filter')
    database.close()
    return row?.count
  }

  it('is built over several calls, saved, and thrown away when late events come; duplicates are known all the while', async () => {
    const store = await open()
    const ids = Array.from({ length: 25_000 }, (_, n) => n)
    await store.append(
      's',
      ids.map((n) => entry(n, { json: '{}' })),
    )
    const tomorrow = { receivedAt: noon + dayMs, position: 1e9 }
    const sample = ids.filter((n) => n % 100 === 0).map((n) => entry(n, tomorrow))
    await store.append('s', [entry(30_000, tomorrow)])
    // Two full steps and the rest of the third.
    for (const isSaved of [0, 0, 1, 1]) {
      expect(new Set(await store.append('s', sample))).toEqual(new Set(['duplicate']))
      expect(savedFilters('2026-11-21')).toBe(isSaved)
    }
    expect(await store.append('s', [entry(40_000)])).toEqual(['stored'])
    expect(savedFilters('2026-11-21')).toBe(0)
    const again = await open()
    expect(await again.append('s', [entry(40_000, tomorrow), entry(7, tomorrow)])).toEqual(['duplicate', 'duplicate'])
    await again.close()
    await store.close()
    expect(savedFilters('2026-11-21')).toBe(1)
  })
})

describe('a process killed while it appends', () => {
  it('has lost nothing that was reported as stored', async () => {
    let reported = 0
    for (let round = 1; round <= 5; round += 1) {
      const child = startChild(`${import.meta.dirname}/testing/append-forever.ts`, [directory, String(reported)])
      await child.printed(round * 8)
      child.kill()
      await child.ended
      reported = Number(child.lines.at(-1))
      const store = await open()
      const kept = await store.range('s', 0, 1e9, 1e6)
      const wanted = Array.from({ length: reported }, (_, n) => eventId(n))
      expect(kept.slice(0, reported).map((payload) => payload.eventId)).toEqual(wanted)
      expect(kept.every((payload) => JSON.parse(payload.json).n === payload.position / 100)).toBe(true)
      const again = await store.append(
        's',
        kept.map((payload) => ({ ...payload })),
      )
      expect(new Set(again)).toEqual(new Set(['replayed']))
      expect(await store.checkIntegrity()).toEqual([])
      await store.close()
    }
  })
})

function blocksOf(path: string): Uint8Array[] {
  const database = openDatabase(path, { readOnly: true })
  const rows = database.all('SELECT data FROM blocks')
  database.close()
  return rows.map((row) => blob(row, 'data'))
}

function containsAny(bytes: Buffer, pieces: Buffer[]): boolean {
  return pieces.some((piece) => bytes.includes(piece))
}
