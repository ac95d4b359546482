import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startChild } from '../../sqlite/testing/child.ts'
import { blobKey, describeBlobStore } from '../contract.ts'
import { openDiskBlobs } from './open.ts'
import { blobContent, blobKeys } from './testing/contents.ts'

const run = promisify(execFile)
let directory: string

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'lapwing-blobs-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const open = () => openDiskBlobs(directory)
describeBlobStore('a disk', () => ({ open }))

const fileOf = (n: number) => path.join(directory, 'attachments/2026-11-21/1', blobKey(n).id)
const noise = (length: number) => Buffer.concat([blobContent(1), blobContent(37)]).subarray(0, length)

describe('blob files', () => {
  it('take less room where it helps, and no more to speak of where it does not', async () => {
    const store = await open()
    const text = Buffer.alloc(3_000_000, 'the same line again and again\n')
    await store.put([
      { key: blobKey(1), content: text },
      { key: blobKey(2), content: noise(8000) },
    ])
    expect(statSync(fileOf(1)).size).toBeLessThan(text.length / 100)
    expect(statSync(fileOf(2)).size).toBe(8000 + 12 + 20)
  })

  it('that are damaged are named, and read as an error, not as nothing', async () => {
    const store = await open()
    for (const n of [1, 2, 3, 4]) await store.put([{ key: blobKey(n), content: noise(5000) }])
    const damage = (n: number, change: (bytes: Buffer) => Buffer) =>
      writeFileSync(fileOf(n), change(readFileSync(fileOf(n))))
    damage(1, (bytes) => bytes.fill(0, 100, 101))
    damage(2, (bytes) => bytes.subarray(0, -1))
    damage(3, () => Buffer.alloc(0))
    for (const n of [1, 2, 3]) await expect(store.read(blobKey(n))).rejects.toThrow(fileOf(n))
    expect(await store.checkIntegrity()).toHaveLength(3)
    expect(await store.read(blobKey(4))).toHaveLength(5000)
  })

  it('that a kill left half written are gone after the next start; what is not ours stays and is not listed', async () => {
    mkdirSync(path.join(directory, 'temporary'))
    writeFileSync(path.join(directory, 'temporary/half'), 'x')
    mkdirSync(path.join(directory, 'attachments/2026-11-21/1'), { recursive: true })
    writeFileSync(path.join(directory, 'attachments/2026-11-21/1/notes.txt'), 'x')
    mkdirSync(path.join(directory, 'attachments/lost+found'))
    const store = await open()
    expect(readdirSync(path.join(directory, 'temporary'))).toEqual([])
    expect(await store.list('attachments', { after: null, limit: 10 })).toEqual([])
    expect(await store.checkIntegrity()).toEqual([])
  })

  it('come back after their folder was taken away from outside', async () => {
    const store = await open()
    await store.put([{ key: blobKey(1), content: noise(10) }])
    rmSync(path.join(directory, 'attachments'), { recursive: true })
    expect(await store.put([{ key: blobKey(1), content: noise(10) }])).toEqual({ ok: true })
    expect(await store.read(blobKey(1))).toHaveLength(10)
  })
})

describe('a process killed while it puts', () => {
  it('has lost nothing that was reported, and every key is whole or absent', async () => {
    let reported = 0
    for (let round = 1; round <= 5; round++) {
      const child = startChild(path.join(import.meta.dirname, 'testing/put-forever.ts'), [directory, String(reported)])
      await child.printed(round * 7)
      child.kill()
      await child.ended
      reported = Number(child.lines.at(-1))
      const store = await open()
      expect(await store.checkIntegrity()).toEqual([])
      for (let n = 0; n < reported + 2; n++) {
        const found = await store.read(blobKeys(n).key)
        // The last ones may have been under way: whole, or not there.
        const isWhole = found === null ? n >= reported : Buffer.compare(found, blobContent(n)) === 0
        expect([n, isWhole]).toEqual([n, true])
      }
    }
  }, 60_000)
})

describe('a full disk', () => {
  const program = path.join(import.meta.dirname, 'testing/put-until-full.ts')
  const full = { ok: false, reason: 'disk_full' }

  it('is an answer, leaves nothing half written, and smaller ones still go in', async (context) => {
    const folder = path.join(directory, 'disk')
    mkdirSync(folder)
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).then(
      () => true,
      () => false,
    )
    if (!mounted) return context.skip('this user may not mount a tmpfs')
    try {
      const { stdout } = await run(process.execPath, [program, folder, '3000000'])
      expect(JSON.parse(stdout)).toEqual([full, { ok: true }, { ok: true }])
      expect(readdirSync(path.join(folder, 'temporary'))).toEqual([])
    } finally {
      await run('umount', ['-l', folder])
    }
  })

  it('so is a limit on the size of files', async () => {
    const { stdout } = await run('prlimit', ['--fsize=100000', '--', process.execPath, program, directory, '300000'])
    expect(JSON.parse(stdout)).toEqual([full, { ok: true }, { ok: true }])
    expect(readdirSync(path.join(directory, 'temporary'))).toEqual([])
  })
})
