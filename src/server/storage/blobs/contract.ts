import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayMs } from './key.ts'
import { packFrame } from './frames.ts'
import type { BlobKey, BlobStore } from './port.ts'
import { putBlob, readBlob } from './transfer.ts'

/** One empty store for the length of a test. */
export interface BlobHarness {
  /** Opens the same data again each time; what was open before is not used any more, closed or not (a crash). */
  open(): Promise<BlobStore>
}

/** 2026-11-21T12:00:00Z. */
export const noon = Date.UTC(2026, 10, 21, 12)
const MiB = 1024 * 1024

/** The n-th key; what matters to a test it says itself. */
export function blobKey(n: number, own: Partial<BlobKey> = {}): BlobKey {
  return { kind: 'attachments', projectId: 1, at: noon, id: n.toString(16).padStart(32, '0'), ...own }
}

const bytes = (text: string) => new TextEncoder().encode(text)
const kept = { ok: true } as const
/** Shrinks to nothing and to nothing less, by turns. */
const mixed = (length: number) => Buffer.concat([Buffer.alloc(length / 2, 'log line '), randomBytes(length / 2)])

/** What every engine of the blob port must do. `harness` gives the running test's own empty store. */
export function describeBlobStore(name: string, harness: () => BlobHarness): void {
  describe(`blob store on ${name}`, () => {
    describeContent(harness)
    describeRemoval(harness)
    describeKeys(harness)
  })
}

function describeContent(harness: () => BlobHarness): void {
  it('gives back the bytes it was given, also to who opens it again', async () => {
    const store = await harness().open()
    const contents = [
      new Uint8Array(0),
      bytes('a'),
      bytes('{"a":1}'.repeat(5000)),
      randomBytes(MiB),
      randomBytes(MiB + 1),
      mixed(6 * MiB),
    ]
    const blobs = contents.map((content, n) => ({ key: blobKey(n), content }))
    expect(await store.put(blobs)).toEqual(kept)
    const again = await harness().open()
    for (const { key, content } of blobs) {
      expect(await again.measure(key)).toBe(content.length)
      expect(Buffer.compare((await again.read(key)) ?? bytes('none'), content)).toBe(0)
    }
    expect(await again.checkIntegrity()).toEqual([])
  })

  it('takes content that is packed, and gives back what it was', async () => {
    const store = await harness().open()
    const content = mixed(4 * MiB)
    const pieces = [content.subarray(0, MiB), content.subarray(MiB, 3 * MiB - 7), content.subarray(3 * MiB - 7)]
    expect(await store.put([{ key: blobKey(1), content: { frames: pieces.map(packFrame) } }])).toEqual(kept)
    expect(await putBlob(store, blobKey(2), { frames: pieces.map(packFrame) })).toEqual(kept)
    for (const n of [1, 2]) {
      expect(await store.measure(blobKey(n))).toBe(content.length)
      expect(Buffer.compare((await store.read(blobKey(n))) ?? bytes('none'), content)).toBe(0)
      const range = await store.read(blobKey(n), { from: MiB - 3, to: 3 * MiB })
      expect(Buffer.compare(range ?? bytes('none'), content.subarray(MiB - 3, 3 * MiB))).toBe(0)
    }
    expect(await store.checkIntegrity()).toEqual([])
  })

  it('gives any range', async () => {
    const store = await harness().open()
    const content = mixed(3 * MiB)
    await store.put([{ key: blobKey(1), content }])
    const edge = fc.oneof(fc.nat({ max: content.length + 10 }), fc.constantFrom(0, MiB, MiB - 1, MiB + 1, 2 * MiB))
    await fc.assert(
      fc.asyncProperty(edge, edge, async (from, to) => {
        const range = await store.read(blobKey(1), { from, to })
        expect(Buffer.compare(range ?? bytes('none'), content.subarray(from, Math.max(from, to)))).toBe(0)
      }),
      { numRuns: 30 },
    )
  })

  it('has nothing under a key that was not put', async () => {
    const store = await harness().open()
    await store.put([{ key: blobKey(1), content: bytes('one') }])
    for (const key of [blobKey(2), blobKey(1, { projectId: 2 }), blobKey(1, { at: noon - dayMs })]) {
      expect(await store.read(key)).toBeNull()
      expect(await store.measure(key)).toBeNull()
    }
    expect(await store.read(blobKey(1, { at: noon + 1 }))).toEqual(bytes('one'))
  })

  it('keeps what a key has when it is put again', async () => {
    const store = await harness().open()
    await store.put([{ key: blobKey(1), content: bytes('one') }])
    expect(await store.put([blobKey(1), blobKey(2)].map((key) => ({ key, content: bytes('two') })))).toEqual(kept)
    expect(await store.read(blobKey(1))).toEqual(bytes('one'))
    expect(await store.read(blobKey(2))).toEqual(bytes('two'))
    expect(await store.put([])).toEqual(kept)
  })

  it('joins parts of any size, once, and keeps none of them', async () => {
    const store = await harness().open()
    const contents = [mixed(2 * MiB), bytes('short'), new Uint8Array(0), randomBytes(MiB + 5)]
    const parts = contents.map((_, n) => blobKey(n + 1))
    await store.put(contents.map((content, n) => ({ key: blobKey(n + 1), content })))
    expect(await store.join(blobKey(9), parts)).toEqual(kept)
    const whole = Buffer.concat(contents)
    expect(Buffer.compare((await store.read(blobKey(9))) ?? bytes('none'), whole)).toBe(0)
    expect(await store.read(blobKey(9), { from: 2 * MiB - 1, to: 2 * MiB + 3 })).toEqual(
      new Uint8Array(whole.subarray(2 * MiB - 1, 2 * MiB + 3)),
    )
    expect(await store.list('attachments', { after: null, limit: 10 })).toHaveLength(1)
    expect(await store.join(blobKey(9), parts)).toEqual(kept)
    await expect(store.join(blobKey(10), parts)).rejects.toThrow('missing')
    expect(await store.checkIntegrity()).toEqual([])
  })

  it('takes and gives big ones a piece at a time', async () => {
    const store = await harness().open()
    const content = mixed(20 * MiB + 2)
    const view = Buffer.concat([bytes('before'), content, bytes('after')]).subarray(6, 6 + content.length)
    for (let time = 0; time < 2; time++) expect(await putBlob(store, blobKey(1), view)).toEqual(kept)
    const pieces: Uint8Array[] = []
    for await (const piece of readBlob(store, blobKey(1))) pieces.push(piece)
    expect(Buffer.compare(Buffer.concat(pieces), content)).toBe(0)
    expect(Math.max(...pieces.map((piece) => piece.length))).toBe(MiB)
    expect(await store.list('attachments', { after: null, limit: 10 })).toHaveLength(1)
  })
}

