import type { PeopleStore, User } from '../ports/people.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { flag, integer, integerOrNull, patchColumns, text, textOrNull } from '../../sqlite/rows.ts'

type UserStore = Pick<PeopleStore, 'createUser' | 'findUser' | 'findUserByEmail' | 'countUsers' | 'updateUser'>

export function userStore(database: Database): UserStore {
  return {
    createUser: async (row) => insertUser(database, row),
    async findUser(id) {
      const row = database.get('SELECT * FROM users WHERE id = ?', id)
      return row ? readUser(row) : null
    },
    async findUserByEmail(email) {
      const row = database.get('SELECT * FROM users WHERE email_key = ?', emailKey(email))
      return row ? readUser(row) : null
    },
    async countUsers() {
      const row = database.get('SELECT count(*) AS count FROM users')
      return row ? integer(row, 'count') : 0
    },
    async updateUser(id, patch) {
      const columns = patchColumns({
        name: patch.name,
        email: patch.email,
        email_key: patch.email === undefined ? undefined : emailKey(patch.email),
        password_hash: patch.passwordHash,
        is_active: patch.isActive === undefined ? undefined : Number(patch.isActive),
        last_active_at: patch.lastActiveAt,
      })
      if (columns) database.run(`UPDATE users SET ${columns.set} WHERE id = ?`, ...columns.values, id)
    },
  }
}

type NewUser = Pick<User, 'email' | 'name' | 'passwordHash' | 'isSuperuser' | 'createdAt'>

export function insertUser(database: Database, row: NewUser): User {
  const { email, name, passwordHash, isSuperuser, createdAt } = row
  const { lastInsertRowid } = database.run(
    `INSERT INTO users (email, email_key, name, password_hash, is_active, is_superuser, created_at)
     VALUES (?, ?, ?, ?, 1, ?, ?)`,
    email,
    emailKey(email),
    name,
    passwordHash,
    Number(isSuperuser),
    createdAt,
  )
  return { id: lastInsertRowid, email, name, passwordHash, isActive: true, isSuperuser, createdAt, lastActiveAt: null }
}

/** Domains ignore case, and so does every mail provider in use: one account an address, however it is typed. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase()
}

export function readUser(row: Row): User {
  return {
    id: integer(row, 'id'),
    email: text(row, 'email'),
    name: text(row, 'name'),
    passwordHash: textOrNull(row, 'password_hash'),
    isActive: flag(row, 'is_active'),
    isSuperuser: flag(row, 'is_superuser'),
    createdAt: integer(row, 'created_at'),
    lastActiveAt: integerOrNull(row, 'last_active_at'),
  }
}
