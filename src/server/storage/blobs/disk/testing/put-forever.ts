import { blobContent, blobKeys } from './contents.ts'
import { openDiskBlobs } from '../open.ts'

/**
 * A program for the tests: puts blobs of all sizes, some as parts, until it is killed, and prints how many there are after each call. Arguments:
 * directory, number to start at.
 */
const [directory = '', start = ''] = process.argv.slice(2)
const store = await openDiskBlobs(directory)
for (let count = Number(start); ; ) {
  const { key, parts } = blobKeys(count)
  const content = blobContent(count)
  if (parts.length === 0) await store.put([{ key, content }])
  else {
    const half = Math.floor(content.length / 2)
    const pieces = [content.subarray(0, half), content.subarray(half)]
    await store.put(parts.map((part, index) => ({ key: part, content: pieces[index] ?? content })))
    await store.join(key, parts)
  }
  count++
  process.stdout.write(`${count}\n`)
}
