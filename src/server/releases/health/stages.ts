import { LapwingError } from '../../errors.ts'
import type { MetaStore } from '../../storage/meta/port.ts'
import { type Adoption, type AdoptionStage, adoptionStages } from '../../storage/meta/ports/adoptions.ts'

/** The stage that the times of an adoption tell. */
export function stageOf({ adoptedAt, replacedAt }: Pick<Adoption, 'adoptedAt' | 'replacedAt'>): AdoptionStage {
  if (adoptedAt === null) return 'low_adoption'
  return replacedAt === null ? 'adopted' : 'replaced'
}

/**
 * Versions of the projects' releases that `release.stage:` names, for searches of releases, issues and sessions. A release has a stage in each
 * environment, so that, as in Sentry, exactly one has to be chosen; anything else, and a stage that there is not, is `invalid_query` in Sentry's
 * words. Negated: releases that were seen in the environment and are in another stage.
 */
export async function listReleasesOfStage(
  search: {
    organizationId: number
    projectIds: number[]
    /** Null = all. */
    environments: string[] | null
    stages: string[]
    isNegated?: boolean
  },
  { storage }: { storage: { meta: Pick<MetaStore, 'listVersionsOfStages'> } },
): Promise<string[]> {
  const { projectIds, environments, isNegated = false } = search
  const [environment, ...others] = environments ?? []
  if (environment === undefined || others.length > 0) {
    throw new LapwingError('invalid_query', { detail: 'Choose a single environment to filter by release stage.' })
  }
  const named = new Set(search.stages.map(readStage))
  const stages = adoptionStages.filter((stage) => named.has(stage) !== isNegated)
  return storage.meta.listVersionsOfStages({ projectIds, environment, stages })
}

function readStage(name: string): AdoptionStage {
  const stage = adoptionStages.find((one) => one === name)
  if (!stage) throw new LapwingError('invalid_query', { detail: 'Unsupported release.stage value.' })
  return stage
}
