import { ensureFirstOrganization } from '../bootstrap.ts'
import type { Config } from '../config.ts'
import { isScope, scopes } from '../http/scopes.ts'
import { openMeta } from '../storage/open.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import { createOrganizationToken } from '../tokens/organization-token.ts'
import { createUserToken, type NewToken } from '../users/tokens.ts'
import { publicUrl } from './public-url.ts'

const usage =
  'usage: token create --scope org:read --scope … [--name NAME]\n       token create --org SLUG [--scope …] [--name NAME]'

interface Wanted {
  /** Whose token; null = the first owner's. */
  organization: string | null
  scopes: string[]
  name: string
}

/**
 * Makes an API token and prints it: it can't be read again. It acts for the first owner, or, with `--org`, for an organisation: then for
 * builds (`org:ci`) unless other scopes are asked for.
 */
export async function createToken(config: Config, words: string[]): Promise<number> {
  const wanted = readWords(words)
  if (wanted === null) return refuse(usage)
  const unknown = wanted.scopes.filter((scope) => !isScope(scope))
  if (wanted.scopes.length === 0 || unknown.length > 0) {
    const reason = unknown.length > 0 ? `unknown scope: ${unknown.join(', ')}` : 'name at least one --scope'
    return refuse(`${reason}\nthere are: ${scopes.join(' ')}`)
  }
  const meta = await openMeta(config.data)
  try {
    const now = Date.now()
    const owner = await findOwner(meta, wanted.organization, now)
    if (owner === null) return refuse(`there is no organization ${wanted.organization ?? ''}`.trimEnd())
    const token: NewToken =
      owner.organizationId === null
        ? createUserToken()
        : createOrganizationToken({ baseUrl: await publicUrl(config), slug: owner.slug, now })
    await meta.createToken({
      name: wanted.name,
      tokenHash: token.tokenHash,
      lastCharacters: token.lastCharacters,
      userId: owner.userId,
      organizationId: owner.organizationId,
      scopes: wanted.scopes,
      createdAt: now,
    })
    console.log(token.value)
    return 0
  } finally {
    await meta.close()
  }
}

function readWords(words: string[]): Wanted | null {
  const wanted: Wanted = { organization: null, scopes: [], name: 'command line' }
  for (let index = 0; index < words.length; index += 2) {
    const value = words[index + 1]
    if (value === undefined) return null
    if (words[index] === '--scope') wanted.scopes.push(...value.split(','))
    else if (words[index] === '--org') wanted.organization = value
    else if (words[index] === '--name') wanted.name = value
    else return null
  }
  if (wanted.organization !== null && wanted.scopes.length === 0) wanted.scopes.push('org:ci')
  return wanted
}

function refuse(reason: string): number {
  console.error(reason)
  return 2
}

async function findOwner(meta: MetaStore, organization: string | null, now: number) {
  if (organization !== null) {
    const found = await meta.findOrganization(organization)
    return found && { userId: null, organizationId: found.id, slug: found.slug }
  }
  const first = await ensureFirstOrganization(meta, now)
  if (first.owner === null) throw new Error(`organisation ${first.organization.slug} has no owner to make a token for`)
  return { userId: first.owner.id, organizationId: null, slug: first.organization.slug }
}
