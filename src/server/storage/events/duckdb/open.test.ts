import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { describeEventStore } from '../contract.ts'
import { openDuckdbEvents } from './open.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'lapwing-events-'))
afterAll(() => rmSync(directory, { recursive: true }))

let files = 0
describeEventStore('DuckDB', () => openDuckdbEvents(path.join(directory, `${++files}.duckdb`)))
// Whatever was asked of rows in the order of time is asked of rows in the order of issues too, and of tags that the engine counts.
describeEventStore('DuckDB, rows put in order ten at a time, tags counted by the engine', () =>
  openDuckdbEvents(path.join(directory, `${++files}.duckdb`), { settleAt: 10, manyEvents: 1 }),
)
