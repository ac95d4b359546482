import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, describe, expect, it } from 'vitest'
import { asFound, eventRow, hexIdOf } from '../sample-rows.ts'
import { openEngine } from './engine.ts'
import { idColumns } from './id-columns.ts'
import { firstKept, migrate, migrations } from './migrations.ts'
import { openDuckdbEvents, UnusableEventsFile } from './open.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'lapwing-events-file-'))
afterAll(() => rmSync(directory, { recursive: true }))

let files = 0
const freshPath = () => path.join(directory, `${++files}.duckdb`)
const everything = { issueIds: [1], environments: null, start: null, end: null }

/** A file with some events in it, closed. */
async function filledFile(): Promise<string> {
  const file = freshPath()
  const store = await openDuckdbEvents(file)
  const rows = Array.from({ length: 3_000 }, (_, i) =>
    eventRow({ eventId: hexIdOf(i), title: `title ${i * 7919}`, tags: [['n', `${i}`]] }),
  )
  await store.append({ spool: 'spool', from: 0, to: 3_000, rows })
  await store.close()
  return file
}

async function refusal(file: string): Promise<UnusableEventsFile> {
  const opened = await openDuckdbEvents(file).then(
    async (store) => {
      await store.close()
      return null
    },
    (error: unknown) => error,
  )
  if (opened instanceof UnusableEventsFile) return opened
  throw new Error(`expected ${file} to be refused`, { cause: opened })
}

describe('the events file', () => {
  it('is created where there is none, and kept', async () => {
    const file = await filledFile()
    const store = await openDuckdbEvents(file)
    expect(await store.offset('spool')).toBe(3_000)
    expect((await store.findEvent([1], hexIdOf(2_999)))?.tags).toEqual([['n', '2999']])
    // Known tags keep their numbers after a restart.
    await store.append({
      spool: 'spool',
      from: 3_000,
      to: 3_001,
      rows: [eventRow({ eventId: hexIdOf(3_000), tags: [['n', '5']] })],
    })
    const [tags] = await store.countTags({ issueId: 1, ...everything, keys: null, topValues: 1 })
    expect(tags).toMatchObject({ totalValues: 3_001, uniqueValues: 3_000, values: [{ value: '5', count: 2 }] })
    expect(await store.checkIntegrity()).toEqual([])
    await store.close()
    expect(existsSync(`${file}.wal`)).toBe(false)
  })

  it('starts anew, not from an orphaned write-ahead log, when it vanished', async () => {
    const file = await filledFile()
    rmSync(file)
    writeFileSync(`${file}.wal`, 'left over')
    writeFileSync(`${file}.new`, 'half made')
    const store = await openDuckdbEvents(file)
    expect(await store.offset('spool')).toBe(0)
    expect(await store.summarizeIssues(everything)).toEqual([])
    await store.close()
  })

  it('is refused when it is something else, by name and with advice', async () => {
    const file = freshPath()
    for (const bytes of ['SQLite format 3\0'.padEnd(8_192), 'x', '{"json": true}'.padEnd(300_000)]) {
      writeFileSync(file, bytes)
      const error = await refusal(file)
      expect(error.reason).toBe('damaged')
      expect(error.message).toContain(file)
      expect(error.message).toContain('Move')
      expect(readFileSync(file, 'utf8')).toBe(bytes)
    }
  })

  it('is refused or found damaged when bytes are missing or changed', async () => {
    const cut = await filledFile()
    truncateSync(cut, 14_000)
    expect((await refusal(cut)).reason).toBe('damaged')

    const whole = await filledFile()
    const { size } = statSync(whole)
    const bytes = readFileSync(whole)
    let found = 0
    for (let at = 12_400; at < size; at += 262_144) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(at) ^ 0xff, at)
      const file = freshPath()
      writeFileSync(file, changed)
      const problems = await openDuckdbEvents(file).then(
        async (store) => {
          const problems = await store.checkIntegrity()
          await store.close()
          return problems
        },
        (error: unknown) => {
          expect(error).toBeInstanceOf(UnusableEventsFile)
          return [String(error)]
        },
      )
      if (problems.length > 0) found++
    }
    // A change in a free block is no damage.
    expect(found).toBeGreaterThan(0)
  })

  it('is refused when the directory is missing or the path is one', async () => {
    expect((await refusal(path.join(directory, 'missing', 'events.duckdb'))).reason).toBe('inaccessible')
    expect((await refusal(directory)).reason).toBe('inaccessible')
  })

  it('is refused while another process has it', async () => {
    const file = await filledFile()
    const store = await openDuckdbEvents(file)
    const open = path.join(import.meta.dirname, 'open.ts')
    const script = `import(${JSON.stringify(open)}).then(({ openDuckdbEvents }) => openDuckdbEvents(${JSON.stringify(file)}))
      .then(() => console.log('opened'), (error) => console.log(error.reason))`
    const other = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })
    expect(other.stdout.trim()).toBe('locked')
    await store.close()
  })

  it('reaches neither the network nor other files', async () => {
    const file = await filledFile()
    const store = await openDuckdbEvents(file)
    await store.close()
    const engine = await openEngine(file, {})
    const connection = await engine.connect()
    for (const statement of [
      `SELECT * FROM read_csv('/etc/hosts')`,
      `ATTACH '${path.join(directory, 'other.duckdb')}'`,
      'INSTALL httpfs',
      'LOAD httpfs',
      `COPY events TO '${path.join(directory, 'out.csv')}'`,
    ]) {
      await expect(connection.run(statement)).rejects.toThrow(/Permission|disabled/)
    }
    connection.disconnectSync()
    engine.close()
  })
})

