import { openStorage } from '../../src/server/storage/open.ts'
import type { SessionFigures } from '../../src/server/storage/sessions/port.ts'

/** What a stopped server knows of the sessions of the last day, by release. */
export async function readHealth(data: string): Promise<Record<string, SessionFigures & { environment: string }>> {
  const storage = await openStorage({ directory: data, duckdbMemoryMb: 64 })
  try {
    const hour = 3_600_000
    const end = Math.ceil(Date.now() / hour) * hour
    const groups = await storage.sessions.summarize({
      organizationId: 1,
      projectIds: [1],
      isWholeOrganization: true,
      where: { kind: 'and', of: [] },
      start: end - 24 * hour,
      end,
      groupBy: ['release', 'environment'],
      groups: null,
      wants: { users: true, durations: true },
    })
    return Object.fromEntries(
      groups.map(({ key, figures }) => [key.release, { ...figures, environment: key.environment ?? '' }]),
    )
  } finally {
    await storage.close()
  }
}
