import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPreparedRun, number, openReaders } from './connection.ts'
import { type Engine, openEngine } from './engine.ts'
import { sql } from './sql.ts'

describe('plans', () => {
  let directory: string
  let engine: Engine
  beforeEach(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'lapwing-connection-'))
    engine = await openEngine(path.join(directory, 'events.duckdb'), {})
  })
  afterEach(() => {
    engine.close()
    rmSync(directory, { recursive: true })
  })

  it('of a stream read the rows of the moment they were made for, while rows move', async () => {
    const writer = await engine.connect()
    await writer.run('CREATE TABLE settled (issue INTEGER); CREATE TABLE fresh (issue INTEGER)')
    await writer.run('INSERT INTO settled SELECT 1 FROM range(10)')
    await writer.run('INSERT INTO fresh SELECT 3 FROM range(5)')
    let moves = 0
    const readers = await openReaders(
      {
        close: () => undefined,
        async connect() {
          const connection = await engine.connect()
          // As the library does it: prepared first, then run.
          connection.stream = async (text) => {
            const prepared = await connection.prepare(text)
            await writer.run('BEGIN; INSERT INTO settled FROM fresh; DELETE FROM fresh; COMMIT')
            moves++
            return prepared.stream()
          }
          return connection
        },
      },
      1,
    )
    const found: number[] = []
    await readers.queryChunks(sql`SELECT issue FROM (FROM settled UNION ALL FROM fresh) WHERE issue = 3`, (chunk) => {
      for (let row = 0; row < chunk.rowCount; row++) found.push(number(chunk.getColumnVector(0).getItem(row)))
    })
    expect(moves).toBe(1)
    expect(found).toEqual([3, 3, 3, 3, 3])
    await readers.close()
    writer.disconnectSync()
  })

  it('of statements without values are made anew for the rows that came since', async () => {
    const connection = await engine.connect()
    await connection.run('CREATE TABLE t (issue INTEGER); INSERT INTO t SELECT 1 FROM range(10)')
    const run = createPreparedRun(connection)
    const counted = async () => number((await run(sql`SELECT count(*) AS n FROM t WHERE issue = 3`))[0]?.n)
    expect(await counted()).toBe(0)
    await connection.run('INSERT INTO t SELECT 3 FROM range(5)')
    expect(await counted()).toBe(5)
    connection.disconnectSync()
  })
})
