/** Opens the stores of a stopped server and counts what is in each of them. */
import { everything } from '../../src/server/storage/condition.ts'
import { openStorage } from '../../src/server/storage/open.ts'

export interface Audit {
  /** Every stored payload's event id; repeats stay visible. */
  payloads: string[]
  /** Every row of the events view. */
  rows: string[]
  /** `timesSeen` of each issue, summed up over all issues, and as the events view counts them. */
  seen: number
  issues: { title: string; timesSeen: number; rows: number }[]
  accepted: number
}

/** The one project of a fresh installation has id 1. */
export async function auditStores(data: string): Promise<Audit> {
  const storage = await openStorage({ directory: data, duckdbMemoryMb: 160 })
  try {
    const payloads: string[] = []
    for (const spool of await storage.payloads.spools()) {
      for (let from = 0; ; ) {
        const page = await storage.payloads.range(spool, from, Number.MAX_SAFE_INTEGER, 1000)
        payloads.push(...page.map((payload) => payload.eventId))
        const last = page.at(-1)
        if (last === undefined) break
        from = last.position + 1
      }
    }
    const { issues } = await storage.meta.searchIssues({
      projectIds: [1],
      where: everything,
      sort: 'date',
      limit: 100,
      after: null,
      backwards: false,
      now: Date.now(),
    })
    const rows: string[] = []
    const found: Audit['issues'] = []
    for (const issue of issues) {
      const query = { issueId: issue.id, environments: null, start: null, end: null }
      let after: { timestamp: number; eventId: string } | null = null
      let count = 0
      for (;;) {
        const page = await storage.events.listEvents({ ...query, limit: 1000, after })
        rows.push(...page.map((row) => row.eventId))
        count += page.length
        const last = page.at(-1)
        if (last === undefined) break
        after = { timestamp: last.timestamp, eventId: last.eventId }
      }
      found.push({ title: issue.title, timesSeen: issue.timesSeen, rows: count })
    }
    const outcomes = await storage.meta.readOutcomes({ projectIds: [1], from: 0, to: Date.now() + 86_400_000 })
    const accepted = outcomes
      .filter((outcome) => outcome.outcome === 'accepted')
      .reduce((sum, outcome) => sum + outcome.quantity, 0)
    return {
      payloads,
      rows,
      issues: found,
      seen: found.reduce((sum, issue) => sum + issue.timesSeen, 0),
      accepted,
    }
  } finally {
    await storage.close()
  }
}
