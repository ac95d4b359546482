import { LapwingError } from '../errors.ts'
import type { OutcomeColumn, OutcomeStore, OutcomeSum } from '../storage/meta/ports/outcomes.ts'
import {
  type OutcomeFilters,
  readOutcomeFilters,
  readStatFields,
  shownCategory,
  type StatField,
} from './outcome-query.ts'
import { intervalsOf, type StatsWindow } from './window.ts'

type By = Record<string, string | number | null>

interface Group {
  by: By
  totals: Record<string, number>
  series: Record<string, number[]>
}

const columns: Record<string, OutcomeColumn> = {
  outcome: 'outcome',
  category: 'category',
  reason: 'reason',
  project: 'projectId',
  key: 'publicKey',
}

export interface StatsQuery extends OutcomeFilters {
  field?: string[]
  groupBy?: string[]
}

/** Totals and series per group, largest first. */
export async function groupOutcomes(
  query: StatsQuery,
  projectIds: number[],
  window: StatsWindow,
  meta: Pick<OutcomeStore, 'sumOutcomes'>,
): Promise<Group[]> {
  const fields = readStatFields(query.field)
  const names = [...new Set(query.groupBy ?? [])]
  for (const name of names) {
    if (!Object.hasOwn(columns, name)) throw new LapwingError('bad_request', { detail: `Invalid groupBy: "${name}"` })
  }
  const groups = new Map<string, Group>()
  if (names.length === 0) groups.set('[]', emptyGroup({}, fields, window))
  for (const field of fields) {
    const { start: from, end: to, interval } = window
    // The category decides what is counted, also where nobody groups by it.
    const groupBy = [...new Set([...names.flatMap((name) => columns[name] ?? []), 'category' as const])]
    const filters = readOutcomeFilters(query, field)
    for (const sum of await meta.sumOutcomes({ projectIds, from, to, interval, groupBy, ...filters })) {
      const category = shownCategory(sum.category ?? '', field)
      if (category === null) continue
      const by: By = Object.fromEntries(names.map((name) => [name, valueOf(name, sum, category)]))
      const name = JSON.stringify(Object.values(by))
      const group = groups.get(name) ?? emptyGroup(by, fields, window)
      groups.set(name, group)
      group.totals[field] = (group.totals[field] ?? 0) + sum.quantity
      const series = group.series[field]
      if (series) series[sum.bucket] = (series[sum.bucket] ?? 0) + sum.quantity
    }
  }
  const [first] = fields
  const size = (group: Group) => (first === undefined ? 0 : (group.totals[first] ?? 0))
  return [...groups.values()].toSorted((a, b) => size(b) - size(a))
}

function valueOf(name: string, sum: OutcomeSum, category: string): string | number | null {
  if (name === 'project') return sum.projectId ?? null
  if (name === 'outcome') return sum.outcome ?? null
  if (name === 'reason') return sum.reason || null
  return name === 'key' ? sum.publicKey || null : category
}

function emptyGroup(by: By, fields: readonly StatField[], window: StatsWindow): Group {
  const zeros = intervalsOf(window).map(() => 0)
  return {
    by,
    totals: Object.fromEntries(fields.map((field) => [field, 0])),
    series: Object.fromEntries(fields.map((field) => [field, [...zeros]])),
  }
}
