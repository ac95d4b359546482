import type { Replay } from '../../api/types.ts'

/** Whom a replay shows, by the best name there is. */
export function whoOf({ user, is_archived }: Pick<Replay, 'user' | 'is_archived'>): string {
  if (is_archived) return 'Deleted'
  return user.username || user.email || user.id || user.ip || 'Anonymous'
}

/** What tells people of the same name apart: the next best name, null when there is none. */
export function alsoKnownAs(replay: Pick<Replay, 'user' | 'is_archived'>): string | null {
  const { username, email, id, ip } = replay.user
  return [username, email, id, ip].find((name) => name && name !== whoOf(replay)) ?? null
}

/** `Chrome 156 on Linux`; '' when nothing is known. */
export function browserWords({ browser, os, device }: Pick<Replay, 'browser' | 'os' | 'device'>): string {
  const program = [browser.name, browser.version?.split('.', 1)[0]].filter(Boolean).join(' ')
  const system = os.name ?? ''
  const where = device.family && !/^(other|mac|generic)/i.test(device.family) ? ` (${device.family})` : ''
  return `${[program, system].filter(Boolean).join(' on ')}${where}`
}

/** Host and path of an address, without the scheme and what follows `?`: what tells pages apart. */
export function pageWords(url: string): string {
  const match = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)([^?#]*)/i.exec(url)
  return match ? `${match[1]}${match[2] === '/' ? '' : match[2]}` : url
}
