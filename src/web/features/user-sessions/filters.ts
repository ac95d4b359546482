import { Angry, Bomb, CircleAlert, Hourglass, type LucideIcon, VenetianMask } from 'lucide-react'
import type { UserSession } from '../../api/types.ts'
import type { FlagName, TextName } from './list-search.ts'

interface Flag {
  name: FlagName
  label: string
  /** What the opposite is called. */
  without: string
  /** In a sentence's words. */
  title: string
  icon: LucideIcon
}

/** Filters that are on or off. */
export const flags: Flag[] = [
  { name: 'is_crash', label: 'Crashed', without: 'Not crashed', title: 'It crashed', icon: Bomb },
  { name: 'is_anr', label: 'ANR', without: 'No ANR', title: 'The app did not answer', icon: Hourglass },
  {
    name: 'has_exception_occurred',
    label: 'Exception',
    without: 'No exception',
    title: 'An error came up',
    icon: CircleAlert,
  },
  { name: 'rage_tap', label: 'Rage tap', without: 'No rage tap', title: 'Taps or clicks in rage', icon: Angry },
  {
    name: 'is_anonymous',
    label: 'Anonymous',
    without: 'Known user',
    title: 'Nobody in particular',
    icon: VenetianMask,
  },
]

interface TextFilter {
  name: TextName
  label: string
  placeholder: string
  /** How a text has to look; undefined = any. */
  form?: RegExp
  /** What it has to look like, where it does not. */
  hint?: string
  /** Values that rows of a list have. */
  of?: (session: UserSession) => string | undefined
}

/** Filters that ask for a text. */
export const textFilters: TextFilter[] = [
  {
    name: 'app_version',
    label: 'Release',
    placeholder: 'shop@1.2.0',
    of: ({ device_metadata: device }) => device.app_version,
  },
  { name: 'rev_user', label: 'User', placeholder: 'Id, email or name', of: ({ rev_user_id: user }) => user },
  {
    name: 'device_model',
    label: 'Device',
    placeholder: 'Pixel 9',
    of: ({ device_metadata: device }) => device.model,
  },
  {
    name: 'manufacturer',
    label: 'Manufacturer',
    placeholder: 'Google',
    of: ({ device_metadata: device }) => device.manufacturer,
  },
  {
    name: 'os_version',
    label: 'OS version',
    placeholder: '16',
    of: ({ device_metadata: device }) => device.os_version,
  },
  {
    name: 'network_type',
    label: 'Network',
    placeholder: 'wifi',
    of: ({ device_metadata: device }) => device.network_type,
  },
  { name: 'screen_name', label: 'Screen or page', placeholder: 'https://shop.example.com/cart' },
  { name: 'custom_events', label: 'Event', placeholder: 'Order placed' },
  {
    name: 'session_attributes',
    label: 'Attribute',
    placeholder: 'plan=gold',
    form: /^[^=]+=/,
    hint: 'A tag and its value, as plan=gold.',
  },
  {
    name: 'response_time_list',
    label: 'Response time',
    placeholder: '500-1000',
    form: /^(?:\d{1,9}-\d{0,9}|-\d{1,9})$/,
    hint: 'Milliseconds, as 500-1000, 500- or -1000.',
  },
]

/** What these sessions have that a filter could ask for, the most frequent first. */
export function valuesIn(sessions: readonly UserSession[], of: TextFilter['of']): string[] {
  const counts = new Map<string, number>()
  for (const session of sessions) {
    const value = of?.(session)
    if (value) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value]) => value)
}
