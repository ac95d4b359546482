import type { Database } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'
import { selectorOf, writeElement } from '../element.ts'
import type { ReplaySelector, SelectorQuery } from '../port.ts'
import { elementReader, type View } from './view.ts'

const hourMs = 3_600_000
const hour = 1
const day = 24

/** A click as its segment keeps it. */
export type WrittenClick = [at: number, nodeId: number, kind: number, element: number]
export const deadClick = 1
export const rageClick = 2

/** Adds the dead ones to the cells of their hours and days; `sign` -1 takes them back. */
export function countDeadClicks(
  database: Database,
  place: { projectId: number; environment: string },
  clicks: WrittenClick[],
  sign: 1 | -1,
): void {
  for (const [at, , kind, element] of clicks) {
    if (kind < deadClick) continue
    const hours = Math.floor(at / hourMs)
    for (const span of [hour, day]) {
      const key = [span, place.projectId, hours - (hours % span), place.environment, element]
      database.run(
        `INSERT INTO dead_clicks VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET dead = dead + excluded.dead, rage = rage + excluded.rage`,
        ...key,
        sign,
        kind === rageClick ? sign : 0,
      )
      if (sign === 1) continue
      database.run(
        'DELETE FROM dead_clicks WHERE span = ? AND project_id = ? AND start = ? AND environment = ? AND element = ? AND dead = 0',
        ...key,
      )
    }
  }
}

/** See `ReplayStore.listSelectors`. */
export function listSelectors(view: View, query: SelectorQuery): ReplaySelector[] {
  const elementOf = elementReader(view)
  const found = new Map<string, { name: string; selector: ReplaySelector }>()
  for (const projectId of new Set(query.projectIds)) {
    for (const { span, from, to } of coverHours(query.start, query.end)) {
      const rows = view.database.all(
        `SELECT element, sum(dead) AS dead, sum(rage) AS rage FROM dead_clicks
         WHERE span = ? AND project_id = ? AND start >= ? AND start < ?
           AND (? IS NULL OR environment IN (SELECT value FROM json_each(?)))
         GROUP BY element`,
        span,
        projectId,
        from,
        to,
        ...Array(2).fill(query.environments && JSON.stringify(query.environments)),
      )
      for (const row of rows) {
        const element = selectorOf(elementOf(integer(row, 'element')))
        const name = writeElement(element)
        const key = `${projectId} ${name}`
        const selector = found.get(key)?.selector ?? { projectId, element, countDeadClicks: 0, countRageClicks: 0 }
        selector.countDeadClicks += integer(row, 'dead')
        selector.countRageClicks += integer(row, 'rage')
        found.set(key, { name, selector })
      }
    }
  }
  const { key, descending } = query.sort
  const compare = (a: ReplaySelector, b: ReplaySelector): number =>
    (descending ? b[key] - a[key] : a[key] - b[key]) || a.projectId - b.projectId
  const sorted = [...found.values()].toSorted((a, b) => compare(a.selector, b.selector) || (a.name < b.name ? -1 : 1))
  return sorted.slice(query.offset, query.offset + query.limit).map(({ selector }) => selector)
}

/** Whole days where they are within, hours before and behind. */
function coverHours(start: number, end: number): { span: number; from: number; to: number }[] {
  const [from, to] = [Math.floor(start / hourMs), Math.floor(end / hourMs) + 1]
  const [firstDay, lastDay] = [Math.ceil(from / day) * day, Math.floor(to / day) * day]
  if (firstDay >= lastDay) return [{ span: hour, from, to }]
  return [
    { span: hour, from, to: firstDay },
    { span: day, from: firstDay, to: lastDay },
    { span: hour, from: lastDay, to },
  ]
}
