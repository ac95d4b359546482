import { ensureFirstOrganization } from '../bootstrap.ts'
import type { Config } from '../config.ts'
import { openMeta } from '../storage/open.ts'
import { organizationRoles } from '../storage/meta/ports/people.ts'
import { createSignInLink, signInUrl } from '../users/sign-in-link.ts'
import { publicUrl } from './public-url.ts'

/** Adds a person to the first organisation, or finds them (their role stays), and prints a sign-in link that works once. */
export async function createUserByEmail(config: Config, words: string[]): Promise<number> {
  const [email, option, named, ...rest] = words
  const role = option === undefined ? 'member' : organizationRoles.find((one) => option === '--role' && one === named)
  if (email === undefined || role === undefined || rest.length > 0 || !/^[^\s@]+@[^\s@]+$/.test(email)) {
    console.error(`usage: user create EMAIL [--role ${organizationRoles.join('|')}]`)
    return 2
  }
  const meta = await openMeta(config.data)
  try {
    const { organization } = await ensureFirstOrganization(meta, Date.now())
    const now = Date.now()
    const existing = await meta.findUserByEmail(email)
    const user =
      existing ??
      (await meta.createUser({ email, name: email, passwordHash: null, isSuperuser: false, createdAt: now }))
    if (existing === null) {
      await meta.addMember({ organizationId: organization.id, userId: user.id, role, createdAt: now })
      for (const team of await meta.listTeams(organization.id)) await meta.addTeamMember(team.id, user.id)
    }
    const { token } = await createSignInLink(meta, { userId: user.id, now })
    console.log(`Sign in: ${signInUrl(await publicUrl(config), token)}`)
    return 0
  } finally {
    await meta.close()
  }
}
