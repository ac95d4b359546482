import { createHash } from 'node:crypto'
import type { BlobKey } from '../../port.ts'

const dayMs = 86_400_000

/** The n-th content: up to some hundred kilobytes, half of them compressible; the same in every process. */
export function blobContent(n: number): Buffer {
  const seed = createHash('sha256').update(String(n)).digest()
  const size = (n * 7919) % 300_000
  if (n % 2 === 0) return Buffer.alloc(size, `line ${n} of a log\n`)
  return Buffer.concat(
    Array.from({ length: Math.ceil(size / 32) + 1 }, (_, block) =>
      createHash('sha256').update(seed).update(String(block)).digest(),
    ),
  ).subarray(0, size)
}

/** Every third comes as two parts. */
export function blobKeys(n: number): { key: BlobKey; parts: BlobKey[] } {
  const keyOf = (name: string): BlobKey => ({
    kind: 'attachments',
    projectId: 1 + (n % 3),
    at: Date.UTC(2026, 10, 21) + (n % 2) * dayMs,
    id: createHash('sha256').update(name).digest('hex'),
  })
  return { key: keyOf(`${n}`), parts: n % 3 === 0 ? [keyOf(`${n} first`), keyOf(`${n} second`)] : [] }
}
