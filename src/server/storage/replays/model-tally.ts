import { matchesText } from '../text-match.ts'
import { tagsOf, textsOf } from './model-match.ts'
import type { ModelReplay } from './model-show.ts'
import type { Replay, ReplayValue, ReplayValueField } from './port.ts'

export interface TalliedReplay {
  replay: ModelReplay
  shown: Replay
}

export function tallyKeys(replays: TalliedReplay[]): { key: string; replays: number; values: number }[] {
  const told = replays.flatMap(({ replay }) => [...replay.segments.values()].flatMap((one) => one.told?.tags ?? []))
  const keys = [...new Set(told.flatMap(([key, value]) => (value === '' ? [] : [key])))]
  return keys
    .map((key) => {
      const own = replays.map(({ replay }) => tagsOf(replay, key)).filter((values) => values.length > 0)
      return { key, replays: own.length, values: new Set(own.flat()).size }
    })
    .toSorted((a, b) => b.replays - a.replays || compareText(a.key, b.key))
}

export function tallyValues(
  replays: TalliedReplay[],
  { of, contains, limit }: { of: ReplayValueField; contains: string | null; limit: number },
): ReplayValue[] {
  const found = new Map<string, ReplayValue>()
  for (const { replay, shown } of replays) {
    const all = of.kind === 'tag' ? tagsOf(replay, of.key) : textsOf(replay, shown, of.field)
    for (const value of new Set(all)) {
      if (contains !== null && !matchesText(value, { kind: 'contains', value: contains })) continue
      const { startedAt, finishedAt } = shown
      const known = found.get(value) ?? { value, count: 0, firstSeen: startedAt, lastSeen: finishedAt }
      known.count++
      known.firstSeen = Math.min(known.firstSeen, startedAt)
      known.lastSeen = Math.max(known.lastSeen, finishedAt)
      found.set(value, known)
    }
  }
  return [...found.values()].toSorted((a, b) => b.count - a.count || compareText(a.value, b.value)).slice(0, limit)
}

/** By code points. */
function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
