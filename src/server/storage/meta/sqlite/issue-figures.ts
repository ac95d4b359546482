import type { Database } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'
import type { IssueStore } from '../ports/issues.ts'
import type { RecountedIssue } from '../../recount.ts'
import { addUsers, emptySketch, hashUser } from '../../user-sketch.ts'
import { addCell, hour } from './issue-cells.ts'
import { writeRichest } from './issue-richest.ts'
import { replaceSketch } from './issue-users.ts'
import type { Trends } from './trends.ts'

/** Figures that were counted anew from the events. */
export function figureStore(database: Database, trends: Trends): Pick<IssueStore, 'replaceFigures'> {
  return {
    async replaceFigures(figures, expected) {
      return database.write(() => {
        const row = database.get(
          'SELECT project_id, times_seen FROM issues WHERE id = ? AND deleted_at IS NULL',
          figures.issueId,
        )
        if (!row || integer(row, 'times_seen') !== expected.timesSeen) return false
        replaceFigures(database, figures)
        trends.touch(integer(row, 'project_id'), [figures.issueId])
        return true
      })
    },
  }
}

function replaceFigures(database: Database, figures: RecountedIssue): void {
  const { issueId } = figures
  database.run(
    'UPDATE issues SET first_seen = ?, last_seen = ?, times_seen = ?, first_event_id = ?, last_event_id = ?, richest = ? WHERE id = ?',
    figures.firstSeen,
    figures.lastSeen,
    figures.timesSeen,
    figures.firstEventId,
    figures.lastEventId,
    writeRichest(figures.richest),
    issueId,
  )
  replaceSketch(database, issueId, addUsers(emptySketch, figures.userKeys.map(hashUser)))
  database.run('DELETE FROM issue_hours WHERE issue_id = ?', issueId)
  database.run('DELETE FROM issue_environments WHERE issue_id = ?', issueId)
  for (const { name, firstSeen, lastSeen } of figures.environments) {
    for (const { hour: start, environment, events } of figures.hours) {
      if (environment !== name) continue
      // The first and the last hour hold the first and the last event; of the others nobody asks.
      const cell = { hour: start, environment: environment ?? '', events }
      addCell(database, issueId, {
        ...cell,
        firstSeen: Math.max(start, firstSeen),
        lastSeen: Math.min(start + hour - 1, lastSeen),
      })
    }
  }
}
