import { ensureFirstOrganization } from '../bootstrap.ts'
import type { Config } from '../config.ts'
import { isScope, scopes } from '../http/scopes.ts'
import { openMeta } from '../storage/open.ts'
import { createUserToken } from '../users/tokens.ts'

/** Makes an API token that acts for the first owner, with the scopes asked for, and prints it: it can't be read again. */
export async function createToken(config: Config, words: string[]): Promise<number> {
  const wanted: string[] = []
  for (let index = 0; index < words.length; index += 2) {
    const value = words[index + 1]
    if (words[index] !== '--scope' || value === undefined) {
      console.error('usage: token create --scope org:read --scope …')
      return 2
    }
    wanted.push(...value.split(','))
  }
  const unknown = wanted.filter((scope) => !isScope(scope))
  if (wanted.length === 0 || unknown.length > 0) {
    console.error(unknown.length > 0 ? `unknown scope: ${unknown.join(', ')}` : 'name at least one --scope')
    console.error(`there are: ${scopes.join(' ')}`)
    return 2
  }
  const meta = await openMeta(config.data)
  try {
    const { organization, owner } = await ensureFirstOrganization(meta, Date.now())
    if (owner === null) throw new Error(`organisation ${organization.slug} has no owner to make a token for`)
    const token = createUserToken()
    await meta.createToken({
      name: 'command line',
      tokenHash: token.tokenHash,
      lastCharacters: token.lastCharacters,
      userId: owner.id,
      organizationId: null,
      scopes: wanted,
      createdAt: Date.now(),
    })
    console.log(token.value)
    return 0
  } finally {
    await meta.close()
  }
}
