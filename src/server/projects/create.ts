import { LapwingError } from '../errors.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { createKeyPair, defaultProjectSettings } from './defaults.ts'
import { isSlug, slugOf } from './slug.ts'

export interface NewProject {
  organizationId: number
  name: string
  /** Null = made from the name, with a number behind it when taken. */
  slug: string | null
  platform: string | null
  teamId: number | null
  now: number
}

/** Creates a project with one key. A slug that was asked for and is taken is a `conflict`. */
export async function createProject(meta: Pick<MetaStore, 'createProject'>, input: NewProject): Promise<Project> {
  const name = input.name.trim()
  if (name === '') throw new LapwingError('invalid_input', { fields: { name: ['This field may not be blank.'] } })
  if (input.slug !== null && !isSlug(input.slug))
    throw new LapwingError('invalid_input', { fields: { slug: [slugRule] } })
  const wanted = input.slug ?? slugOf(name) ?? 'project'
  for (let attempt = 1; attempt <= 50; attempt++) {
    const project = await meta.createProject({
      organizationId: input.organizationId,
      slug: attempt === 1 ? wanted : `${wanted}-${attempt}`,
      name,
      platform: input.platform,
      createdAt: input.now,
      settings: defaultProjectSettings(),
      teamId: input.teamId,
      key: { ...createKeyPair(), label: 'Default' },
    })
    if (project) return project
    if (input.slug !== null) break
  }
  throw new LapwingError('conflict', { detail: 'A project with this slug already exists.' })
}

export const slugRule =
  'Enter a valid slug consisting of lowercase letters, numbers, underscores or hyphens. It cannot be entirely numeric.'
