import {
  Angry,
  Dot,
  Globe,
  Keyboard,
  type LucideIcon,
  MousePointer2,
  MousePointerBan,
  Route,
  Terminal,
} from 'lucide-react'
import type { MomentKind } from './moments.ts'

export const momentIcons: Record<MomentKind, LucideIcon> = {
  click: MousePointer2,
  dead: MousePointerBan,
  rage: Angry,
  input: Keyboard,
  navigation: Route,
  console: Terminal,
  network: Globe,
  note: Dot,
}
