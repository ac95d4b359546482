/** The list of replays over 1 M of them, sorted and filtered, as the store and the API answer it; and how fast replays are folded. */
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { openStorage } from '../src/server/storage/open.ts'
import { type Condition, everything } from '../src/server/storage/condition.ts'
import type { ReplayCondition, ReplayQuery, ReplaySortKey } from '../src/server/storage/replays/port.ts'
import type { Storage } from '../src/server/storage/storage.ts'
import { replayFolder } from './replay-fill.ts'
import { benchReplayRequests } from './replay-requests.ts'
import { longSegments, replayIdOf } from './replay-traffic.ts'
import { record } from './results.ts'
import { loadNote, percentile } from './support.ts'

const repeats = 30
const dayMs = 86_400_000
const projectIds = Array.from({ length: 10 }, (_, index) => index + 1)
const sorts: ReplaySortKey[] = [
  'startedAt',
  'finishedAt',
  'duration',
  'activity',
  'countErrors',
  'countDeadClicks',
  'countRageClicks',
  'browserName',
  'osName',
  'userEmail',
]

export async function benchReplays(replays: number): Promise<void> {
  const size = `${replays / 1e6} M replays`
  const { folder, filled } = await replayFolder(replays)
  if (filled !== null) {
    const { segments, seconds } = filled
    record(`replay segments folded, ${size}`, {
      value: segments / seconds,
      unit: `segments/s (${(segments / 1e6).toFixed(1)} M in ${Math.round(seconds)} s${loadNote()})`,
      budget: '≥ 1,000/s',
      met: segments / seconds >= 1000,
    })
  }
  const bytes = await sizeOf(folder)
  record(`disk, ${size}`, {
    value: bytes / replays,
    unit: `B a replay (${Math.round(bytes / 1e6)} MB)`,
    budget: 'none',
    met: true,
  })
  const storage = await openStorage({ directory: folder, duckdbMemoryMb: 50 })
  try {
    await measureLists(storage, size)
    await measureOthers(storage, size)
  } finally {
    await storage.close()
  }
  await benchReplayRequests(folder, replays, size)
}

/** Pages of 50, all projects; the first requests, which fill caches, count. */
async function measureLists({ replays }: Storage, size: string): Promise<void> {
  const [newest] = await replays.search(toQuery({ days: 90, limit: 1, end: Date.now() }))
  const end = (newest?.finishedAt ?? Date.now()) + 1
  const filters: [string, Condition<ReplayCondition>][] = [
    ['common tag', { kind: 'tag', key: 'locale', match: { kind: 'equals', value: 'de' } }],
    ['rare tag', { kind: 'tag', key: 'customer', match: { kind: 'equals', value: 'customer-77' } }],
    ['tag that none has', { kind: 'tag', key: 'customer', match: { kind: 'equals', value: 'nobody' } }],
    ['url wildcard, common', { kind: 'text', field: 'url', match: { kind: 'pattern', pieces: ['', 'product', ''] } }],
    ['url wildcard, rare', { kind: 'text', field: 'url', match: { kind: 'pattern', pieces: ['', '/4711', ''] } }],
    ['click.selector', click('all', 'element-33')],
    ['dead.selector', click('dead', 'element-33')],
    [
      'click text wildcard',
      { kind: 'click', clicks: 'all', parts: [{ part: 'text', match: { kind: 'contains', value: '77' } }] },
    ],
    ['user email', { kind: 'text', field: 'userEmail', match: { kind: 'equals', value: 'person-77@example.org' } }],
    ['user email wildcard', { kind: 'text', field: 'userEmail', match: { kind: 'pattern', pieces: ['person-1', ''] } }],
    [
      'errors and no dead clicks',
      { kind: 'and', of: [number('countErrors', '>', 0), number('countDeadClicks', '=', 0)] },
    ],
    [
      'no replay of two common ones',
      {
        kind: 'and',
        of: [
          { kind: 'text', field: 'osName', match: { kind: 'equals', value: 'iOS' } },
          { kind: 'not', of: { kind: 'text', field: 'deviceFamily', match: { kind: 'equals', value: 'iPhone' } } },
        ],
      },
    ],
  ]
  for (const days of [14, 90]) {
    for (const key of sorts) {
      await measure(`replay list, sort -${key}, ${days} d, ${size}`, () => replays.search(toQuery({ days, end, key })))
    }
    await measure(`replay list, sort userEmail upwards, ${days} d, ${size}`, () =>
      replays.search({ ...toQuery({ days, end }), sort: { key: 'userEmail', descending: false } }),
    )
    for (const [name, where] of filters) {
      const queries = (['startedAt', 'countErrors', 'browserName'] as const).map((key) =>
        toQuery({ days, end, key, where }),
      )
      await measure(`replay list, ${name}, 3 sorts, ${days} d, ${size}`, async (turn) => {
        const query = queries[turn % queries.length]
        if (query) await replays.search(query)
      })
    }
    await measure(`replay list in one environment, page 20, ${days} d, ${size}`, () =>
      replays.search({ ...toQuery({ days, end }), environments: ['staging'], offset: 1000 }),
    )
    await measure(`selectors, ${days} d, ${size}`, () =>
      replays.listSelectors({
        projectIds,
        environments: null,
        start: end - days * dayMs,
        end,
        sort: { key: 'countDeadClicks', descending: true },
        limit: 50,
        offset: 0,
      }),
    )
  }
}

function click(clicks: 'all' | 'dead', id: string): ReplayCondition {
  return { kind: 'click', clicks, parts: [{ part: 'id', match: { kind: 'equals', value: id } }] }
}

function number(field: 'countErrors' | 'countDeadClicks', comparison: '=' | '>', value: number): ReplayCondition {
  return { kind: 'number', field, comparison, value }
}

function toQuery({
  days,
  end,
  key = 'startedAt',
  where = everything,
  limit = 50,
}: {
  days: number
  end: number
  key?: ReplaySortKey
  where?: Condition<ReplayCondition>
  limit?: number
}): ReplayQuery {
  const sort = { key, descending: true }
  return { projectIds, environments: null, where, start: end - days * dayMs, end, sort, limit, offset: 0, viewerId: 1 }
}

/** A replay of 200 segments, and deleting. */
async function measureOthers({ replays }: Storage, size: string): Promise<void> {
  const replayId = replayIdOf(0)
  const [project] = await Promise.all(
    projectIds.map(async (projectId) => (await replays.findSegment(projectId, replayId, 0)) && projectId),
  ).then((found) => found.flatMap((id) => id ?? []))
  if (project === undefined) throw new Error('the long replay is not there')
  await measure(`a replay of ${longSegments} segments, ${size}`, async () => {
    await replays.find({ projectIds, replayId, viewerId: 1 })
    await replays.listSegments(project, replayId, { limit: longSegments, offset: 0 })
    await replays.listClicks(project, replayId, { limit: 1000, offset: 0 })
  })
}

async function measure(name: string, body: (turn: number) => Promise<unknown>): Promise<void> {
  const times: number[] = []
  for (let index = 0; index < repeats; index++) {
    const started = performance.now()
    await body(index)
    times.push(performance.now() - started)
  }
  const p95 = percentile(times, 0.95)
  record(`${name}, p95`, { value: p95, unit: 'ms', budget: '< 100 ms', met: p95 < 100 })
}

async function sizeOf(folder: string): Promise<number> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('replays.sqlite'))
  const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}
