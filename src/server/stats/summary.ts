import type { OutcomeStore } from '../storage/meta/ports/outcomes.ts'
import { outcomeNames } from '../storage/meta/ports/outcomes.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { type OutcomeFilters, readOutcomeFilters, readStatFields, shownCategory } from './outcome-query.ts'
import type { StatsWindow } from './window.ts'

interface CategoryStats {
  category: string
  outcomes: Record<string, number>
  totals: Record<string, number>
}

/** What came in for a project and was not kept, though nobody asked for that: limits and abuse. */
const droppedOutcomes: readonly string[] = ['rate_limited', 'cardinality_limited', 'abuse', 'invalid']

/** Counts per project and category, all outcomes named. Projects without any are listed with no categories. */
export async function summarizeOutcomes(
  query: OutcomeFilters & { field?: string[] },
  projects: Project[],
  { start: from, end: to }: StatsWindow,
  meta: Pick<OutcomeStore, 'sumOutcomes'>,
): Promise<{ id: string; slug: string; stats: CategoryStats[] }[]> {
  const [field = 'sum(quantity)' as const] = readStatFields(query.field)
  const sums = await meta.sumOutcomes({
    projectIds: projects.map((project) => project.id),
    from,
    to,
    interval: null,
    groupBy: ['projectId', 'category', 'outcome'],
    ...readOutcomeFilters(query, field),
  })
  return projects.map(({ id, slug }) => {
    const stats = new Map<string, CategoryStats>()
    for (const sum of sums) {
      const category = sum.projectId === id ? shownCategory(sum.category ?? '', field) : null
      if (category === null || sum.outcome === undefined) continue
      const entry = stats.get(category) ?? emptyStats(category, field)
      stats.set(category, entry)
      entry.outcomes[sum.outcome] = (entry.outcomes[sum.outcome] ?? 0) + sum.quantity
      entry.totals[field] = (entry.totals[field] ?? 0) + sum.quantity
      if (droppedOutcomes.includes(sum.outcome)) entry.totals['dropped'] = (entry.totals['dropped'] ?? 0) + sum.quantity
    }
    return { id: String(id), slug, stats: [...stats.values()] }
  })
}

function emptyStats(category: string, field: string): CategoryStats {
  return {
    category,
    outcomes: Object.fromEntries(outcomeNames.map((name) => [name, 0])),
    totals: { dropped: 0, [field]: 0 },
  }
}
