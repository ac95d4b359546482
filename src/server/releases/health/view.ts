import type { ApiServices } from '../../http/context.ts'
import type { Project } from '../../storage/meta/ports/projects.ts'
import type { Release, ReleaseFigures } from '../../storage/meta/ports/releases.ts'
import { healthKey, listWithSessions, readHealth } from './figures.ts'
import type { HealthWish } from './options.ts'
import type { AdoptionStageJson, HealthData } from './schema.ts'
import { serializeHealth, serializeStage } from './serialize.ts'

/** What a release's entry of a project says of its health. */
export interface HealthMembers {
  hasHealthData: boolean
  healthData?: HealthData
}

/** The health of a page of releases, as the API shows it. */
export interface HealthView {
  of(projectId: number, release: Release): HealthMembers
  stagesOf(release: Release): { adoptionStages?: Record<string, AdoptionStageJson> }
}

/** Reads what is wished for of these releases, each in its projects. */
export async function readReleaseHealth(
  page: {
    organizationId: number
    releases: Release[]
    figures: ReleaseFigures[]
    environments: string[] | null
    projects: Map<number, Project>
  },
  wish: HealthWish,
  { storage, now }: Pick<ApiServices, 'storage' | 'now'>,
): Promise<HealthView> {
  const { organizationId, releases, figures, environments, projects } = page
  const projectIds = [...new Set(figures.flatMap((one) => one.projects.map(({ projectId }) => projectId)))]
  const versions = releases.map(({ version }) => version)
  const [of, stages] = await Promise.all([
    readMembers({ organizationId, projectIds, versions, environments, now: now() }, wish, storage),
    wish.adoptionStages
      ? readStages({ releaseIds: releases.map(({ id }) => id), projectIds, environments }, projects, storage)
      : null,
  ])
  return {
    of,
    stagesOf: ({ id }) => (stages ? { adoptionStages: stages.get(id) ?? {} } : {}),
  }
}

async function readMembers(
  scope: Parameters<typeof readHealth>[0],
  { health }: HealthWish,
  { sessions }: Pick<ApiServices['storage'], 'sessions'>,
): Promise<HealthView['of']> {
  if (!health) {
    const withSessions = await listWithSessions(scope, sessions)
    return (projectId, { version }) => ({ hasHealthData: withSessions.has(healthKey(projectId, version)) })
  }
  const all = await readHealth(scope, health, sessions)
  return (projectId, { version }) => {
    const own = all.get(healthKey(projectId, version))
    if (!own) throw new Error(`no health was read of ${version}`)
    return { hasHealthData: own.hasSessions, healthData: serializeHealth(own, health) }
  }
}

/**
 * A project has one stage: where several environments are looked at, the furthest. Sentry takes that of the environment where the release was
 * first seen last, by which a release in use everywhere falls back with the first event from a test machine.
 */
async function readStages(
  query: { releaseIds: number[]; projectIds: number[]; environments: string[] | null },
  projects: Map<number, Project>,
  { meta }: Pick<ApiServices['storage'], 'meta'>,
): Promise<Map<number, Record<string, AdoptionStageJson>>> {
  const stages = new Map<number, Record<string, AdoptionStageJson>>()
  for (const adoption of await meta.listAdoptions(query)) {
    const slug = projects.get(adoption.projectId)?.slug
    if (slug === undefined) continue
    const own = stages.get(adoption.releaseId) ?? {}
    stages.set(adoption.releaseId, own)
    own[slug] ??= serializeStage(adoption)
  }
  return stages
}
