import type { MetaStore } from '../storage/meta/port.ts'

/** How many people of the organisation are in each of its teams. */
export async function countTeamMembers(
  organizationId: number,
  meta: Pick<MetaStore, 'listMembers' | 'listTeamIdsOfUser'>,
): Promise<Map<number, number>> {
  const counts = new Map<number, number>()
  for (const { userId } of await meta.listMembers(organizationId)) {
    for (const teamId of await meta.listTeamIdsOfUser(userId)) counts.set(teamId, (counts.get(teamId) ?? 0) + 1)
  }
  return counts
}
