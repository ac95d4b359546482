import { appendFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { auditStores } from './audit.ts'
import { waitUntilCounted } from './drained.ts'
import { startLoad } from './load.ts'

let folder = { path: '', remove: async () => {} }
let server: BootedServer | null = null
beforeEach(async () => {
  folder = await temporaryFolder('lost')
})
afterEach(async () => {
  await server?.kill()
  server = null
  await folder.remove()
})

async function boot(): Promise<BootedServer> {
  server = await bootServer({ data: folder.path })
  return server
}

/** Sends some hundred events and ends the server, gently or not. Returns the ids in order. */
async function fill(end: 'stop' | 'kill'): Promise<string[]> {
  const booted = await boot()
  const load = startLoad(() => booted.dsn, { senders: 8 })
  await load.reach(300)
  await load.finish()
  await waitUntilCounted(booted, load.acknowledged.size)
  await (end === 'stop' ? booted.stop() : booted.kill())
  server = null
  return [...load.acknowledged].toSorted()
}

async function stopAfter(events: number): Promise<void> {
  const booted = await boot()
  await waitUntilCounted(booted, events)
  await booted.stop()
  server = null
}

test('a vanished DuckDB file is rebuilt from the payloads', async () => {
  const ids = await fill('kill')
  for (const name of await readdir(folder.path)) {
    if (name.startsWith('events.duckdb')) await rm(path.join(folder.path, name), { recursive: true })
  }
  await stopAfter(ids.length)
  const audit = await auditStores(folder.path)
  expect(audit.rows.toSorted()).toEqual(ids)
  for (const issue of audit.issues) expect(issue.rows).toBe(issue.timesSeen)
})

test('a DuckDB file that is garbage is refused with its name and what to do', async () => {
  await fill('stop')
  await writeFile(path.join(folder.path, 'events.duckdb'), Buffer.alloc(100_000, 'garbage'))
  await expect(bootServer({ data: folder.path })).rejects.toThrow(/events\.duckdb/)
})

test('a lost meta file beside kept payloads is refused, never an empty Lapwing', async () => {
  await fill('stop')
  const elsewhere = path.join(folder.path, 'elsewhere')
  await mkdir(elsewhere)
  for (const name of await readdir(folder.path)) {
    if (name.startsWith('meta.sqlite')) await rename(path.join(folder.path, name), path.join(elsewhere, name))
  }
  await expect(bootServer({ data: folder.path })).rejects.toThrow(/meta\.sqlite is missing/)
})

test('garbage behind the last record of the spool is cut, and everything before it stays', async () => {
  const ids = await fill('kill')
  const spool = path.join(folder.path, 'spool')
  const segments = (await readdir(spool)).filter((name) => name.endsWith('.segment')).toSorted()
  await appendFile(path.join(spool, segments.at(-1) ?? ''), Buffer.from('LPW1 torn in the middle of a record'))
  await stopAfter(ids.length)
  const audit = await auditStores(folder.path)
  expect(audit.payloads.toSorted()).toEqual(ids)
  expect(audit.seen).toBe(ids.length)
})
