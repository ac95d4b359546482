import { ensureFirstOrganization, findProjectDsn } from '../bootstrap.ts'
import type { Config } from '../config.ts'
import { createProject } from '../projects/create.ts'
import { openMeta } from '../storage/open.ts'
import { publicUrl } from './public-url.ts'

/** Adds a project to the first organisation and prints its DSN. */
export async function createProjectByName(config: Config, words: string[]): Promise<number> {
  const name = words.join(' ').trim()
  if (name === '' || words.some((word) => word.startsWith('--'))) {
    console.error('usage: project create NAME')
    return 2
  }
  const meta = await openMeta(config.data)
  try {
    const { organization } = await ensureFirstOrganization(meta, Date.now())
    const [team] = await meta.listTeams(organization.id)
    const project = await createProject(meta, {
      organizationId: organization.id,
      name,
      slug: null,
      platform: null,
      teamId: team?.id ?? null,
      now: Date.now(),
    })
    console.log(await findProjectDsn(meta, project.id, await publicUrl(config)))
    return 0
  } finally {
    await meta.close()
  }
}
