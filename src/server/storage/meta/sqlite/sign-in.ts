import type { PeopleStore } from '../ports/people.ts'
import type { Database } from '../../sqlite/database.ts'
import { integer, text } from '../../sqlite/rows.ts'

type SignInStore = Pick<
  PeopleStore,
  | 'createWebSession'
  | 'findWebSession'
  | 'deleteWebSession'
  | 'deleteWebSessionsOf'
  | 'createSignInLink'
  | 'consumeSignInLink'
>

/** Signed-in browsers and one-time links. Expired rows go when a new one is written: no job of its own for so few. */
export function signInStore(database: Database): SignInStore {
  return {
    async createWebSession({ secretHash, userId, createdAt, expiresAt }) {
      database.write(() => {
        database.run('DELETE FROM web_sessions WHERE expires_at <= ?', createdAt)
        database.run('INSERT INTO web_sessions VALUES (?, ?, ?, ?)', secretHash, userId, createdAt, expiresAt)
      })
    },
    async findWebSession(secretHash, now) {
      const row = database.get('SELECT * FROM web_sessions WHERE secret_hash = ? AND expires_at > ?', secretHash, now)
      if (!row) return null
      return {
        secretHash: text(row, 'secret_hash'),
        userId: integer(row, 'user_id'),
        createdAt: integer(row, 'created_at'),
        expiresAt: integer(row, 'expires_at'),
      }
    },
    async deleteWebSession(secretHash) {
      database.run('DELETE FROM web_sessions WHERE secret_hash = ?', secretHash)
    },
    async deleteWebSessionsOf(userId, keepSecretHash) {
      database.run('DELETE FROM web_sessions WHERE user_id = ? AND secret_hash <> ?', userId, keepSecretHash ?? '')
    },
    async createSignInLink({ tokenHash, userId, createdAt, expiresAt }) {
      database.write(() => {
        database.run('DELETE FROM sign_in_links WHERE expires_at <= ?', createdAt)
        database.run('INSERT INTO sign_in_links VALUES (?, ?, ?, ?, NULL)', tokenHash, userId, createdAt, expiresAt)
      })
    },
    async consumeSignInLink(tokenHash, now) {
      // One statement decides: of two uses at once, only one finds `used_at` empty.
      const row = database.get(
        `UPDATE sign_in_links SET used_at = ?1 WHERE token_hash = ?2 AND used_at IS NULL AND expires_at > ?1
         RETURNING user_id`,
        now,
        tokenHash,
      )
      return row ? { userId: integer(row, 'user_id') } : null
    },
  }
}
