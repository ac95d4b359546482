import type { Condition } from '../condition.ts'
import { meetsCondition } from '../meta/release-condition.ts'
import type { SessionCondition } from './port.ts'

/** Whether sessions of this project, release and environment meet the condition. Places are few: tested one by one, not by the engine. */
export function meets(
  place: { projectId: number; release: string; environment: string },
  where: Condition<SessionCondition>,
): boolean {
  switch (where.kind) {
    case 'and':
      return where.of.every((part) => meets(place, part))
    case 'or':
      return where.of.some((part) => meets(place, part))
    case 'not':
      return !meets(place, where.of)
    case 'projects':
      return where.projectIds.includes(place.projectId)
    case 'environments':
      return where.environments.includes(place.environment)
    case 'releases':
      return where.releases.includes(place.release)
    case 'release':
      return meetsCondition(place.release, where.where)
  }
}
