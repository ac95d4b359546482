import { Boxes, CircleAlert, CirclePlay, Footprints, type LucideIcon, Rocket, Settings } from 'lucide-react'

export interface RailPage {
  /** The route it opens. */
  to:
    | '/organizations/$org/issues/'
    | '/organizations/$org/sessions/'
    | '/organizations/$org/replays/'
    | '/organizations/$org/releases/'
    | '/organizations/$org/projects/'
    | '/settings/'
  label: string
  icon: LucideIcon
  /** The sequence that opens it from anywhere. */
  keys: string
  /** Paths under which the entry is marked. */
  under: RegExp
}

/** What the rail, the bottom bar, the palette and the shortcuts offer. A new page is one line here and one route. */
export const railPages: RailPage[] = [
  {
    to: '/organizations/$org/issues/',
    label: 'Issues',
    icon: CircleAlert,
    keys: 'g i',
    under: /^\/organizations\/[^/]+\/issues/,
  },
  {
    to: '/organizations/$org/sessions/',
    label: 'Sessions',
    icon: Footprints,
    keys: 'g t',
    under: /^\/organizations\/[^/]+\/sessions/,
  },
  {
    to: '/organizations/$org/replays/',
    label: 'Replays',
    icon: CirclePlay,
    keys: 'g v',
    under: /^\/organizations\/[^/]+\/replays/,
  },
  {
    to: '/organizations/$org/releases/',
    label: 'Releases',
    icon: Rocket,
    keys: 'g r',
    under: /^\/organizations\/[^/]+\/releases/,
  },
  {
    to: '/organizations/$org/projects/',
    label: 'Projects',
    icon: Boxes,
    keys: 'g p',
    under: /^\/organizations\/[^/]+\/projects/,
  },
  { to: '/settings/', label: 'Settings', icon: Settings, keys: 'g s', under: /^\/settings/ },
]
