import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, describe, expect, it } from 'vitest'
import { eventRow, hexIdOf, noon } from '../sample-rows.ts'
import { migrate, migrations } from './migrations.ts'
import { openDuckdbEvents } from './open.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'lapwing-settle-'))
afterAll(() => rmSync(directory, { recursive: true }))

let files = 0
const freshPath = () => path.join(directory, `${++files}.duckdb`)

const rows = Array.from({ length: 250 }, (_, i) =>
  eventRow({
    eventId: hexIdOf(i),
    position: i,
    projectId: 1 + (i % 2),
    issueId: 1 + ((i * 7) % 10),
    timestamp: noon + i,
    // Every 50th came in late.
    receivedAt: noon + i + (i % 50 === 49 ? 7_200_000 : 0),
  }),
)

/** Event positions in the order of a table of a closed file. */
async function positionsIn(file: string, table: string): Promise<number[]> {
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  const reader = await connection.runAndReadAll(`SELECT position FROM ${table}`)
  const positions = reader.getRowObjectsJS().map((row) => Number(row['position']))
  connection.disconnectSync()
  instance.closeSync()
  return positions
}

const byIssue = (a: number, b: number) => {
  const [first, second] = [rows[a], rows[b]]
  if (!first || !second) throw new Error('no such row')
  return first.projectId - second.projectId || first.issueId - second.issueId || first.timestamp - second.timestamp
}

describe('rows put in order', () => {
  it('are those that came first, as many as a row group, by project and issue', async () => {
    const file = freshPath()
    const store = await openDuckdbEvents(file, { settleAt: 100 })
    for (let from = 0; from < 250; from += 50) {
      await store.append({ spool: 'spool', from, to: from + 50, rows: rows.slice(from, from + 50) })
    }
    expect(await store.checkIntegrity()).toEqual([])
    await store.close()
    const timely = rows.map((row) => row.position).filter((position) => position % 50 !== 49)
    const expected = [timely.slice(0, 100), timely.slice(100, 200)].flatMap((group) => group.toSorted(byIssue))
    expect(await positionsIn(file, 'settled')).toEqual(expected)
    expect(await positionsIn(file, 'fresh')).toEqual(timely.slice(200))
    expect(await positionsIn(file, 'late')).toEqual([49, 99, 149, 199, 249])
  })

  it('are those of a file of the version before too, after it was opened', async () => {
    const file = freshPath()
    const instance = await DuckDBInstance.create(file)
    const connection = await instance.connect()
    await migrate(connection, migrations.slice(0, 2))
    const columns = (await connection.runAndReadAll('SELECT * FROM timely LIMIT 0')).columnNames()
    const nullable = ['message', 'location', 'error_value', 'handled', 'trace_id', 'replay_id']
    const cells = columns.slice(6).map((column) => {
      if (nullable.includes(column)) return 'NULL'
      return column === 'tags' ? '[]' : '0'
    })
    await connection.run(
      `INSERT INTO timely SELECT 1, 1 + (i * 7) % 10, uuid(), i, i, i, ${cells.join()} FROM range(250) AS made(i)`,
    )
    connection.disconnectSync()
    instance.closeSync()

    const store = await openDuckdbEvents(file, { settleAt: 100 })
    const [figures] = await store.summarizeIssues({ issueIds: [1], environments: null, start: null, end: null })
    expect(figures?.events).toBe(25)
    await store.append({ spool: 'spool', from: 0, to: 1, rows: [] })
    await store.append({ spool: 'spool', from: 1, to: 2, rows: [] })
    await store.close()
    expect(await positionsIn(file, 'settled')).toHaveLength(200)
    expect(await positionsIn(file, 'fresh')).toHaveLength(50)
  })
})
