import type { MetaStore } from '../storage/meta/port.ts'

const hour = 3_600_000
/** In one transaction. */
const atOnce = 500

/** Resolves the issues of projects with a `resolveAge` that had no event for so many hours; how many. Called every hour. */
export async function resolveOldIssues(
  meta: Pick<MetaStore, 'listResolveAges' | 'matchIssues' | 'changeIssues'>,
  now: number,
): Promise<number> {
  let resolved = 0
  for (const { projectId, hours } of await meta.listResolveAges()) {
    for (;;) {
      const ids = await meta.matchIssues({
        projectIds: [projectId],
        where: {
          kind: 'and',
          of: [
            { kind: 'status', statuses: ['unresolved'] },
            { kind: 'time', field: 'lastSeen', comparison: '<', value: now - hours * hour },
          ],
        },
        ids: null,
        limit: atOnce,
      })
      const status = { status: 'resolved', substatus: null } as const
      const changed = ids.length === 0 ? [] : await meta.changeIssues(ids, { userId: null, at: now, status })
      resolved += changed.length
      // Nothing changed: they would be found again for ever.
      if (ids.length < atOnce || changed.length === 0) break
    }
  }
  return resolved
}
