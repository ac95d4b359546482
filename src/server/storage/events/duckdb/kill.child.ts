/** Child of kill.test.ts: appends batches from the offset on without end and prints every offset that was committed. */
import { writeSync } from 'node:fs'
import { eventRow, hexIdOf } from '../sample-rows.ts'
import { openDuckdbEvents } from './open.ts'

const [, , file = ''] = process.argv
// A checkpoint every few batches and rows put in order every three, so that kills meet those too.
const store = await openDuckdbEvents(file, { checkpointMb: 1, settleAt: 300 })
for (let from = await store.offset('spool'); ; from += 100) {
  const rows = Array.from({ length: 100 }, (_, i) => from + i).map((position) =>
    eventRow({
      eventId: hexIdOf(position),
      position,
      title: `title ${position}`,
      userKey: `id:${position}`,
      tags: [
        ['own', `${position}`],
        ['shared', `${position % 7}`],
      ],
    }),
  )
  await store.append({ spool: 'spool', from, to: from + 100, rows })
  writeSync(1, `${from + 100}\n`)
}
