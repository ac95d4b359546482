/** How far a release got in one project and environment: https://docs.sentry.io/product/releases/health/#adoption-stages. */
export const adoptionStages = ['low_adoption', 'adopted', 'replaced'] as const

export type AdoptionStage = (typeof adoptionStages)[number]

/** Of a release in a project and environment where it was seen or brought to. */
export interface Adoption {
  releaseId: number
  projectId: number
  environment: string
  /** When it first came into use; null = it has not. */
  adoptedAt: number | null
  /** When it went out of use; null while it is in use, and before. */
  replacedAt: number | null
}

/** A release that is in use in an environment of a project. */
export interface AdoptedRelease {
  projectId: number
  version: string
  environment: string
}

export interface AdoptionStore {
  /**
   * These releases are all that are in use in these projects at this time: those that were not before are from now on, others that were are
   * replaced. One that comes back keeps the time when it first came. Names of no release of the project are passed over. How many changed.
   */
  settleAdoptions(settlement: { projectIds: number[]; adopted: AdoptedRelease[]; at: number }): Promise<number>
  /** By release and project; of their environments those where the release is in use come first, then those where it was. */
  listAdoptions(query: {
    releaseIds: number[]
    projectIds: number[] | null
    environments: string[] | null
  }): Promise<Adoption[]>
  /** When releases last came into use in any of the environments, of those that did. */
  listAdoptionTimes(query: {
    projectIds: number[]
    environments: string[] | null
  }): Promise<{ projectId: number; version: string; adoptedAt: number }[]>
  /** Versions of the projects' releases that are in any of these stages in the environment; the latest by date first. */
  listVersionsOfStages(query: { projectIds: number[]; environment: string; stages: AdoptionStage[] }): Promise<string[]>
}

/** Every method may be called from another thread. */
export const adoptionMethods = {
  settleAdoptions: true,
  listAdoptions: true,
  listAdoptionTimes: true,
  listVersionsOfStages: true,
} as const satisfies Record<keyof AdoptionStore, true>
