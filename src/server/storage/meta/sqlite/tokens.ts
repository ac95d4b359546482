import type { ApiToken, PeopleStore } from '../ports/people.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { integer, integerOrNull, strings, text } from '../../sqlite/rows.ts'

type TokenStore = Pick<
  PeopleStore,
  'createToken' | 'findToken' | 'findTokenByHash' | 'listTokens' | 'touchToken' | 'renameToken' | 'deleteToken'
>

/** API tokens; only their sha256 is kept. */
export function tokenStore(database: Database): TokenStore {
  return {
    async createToken(row) {
      const expiresAt = row.expiresAt ?? null
      const { lastInsertRowid } = database.run(
        `INSERT INTO api_tokens
           (name, token_hash, last_characters, user_id, organization_id, scopes, created_at, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        row.name,
        row.tokenHash,
        row.lastCharacters,
        row.userId,
        row.organizationId,
        JSON.stringify(row.scopes),
        row.createdAt,
        expiresAt,
      )
      return { ...row, id: lastInsertRowid, lastUsedAt: null, expiresAt }
    },
    async findToken(id) {
      const row = database.get('SELECT * FROM api_tokens WHERE id = ?', id)
      return row ? readToken(row) : null
    },
    async findTokenByHash(tokenHash) {
      const row = database.get('SELECT * FROM api_tokens WHERE token_hash = ?', tokenHash)
      return row ? readToken(row) : null
    },
    async listTokens(owner) {
      const rows =
        'userId' in owner
          ? database.all('SELECT * FROM api_tokens WHERE user_id = ? ORDER BY id', owner.userId)
          : // A person's token that is limited to an organisation is still that person's.
            database.all(
              'SELECT * FROM api_tokens WHERE organization_id = ? AND user_id IS NULL ORDER BY id',
              owner.organizationId,
            )
      return rows.map(readToken)
    },
    async touchToken(id, at) {
      database.run('UPDATE api_tokens SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE id = ?', at, id)
    },
    async renameToken(id, name) {
      database.run('UPDATE api_tokens SET name = ? WHERE id = ?', name, id)
    },
    async deleteToken(id) {
      database.run('DELETE FROM api_tokens WHERE id = ?', id)
    },
  }
}

function readToken(row: Row): ApiToken {
  return {
    id: integer(row, 'id'),
    name: text(row, 'name'),
    tokenHash: text(row, 'token_hash'),
    lastCharacters: text(row, 'last_characters'),
    userId: integerOrNull(row, 'user_id'),
    organizationId: integerOrNull(row, 'organization_id'),
    scopes: strings(row, 'scopes'),
    createdAt: integer(row, 'created_at'),
    lastUsedAt: integerOrNull(row, 'last_used_at'),
    expiresAt: integerOrNull(row, 'expires_at'),
  }
}
