import { occurrence } from '../../contract/harness.ts'
import { openSqliteMeta } from '../open.ts'

/**
 * A program for the tests: records batches of 20 occurrences, one in an issue that all writers share, the others in issues of their own, and
 * prints the offset after each. Arguments: file, spool, project id, number of batches.
 */
const [path = '', spool = '', project = '', batches = ''] = process.argv.slice(2)
const store = await openSqliteMeta(path)
let from = await store.offset(spool)
for (let batch = 0; batch < Number(batches); batch += 1) {
  const occurrences = Array.from({ length: 20 }, (_, index) =>
    occurrence(Number(project), { hashes: [index === 0 ? 'shared' : `${spool}-${from}-${index % 5}`] }),
  )
  const { applied } = await store.recordBatch({ spool, from, to: from + 20, occurrences, outcomes: [] })
  if (!applied) throw new Error(`not at ${from}`)
  from += 20
  process.stdout.write(`${from}\n`)
}
await store.close()
