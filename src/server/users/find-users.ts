import type { User } from '../storage/meta/ports/people.ts'
import type { MetaStore } from '../storage/meta/port.ts'

/** People by their ids, each looked up once; those that are not there are left out. */
export async function findUsers(ids: Iterable<number>, meta: Pick<MetaStore, 'findUser'>): Promise<Map<number, User>> {
  const users = await Promise.all([...new Set(ids)].map((id) => meta.findUser(id)))
  return new Map(users.flatMap((user) => (user ? [[user.id, user]] : [])))
}
