import { type ReplayNumber, type ReplayText, replayNumbers, replayTexts } from '../port.ts'
import type { Database } from '../../sqlite/database.ts'
import { blob, integer } from '../../sqlite/rows.ts'
import { blockSize, type ColumnView, readColumn, viewColumn, writeColumn } from './block.ts'

/** The columns by name. Numbers are for good: they are in the file. Texts are terms, 0 for none. */
export const columnFields = {
  /** `live`, `archived`; 0 for removed ones. */
  flag: 0,
  projectId: 1,
  startedAt: 2,
  finishedAt: 3,
  /** `idPrefix`: orders what is else alike. */
  id: 4,
  countTraces: 5,
  activity: 10,
  duration: 11,
  countDeadClicks: 12,
  countRageClicks: 13,
  countErrors: 14,
  countWarnings: 15,
  countInfos: 16,
  countSegments: 17,
  countUrls: 18,
  countClicks: 19,
  countTaps: 20,
  countMultiClicks: 21,
  countInputs: 22,
  countConsoleMessages: 23,
  countRequests: 24,
  countWebVitals: 25,
  countMutations: 26,
  countHydrationErrors: 27,
  environment: 30,
  dist: 31,
  platform: 32,
  replayType: 33,
  userId: 34,
  userEmail: 35,
  userName: 36,
  userIp: 37,
  sdkName: 38,
  sdkVersion: 39,
  osName: 40,
  osVersion: 41,
  browserName: 42,
  browserVersion: 43,
  deviceName: 44,
  deviceBrand: 45,
  deviceFamily: 46,
  deviceModel: 47,
  otaChannel: 48,
  otaRuntimeVersion: 49,
  otaUpdateId: 50,
} as const satisfies Record<ReplayNumber | ReplayText, number> & Record<string, number>
export type ColumnName = keyof typeof columnFields

export const live = 1
export const archived = 2

/** What is cleared when a replay is archived. */
export const clearedColumns: readonly ColumnName[] = [
  'countTraces',
  ...replayNumbers.filter((name) => name !== 'duration'),
  ...replayTexts,
]

export interface Block {
  id: number
  used: number
  /** The earliest start and the latest finish of its replays, ever. */
  first: number
  last: number
}

/** The columns of all replays. Blocks are also in memory (32 bytes for 1,024 replays); what is set is written by `flush`. */
export interface Columns {
  blocks(): readonly Block[]
  /** The next number. */
  allocate(): number
  set(no: number, name: ColumnName, value: number): void
  get(no: number, name: ColumnName): number
  touch(no: number, startedAt: number, finishedAt: number): void
  flush(): void
  /** As it is written. */
  view(name: ColumnName, block: Block): ColumnView
  dropBlock(id: number): void
}

const fieldFactor = 2 ** 32

/** What is read stays in memory up to here: with it the usual questions about 1 M replays read nothing (times take 4 bytes, most others 1). */
const cachedBytes = 16 * 2 ** 20
const emptyView: ColumnView = { count: 0, base: 0, cells: null }

export function openColumns(database: Database): Columns {
  const blocks: Block[] = database.all('SELECT * FROM blocks ORDER BY id').map((row) => ({
    id: integer(row, 'id'),
    used: integer(row, 'used'),
    first: integer(row, 'first'),
    last: integer(row, 'last'),
  }))
  const byId = new Map(blocks.map((block) => [block.id, block]))
  const touched = new Set<Block>()
  /** Loaded to be changed, by id of the row. */
  const loaded = new Map<number, { values: Float64Array; block: Block; isChanged: boolean }>()

  const views = new Map<number, ColumnView>()
  let viewedBytes = 0

  function keep(id: number, view: ColumnView): void {
    views.set(id, view)
    viewedBytes += sizeOf(view)
    for (const [oldest] of views) {
      if (viewedBytes <= cachedBytes) break
      forget(oldest)
    }
  }

  function forget(id: number): void {
    const view = views.get(id)
    if (view === undefined) return
    views.delete(id)
    viewedBytes -= sizeOf(view)
  }

  function readView(id: number): ColumnView {
    const row = database.get('SELECT data FROM columns WHERE id = ?', id)
    return row ? viewColumn(blob(row, 'data')) : emptyView
  }

  function blockOf(no: number): Block {
    const block = byId.get(Math.floor(no / blockSize))
    if (block === undefined) throw new Error(`no block for replay ${no}`)
    return block
  }

  function load(no: number, name: ColumnName) {
    const block = blockOf(no)
    const id = columnFields[name] * fieldFactor + block.id
    const known = loaded.get(id)
    if (known) return known
    const column = { values: new Float64Array(blockSize), block, isChanged: false }
    readColumn(readView(id), column.values)
    loaded.set(id, column)
    return column
  }

  function addBlock(): Block {
    const block = { id: (blocks.at(-1)?.id ?? -1) + 1, used: 0, first: Number.MAX_SAFE_INTEGER, last: 0 }
    blocks.push(block)
    byId.set(block.id, block)
    return block
  }

  return {
    blocks: () => blocks,
    allocate() {
      const newest = blocks.at(-1)
      const block = newest && newest.used < blockSize ? newest : addBlock()
      touched.add(block)
      return block.id * blockSize + block.used++
    },
    set(no, name, value) {
      const column = load(no, name)
      column.isChanged ||= column.values[no % blockSize] !== value
      column.values[no % blockSize] = value
    },
    get: (no, name) => load(no, name).values[no % blockSize] ?? 0,
    touch(no, startedAt, finishedAt) {
      const block = blockOf(no)
      if (startedAt >= block.first && finishedAt <= block.last) return
      block.first = Math.min(block.first, startedAt)
      block.last = Math.max(block.last, finishedAt)
      touched.add(block)
    },
    flush() {
      for (const [id, { values, block, isChanged }] of loaded) {
        if (!isChanged) continue
        database.run(
          'INSERT INTO columns VALUES (?, ?) ON CONFLICT DO UPDATE SET data = excluded.data',
          id,
          writeColumn(values.subarray(0, block.used)),
        )
        forget(id)
      }
      for (const { id, used, first, last } of touched) {
        database.run(
          `INSERT INTO blocks VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET used = excluded.used, first = excluded.first, last = excluded.last`,
          id,
          used,
          first,
          last,
        )
      }
      loaded.clear()
      touched.clear()
    },
    view(name, block) {
      const id = columnFields[name] * fieldFactor + block.id
      const known = views.get(id)
      if (known) return known
      const view = readView(id)
      keep(id, view)
      return view
    },
    dropBlock(id) {
      for (const field of Object.values(columnFields)) {
        database.run('DELETE FROM columns WHERE id = ?', field * fieldFactor + id)
        forget(field * fieldFactor + id)
      }
      database.run('DELETE FROM blocks WHERE id = ?', id)
      const block = byId.get(id)
      if (block) blocks.splice(blocks.indexOf(block), 1)
      byId.delete(id)
    },
  }
}

/** With what it costs to keep it. */
function sizeOf({ cells }: ColumnView): number {
  return (cells?.byteLength ?? 0) + 200
}

/** The first 48 bits of 32 hex digits. */
export function idPrefix(id: string): number {
  return Number.parseInt(id.slice(0, 12), 16)
}
