import { createHash } from 'node:crypto'
import { openDiskBlobs } from '../open.ts'

/** A program for the tests: puts a blob of so many random bytes, then a small one, joins that, and prints the results. Arguments: directory, bytes. */
const [directory = '', size = ''] = process.argv.slice(2)
const store = await openDiskBlobs(directory)
const noise = Buffer.concat(
  Array.from({ length: Math.ceil(Number(size) / 32) }, (_, n) => createHash('sha256').update(String(n)).digest()),
)
const key = (id: string) => ({ kind: 'attachments' as const, projectId: 1, at: 0, id: id.repeat(32) })
const results = [
  await store.put([{ key: key('a'), content: noise }]),
  await store.put([{ key: key('b'), content: Buffer.from('small') }]),
  await store.join(key('c'), [key('b')]),
]
process.stdout.write(JSON.stringify(results))
