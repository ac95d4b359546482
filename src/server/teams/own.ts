import type { Caller } from '../http/authenticate.ts'
import type { MetaStore } from '../storage/meta/port.ts'

/** Teams that the calling person is in; none for tokens of an organisation. */
export async function listOwnTeamIds(caller: Caller, meta: Pick<MetaStore, 'listTeamIdsOfUser'>): Promise<number[]> {
  return caller.user ? meta.listTeamIdsOfUser(caller.user.id) : []
}