function describeRemoval(harness: () => BlobHarness): void {
  const all = async (store: BlobStore) => (await store.list('attachments', { after: null, limit: 100 })).map(brief)
  const brief = ({ at, projectId, id }: BlobKey) => `${new Date(at).toISOString()} ${projectId} ${Number(`0x${id}`)}`

  it('removes single ones, a project or days, and nothing else', async () => {
    const store = await harness().open()
    const keys = [noon - 2 * dayMs, noon].flatMap((at) =>
      [1, 10, 2].flatMap((projectId) => [1, 2].map((n) => blobKey(n, { at, projectId }))),
    )
    await store.put(keys.map((key) => ({ key, content: bytes(key.id) })))
    const before = '2026-11-19T00:00:00.000Z'
    const today = '2026-11-21T00:00:00.000Z'
    const whole = [before, today].flatMap((day) => [1, 2, 10].flatMap((id) => [1, 2].map((n) => `${day} ${id} ${n}`)))
    expect(await all(store)).toEqual(whole)

    await store.remove([blobKey(1), blobKey(77)])
    await store.removeProject(10)
    await store.removeProject(99)
    expect(await all(store)).toEqual(
      [before, today]
        .flatMap((day) => [1, 2].flatMap((id) => [1, 2].map((n) => `${day} ${id} ${n}`)))
        .filter((one) => one !== `${today} 1 1`),
    )
    await store.dropBefore('attachments', Date.UTC(2026, 10, 20) - 1)
    expect(await all(store)).toHaveLength(7)
    await store.dropBefore('attachments', Date.UTC(2026, 10, 20))
    expect(await all(store)).toEqual([`${today} 1 2`, `${today} 2 1`, `${today} 2 2`])
    // A folder that went with its last blob comes back.
    const late = blobKey(5, { at: noon - 2 * dayMs })
    expect(await store.put([{ key: late, content: bytes('late') }])).toEqual(kept)
    expect(await store.read(late)).toEqual(bytes('late'))
  })

  it('lists them in pages', async () => {
    const store = await harness().open()
    const keys = Array.from({ length: 7 }, (_, n) =>
      blobKey(n, { projectId: n % 3 === 0 ? 10 : 9, at: noon + (n % 2) * dayMs }),
    )
    await store.put(keys.map((key) => ({ key, content: bytes('x') })))
    const whole = await all(store)
    const paged: string[] = []
    for (let after: BlobKey | null = null; ; ) {
      const page: BlobKey[] = await store.list('attachments', { after, limit: 2 })
      paged.push(...page.map(brief))
      after = page.at(-1) ?? null
      if (after === null) break
    }
    expect(paged).toEqual(whole)
    expect(whole).toHaveLength(7)
  })
}

function describeKeys(harness: () => BlobHarness): void {
  it('takes no key that is not ours, so no path leads out of the store', async () => {
    const store = await harness().open()
    const id = 'a'.repeat(32)
    const wrong = fc.oneof(
      fc.record({ id: fc.oneof(fc.string(), fc.constantFrom('../'.repeat(12), `${id}/..`, `../${id}`, `${id}\0`)) }),
      fc.record({ projectId: fc.oneof(fc.constantFrom(0, -1, 1.5, NaN, 1e21), fc.constant('../1')) }),
      fc.record({ kind: fc.constantFrom('..', '', 'temporary', 'attachments/..') }),
      fc.record({ at: fc.constantFrom(NaN, Infinity, -1, 1e15) }),
    )
    await fc.assert(
      fc.asyncProperty(wrong, async (own) => {
        // Types are no guard against what comes from another thread.
        const key = Object.assign(blobKey(1), own)
        if (/^[0-9a-f]{32,64}$/.test(key.id) && 'id' in own) return
        await expect(store.put([{ key, content: bytes('x') }])).rejects.toThrow('not a blob key')
        await expect(store.read(key)).rejects.toThrow('not a blob key')
        await expect(store.measure(key)).rejects.toThrow('not a blob key')
        await expect(store.remove([key])).rejects.toThrow('not a blob key')
        await expect(store.join(blobKey(2), [key])).rejects.toThrow('not a blob key')
      }),
    )
    expect(await store.list('attachments', { after: null, limit: 10 })).toEqual([])
  })
}