describe('migrations', () => {
  for (const version of [0, ...migrations.keys()].filter((one) => one === 0 || one >= firstKept)) {
    it(`bring a file of version ${version} up to date`, async () => {
      const file = freshPath()
      const instance = await DuckDBInstance.create(file)
      const connection = await instance.connect()
      expect(await migrate(connection, migrations.slice(0, version))).toEqual({ outcome: 'ready' })
      connection.disconnectSync()
      instance.closeSync()

      const store = await openDuckdbEvents(file)
      const row = eventRow({ eventId: hexIdOf(1), tags: [['a', 'b']] })
      expect(await store.append({ spool: 'spool', from: 0, to: 1, rows: [row] })).toBe(true)
      expect(await store.findEvent([1], hexIdOf(1))).toEqual(asFound(row))
      await store.close()
    })
  }

  it('begin anew from a file of version 1, so that it is filled from the payloads', async () => {
    const file = freshPath()
    const instance = await DuckDBInstance.create(file)
    const connection = await instance.connect()
    for (const statement of [
      'CREATE TABLE schema_version (version BIGINT NOT NULL)',
      'INSERT INTO schema_version VALUES (1)',
      'CREATE TABLE offsets (spool VARCHAR NOT NULL, position BIGINT NOT NULL)',
      `INSERT INTO offsets VALUES ('spool', 100)`,
      'CREATE TABLE events (project_id BIGINT NOT NULL, tags UINTEGER[] NOT NULL)',
    ]) {
      await connection.run(statement)
    }
    connection.disconnectSync()
    instance.closeSync()

    const store = await openDuckdbEvents(file)
    expect(await store.offset('spool')).toBe(0)
    expect(await store.checkIntegrity()).toEqual([])
    await store.close()
  })

  it('name the columns that are written and read', async () => {
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    await migrate(connection)
    const described = await connection.runAndReadAll('SELECT * FROM events LIMIT 0')
    const names = described.columnNames()
    expect(names.slice(14, -1)).toEqual(idColumns)
    expect(names.at(-1)).toBe('tags')
    connection.disconnectSync()
    instance.closeSync()
  })

  it('refuse a file of a later release and leave it alone', async () => {
    const file = await filledFile()
    const instance = await DuckDBInstance.create(file)
    const connection = await instance.connect()
    await migrate(connection, [...migrations, ['CREATE TABLE of_the_future (id BIGINT)']])
    connection.disconnectSync()
    instance.closeSync()
    const error = await refusal(file)
    expect(error.reason).toBe('newer')
    expect(error.message).toContain(`${migrations.length + 1}`)
  })

  it('leave the version before when a step fails', async () => {
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    const broken = [...migrations, ['CREATE TABLE half (id BIGINT)', 'CREATE TABLE half (id BIGINT)']]
    await expect(migrate(connection, broken)).rejects.toThrow('half')
    expect(await migrate(connection)).toEqual({ outcome: 'ready' })
    const tables = await connection.runAndReadAll(`SELECT table_name FROM duckdb_tables() WHERE table_name = 'half'`)
    expect(tables.getRows()).toEqual([])
    connection.disconnectSync()
    instance.closeSync()
  })
})
