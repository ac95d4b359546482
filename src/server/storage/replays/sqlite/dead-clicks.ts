import type { Database } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'
import { readElement, selectorOf, writeElement } from '../element.ts'
import type { ReplaySelector, SelectorQuery } from '../port.ts'
import type { View } from './view.ts'

const hourMs = 3_600_000
const hour = 1
const day = 24

/** A click as its segment keeps it. */
export type WrittenClick = [at: number, nodeId: number, kind: number, element: number]
export const deadClick = 1
export const rageClick = 2

/** Adds the dead ones to the cells of their hours and days; `sign` -1 takes them back. */
export function countDeadClicks(
  { database, terms }: View,
  place: { projectId: number; environment: string },
  clicks: WrittenClick[],
  sign: 1 | -1,
): void {
  for (const [at, , kind, element] of clicks) {
    if (kind < deadClick) continue
    const selector = terms.of('selector', writeElement(selectorOf(readElement(terms.text(element)))))
    const hours = Math.floor(at / hourMs)
    for (const span of [hour, day]) {
      const key = [span, place.projectId, hours - (hours % span), place.environment, selector]
      database.run(
        `INSERT INTO dead_clicks VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET dead = dead + excluded.dead, rage = rage + excluded.rage`,
        ...key,
        sign,
        kind === rageClick ? sign : 0,
      )
      if (sign === 1) continue
      database.run(
        'DELETE FROM dead_clicks WHERE span = ? AND project_id = ? AND start = ? AND environment = ? AND selector = ? AND dead = 0',
        ...key,
      )
    }
  }
}

/** See `ReplayStore.listSelectors`. */
export function listSelectors({ database, terms }: View, query: SelectorQuery): ReplaySelector[] {
  const { key, descending } = query.sort
  const compare = (a: Counted, b: Counted): number => (descending ? b[key] - a[key] : a[key] - b[key])
  const counted = countSelectors(database, query).toSorted(compare)
  // Few are read: those of the page, and what has the same count as its last.
  const last = counted[Math.min(query.offset + query.limit, counted.length) - 1]
  if (last === undefined) return []
  const named = counted
    .filter((one) => compare(one, last) <= 0)
    .map((one) => ({ ...one, name: terms.text(one.selector) }))
    .toSorted((a, b) => compare(a, b) || a.projectId - b.projectId || (a.name < b.name ? -1 : 1))
  const page = named.slice(query.offset, query.offset + query.limit)
  return page.map(({ projectId, name, countDeadClicks: dead, countRageClicks }) => ({
    projectId,
    element: readElement(name),
    countDeadClicks: dead,
    countRageClicks,
  }))
}

interface Counted {
  projectId: number
  /** Its term. */
  selector: number
  countDeadClicks: number
  countRageClicks: number
}

function countSelectors(database: Database, query: SelectorQuery): Counted[] {
  const environments = query.environments && JSON.stringify(query.environments)
  return [...new Set(query.projectIds)].flatMap((projectId) => {
    const found = new Map<number, Counted>()
    for (const { span, from, to } of coverHours(query.start, query.end)) {
      const rows = database.all(
        `SELECT selector, sum(dead) AS dead, sum(rage) AS rage FROM dead_clicks
         WHERE span = ?1 AND project_id = ?2 AND start >= ?3 AND start < ?4
           AND (?5 IS NULL OR environment IN (SELECT value FROM json_each(?5)))
         GROUP BY selector`,
        span,
        projectId,
        from,
        to,
        environments,
      )
      for (const row of rows) {
        const selector = integer(row, 'selector')
        const known = found.get(selector) ?? { projectId, selector, countDeadClicks: 0, countRageClicks: 0 }
        known.countDeadClicks += integer(row, 'dead')
        known.countRageClicks += integer(row, 'rage')
        found.set(selector, known)
      }
    }
    return [...found.values()]
  })
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
