import { createProject } from './projects/create.ts'
import { projectDsn } from './projects/dsn.ts'
import type { MetaStore } from './storage/meta/port.ts'
import type { Organization, User } from './storage/meta/ports/people.ts'
import { createSignInLink, signInUrl } from './users/sign-in-link.ts'

/** What a start prints for the person at the console. */
export interface Welcome {
  /** Signs the first admin in, once, as long as they have no password; the plain sign-in page afterwards. */
  signIn: string
  /** Of the oldest project's first active key; null when there is none. */
  dsn: string | null
}

/** Makes an empty installation usable and says how to get in. */
export async function bootstrap(meta: MetaStore, baseUrl: string, now: number): Promise<Welcome> {
  const { organization, owner } = await ensureFirstOrganization(meta, now)
  const isOpen = owner !== null && owner.passwordHash === null
  const link = isOpen ? await createSignInLink(meta, { userId: owner.id, now }) : null
  return {
    signIn: link === null ? `${baseUrl}/sign-in/` : signInUrl(baseUrl, link.token),
    dsn: await firstDsn(meta, organization, baseUrl),
  }
}

/** The first organisation and its owner; in an empty installation made, with one team, one project and its key. No password is set. */
export async function ensureFirstOrganization(
  meta: MetaStore,
  now: number,
): Promise<{ organization: Organization; owner: User | null }> {
  const [existing] = await meta.listOrganizations(null)
  if (existing !== undefined) {
    const members = await meta.listMembers(existing.id)
    return { organization: existing, owner: members.find((member) => member.role === 'owner')?.user ?? null }
  }
  const organization = await meta.createOrganization({ slug: 'lapwing', name: 'Lapwing', createdAt: now })
  const owner = await meta.createUser({
    email: 'admin@localhost',
    name: 'Admin',
    passwordHash: null,
    isSuperuser: true,
    createdAt: now,
  })
  await meta.addMember({ organizationId: organization.id, userId: owner.id, role: 'owner', createdAt: now })
  const team = await meta.createTeam({
    organizationId: organization.id,
    slug: 'lapwing',
    name: 'Lapwing',
    createdAt: now,
  })
  await meta.addTeamMember(team.id, owner.id)
  await createProject(meta, {
    organizationId: organization.id,
    name: 'App',
    slug: null,
    platform: null,
    teamId: team.id,
    now,
  })
  return { organization, owner }
}

async function firstDsn(meta: MetaStore, organization: Organization, baseUrl: string): Promise<string | null> {
  const [project] = (await meta.listProjects(organization.id)).toSorted((a, b) => a.id - b.id)
  return project === undefined ? null : findProjectDsn(meta, project.id, baseUrl)
}

/** The DSN of a project's first active key; null without one. */
export async function findProjectDsn(meta: MetaStore, projectId: number, baseUrl: string): Promise<string | null> {
  const key = (await meta.listKeys(projectId)).find((candidate) => candidate.isActive)
  return key === undefined ? null : projectDsn(key, baseUrl)
}
