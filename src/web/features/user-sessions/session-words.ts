import type { UserSession, WholeUserSession } from '../../api/types.ts'

type Device = UserSession['device_metadata']

/** Whose session it was: the best name that anybody told, and the next. */
export function nameOf({ user }: Pick<UserSession, 'user'>): { name: string; also: string | null } {
  const names = [user.name, user.email, user.id].filter((name): name is string => name !== null && name !== '')
  const [name = 'Anonymous', also = null] = names
  return { name, also }
}

const systems = { android: 'Android', ios: 'iOS', web: null } as const

/** `Google Pixel 9`; the maker only where the model does not begin with it. '' when nobody told. */
export function deviceWords({ manufacturer = '', model = '' }: Pick<Device, 'manufacturer' | 'model'>): string {
  const isNamed = model.toLowerCase().startsWith(manufacturer.toLowerCase())
  return isNamed ? model : [manufacturer, model].filter(Boolean).join(' ')
}

/** `Android 16`; of a web site, whose systems have no names here, the kind alone. */
export function systemWords({ platform, device_metadata: { os_version: version } }: UserSession): string {
  const system = systems[platform]
  return system === null ? 'Web' : [system, version].filter(Boolean).join(' ')
}

/** Platform ids that the icons know. */
export const iconOf = { android: 'android', ios: 'apple', web: 'javascript' } as const

type Health = WholeUserSession['sessions'][number]

/** How a session of release health is or ended. */
export function healthWords({ status, is_errored: isErrored }: Pick<Health, 'status' | 'is_errored'>): string {
  switch (status) {
    case 'crashed':
      return 'crashed'
    case 'abnormal':
      return 'ended abnormally'
    case 'unhandled':
      return 'had an unhandled error'
    case 'exited':
      return isErrored ? 'ended, with errors' : 'ended well'
    case 'ok':
      return isErrored ? 'open, with errors' : 'open'
  }
}

/** The worst of several: how the session was as a whole. Null without any. */
export function worstOf(sessions: readonly Health[]): Health | null {
  const weight = ({ status, is_errored: isErrored }: Health) =>
    ['ok', 'exited', 'unhandled', 'abnormal', 'crashed'].indexOf(status) + (isErrored ? 1.5 : 0)
  return sessions.toSorted((a, b) => weight(b) - weight(a))[0] ?? null
}

export function healthColour({ status, is_errored: isErrored }: Pick<Health, 'status' | 'is_errored'>): string {
  if (status === 'crashed' || status === 'abnormal' || status === 'unhandled') return 'text-error'
  return isErrored ? 'text-warning' : 'text-ok'
}
