import { entry, noon } from '../../contract/harness.ts'
import { openSqlitePayloads } from '../open.ts'

/**
 * A program for the tests: appends entries in growing and shrinking calls, half of them received a day later, until it is killed, and prints how many
 * there are after each call. Arguments: directory, number to start at.
 */
const [directory = '', start = ''] = process.argv.slice(2)
const store = await openSqlitePayloads(directory)
let count = Number(start)
for (let size = 1; ; size = (size % 40) + 1) {
  const entries = Array.from({ length: size }, (_, index) => {
    const n = count + index
    return entry(n, {
      receivedAt: noon + (n % 2) * 86_400_000,
      json: JSON.stringify({ n, pad: 'p'.repeat((n * 37) % 5000) }),
    })
  })
  await store.append('s', entries)
  count += size
  process.stdout.write(`${count}\n`)
}
