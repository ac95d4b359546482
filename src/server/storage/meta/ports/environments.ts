/** An environment that a project's events came from or that it was deployed to. The name is its identity. */
export interface Environment {
  projectId: number
  name: string
  /** Left out of what people choose from. */
  isHidden: boolean
}

export interface EnvironmentStore {
  /** By name, then project. */
  listEnvironments(projectIds: number[]): Promise<Environment[]>
  /** Hides or shows these of a project; those that it has not are passed over. */
  hideEnvironments(projectId: number, names: string[], isHidden: boolean): Promise<void>
}

/** Every method may be called from another thread. */
export const environmentMethods = {
  listEnvironments: true,
  hideEnvironments: true,
} as const satisfies Record<keyof EnvironmentStore, true>
