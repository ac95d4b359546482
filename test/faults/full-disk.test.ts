import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { auditStores } from './audit.ts'
import { waitUntilCounted } from './drained.ts'
import { startLoad } from './load.ts'
import { eventually } from '../support/client.ts'

const run = promisify(execFile)

let folder = { path: '', remove: async () => {} }
let server: BootedServer | null = null
let mounted = false
beforeEach(async () => {
  folder = await temporaryFolder('full')
  // A disk of 48 MB of its own, where this user may mount one.
  mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', folder.path]).then(
    () => true,
    () => false,
  )
})
afterEach(async () => {
  await server?.kill()
  server = null
  if (mounted) await run('umount', ['-l', folder.path])
  await folder.remove()
})

test('a full disk: what is acknowledged is kept, what is not gets 503, and it goes on when there is room', async (context) => {
  if (!mounted) return context.skip('this user may not mount a tmpfs')
  const data = path.join(folder.path, 'data')
  const ballast = path.join(folder.path, 'ballast')
  await writeFile(ballast, Buffer.alloc(12 * 1024 * 1024))
  const booted = await bootServer({ data })
  server = booted
  const load = startLoad(() => booted.dsn, { senders: 8, padding: 20_000 })
  await eventually(async () => (load.refusals.get(503) ?? 0) >= 20, 90)
  expect([...load.refusals.keys()]).toEqual([503])
  const acknowledgedWhenFull = load.acknowledged.size
  expect(acknowledgedWhenFull).toBeGreaterThan(0)

  await rm(ballast)
  await load.reach(acknowledgedWhenFull + 1)
  await load.finish()
  await waitUntilCounted(booted, load.acknowledged.size, 90)
  expect(await booted.stop()).toBe(0)
  server = null
  const audit = await auditStores(data)
  const expected = [...load.acknowledged].toSorted()
  expect(audit.payloads.toSorted()).toEqual(expected)
  expect(audit.rows.toSorted()).toEqual(expected)
  expect(audit.seen).toBe(expected.length)
}, 240_000)

test('a limit on the size of files is a full disk too', async () => {
  const data = path.join(folder.path, 'data')
  // 2 MB a file: the spool segment hits it first; the databases of so few events stay below.
  const booted = await bootServer({ data, prefix: ['prlimit', `--fsize=${3 * 1024 * 1024}`, '--'] })
  server = booted
  const load = startLoad(() => booted.dsn, { senders: 4, padding: 200_000 })
  await eventually(async () => (load.refusals.get(503) ?? 0) >= 5, 60)
  await booted.kill()
  const again = await bootServer({ data, port: Number(new URL(booted.url).port) })
  server = again
  await load.finish()
  await waitUntilCounted(again, load.acknowledged.size, 60)
  await again.stop()
  server = null
  const audit = await auditStores(data)
  expect(audit.payloads.toSorted()).toEqual([...load.acknowledged].toSorted())
  expect(audit.seen).toBe(load.acknowledged.size)
}, 120_000)
