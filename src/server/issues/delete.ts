import type { MetaStore } from '../storage/meta/port.ts'
import type { ProjectSelection } from './update/apply.ts'
import { chunksOf } from './update/chunks.ts'

/**
 * Takes the issues away at once; a job removes their events, payloads and tags afterwards (jobs/). An event of the same kind that comes
 * later opens a new issue. Gives how many there were.
 */
export async function deleteSelected(
  selections: ProjectSelection[],
  at: number,
  meta: Pick<MetaStore, 'deleteIssues'>,
): Promise<number> {
  let deleted = 0
  for (const { project, ids } of selections) {
    for (const chunk of chunksOf(ids)) deleted += (await meta.deleteIssues(project.id, chunk, at)).length
  }
  return deleted
}
