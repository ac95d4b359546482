import type { EventDetail } from '../../api/types.ts'

/** Id of the replay that an event names, in its contexts or in a tag as SDKs did before; null when it names none. */
export function replayOf({ contexts, tags }: Pick<EventDetail, 'contexts' | 'tags'>): string | null {
  const named = [contexts?.replay?.replay_id, tags.find(({ key }) => key === 'replayId')?.value]
  for (const id of named) {
    const bare = typeof id === 'string' ? id.replaceAll('-', '').toLowerCase() : ''
    if (/^[0-9a-f]{32}$/.test(bare)) return bare
  }
  return null
}
