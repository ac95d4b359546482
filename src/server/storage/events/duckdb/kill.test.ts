import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, describe, expect, it } from 'vitest'
import { hexIdOf } from '../sample-rows.ts'
import { openDuckdbEvents } from './open.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'lapwing-events-kill-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** Runs the writer until it has reported `reports` batches and `delay` ms more; the last offset it reported. */
async function runAndKill(file: string, reports: number, delay: number): Promise<number> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'kill.child.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  let committed = 0
  let seen = 0
  const killSoon = () => setTimeout(() => child.kill('SIGKILL'), delay)
  if (reports === 0) killSoon()
  for await (const line of createInterface(child.stdout)) {
    committed = Number(line)
    if (++seen === reports) killSoon()
  }
  await exit
  return committed
}

/** What a view that agrees with its offset looks like: one event and one user a position, every tag readable. */
async function expectAgreement(file: string): Promise<number> {
  const store = await openDuckdbEvents(file)
  const offset = await store.offset('spool')
  const everything = { issueIds: [1], environments: null, start: null, end: null }
  const [figures] = await store.summarizeIssues(everything)
  expect([figures?.events ?? 0, figures?.users ?? 0]).toEqual([offset, offset])
  const last = await store.findEvent([1], hexIdOf(Math.max(0, offset - 1)))
  const lastTags = [
    ['own', `${offset - 1}`],
    ['shared', `${(offset - 1) % 7}`],
  ]
  expect(last?.tags).toEqual(offset === 0 ? undefined : lastTags)
  for (const from of [offset - 100, offset + 1]) {
    expect(await store.append({ spool: 'spool', from, to: from + 100, rows: [] })).toBe(false)
  }
  expect(await store.findEvent([1], hexIdOf(offset))).toBeNull()
  expect(await store.checkIntegrity()).toEqual([])
  await store.close()
  return offset
}

describe('a writer killed with SIGKILL', () => {
  it('leaves rows and offset in agreement and loses nothing that was committed', async () => {
    const file = path.join(directory, 'events.duckdb')
    let before = 0
    for (const reports of [0, 1, 8, 0, 3, 15, 5, 20]) {
      // Without a report to wait for: somewhere within the start, which takes some 300 ms.
      const delay = Math.random() * (reports === 0 ? 400 : 20)
      const committed = await runAndKill(file, reports, delay)
      const offset = await expectAgreement(file)
      expect(offset).toBeGreaterThanOrEqual(Math.max(before, committed))
      before = offset
    }
    expect(before).toBeGreaterThanOrEqual(52 * 100)
  }, 60_000)

  it('leaves a log whose torn tail is cut to the last whole batch', async () => {
    const file = path.join(directory, 'torn.duckdb')
    await runAndKill(file, 2, 0)
    for (const fraction of [0.9, 0.5, 0.1]) {
      const copy = `${file}.${fraction}`
      copyFileSync(file, copy)
      if (!existsSync(`${file}.wal`)) break
      copyFileSync(`${file}.wal`, `${copy}.wal`)
      truncateSync(`${copy}.wal`, Math.floor(statSync(`${file}.wal`).size * fraction))
      const offset = await expectAgreement(copy)
      expect(offset % 100).toBe(0)
    }
  })
})
