import { hash } from 'node:crypto'
import type { GroupingComponent } from '../../../../protocol/event.ts'

/** Longer strings are cut in the explanation that is stored; the hash is made of the whole ones. */
const maxExplained = 200

/** One way to look at an event: `app` (in-app frames only), `system` (all frames) or `default` (no frames involved). */
export interface Variant {
  name: 'app' | 'system' | 'default'
  contributes: boolean
  hint: string | null
  /** What the hash is made of. */
  values: string[]
  /** Whether a stack trace is part of the values. */
  hasStack: boolean
  component: GroupingComponent
  description: string
}

/** Hex md5 over the values; a separator keeps `ab, c` and `a, bc` apart. */
export function hashValues(values: string[]): string {
  return hash('md5', values.join('\0'), 'hex')
}

/** A component with text; `hint` says why it does not count or what was changed. */
export function leaf(id: string, value: string, contributes = true, hint: string | null = null): GroupingComponent {
  const values = [value.length > maxExplained ? `${value.slice(0, maxExplained)}…` : value]
  return hint === null ? { id, contributes, values } : { id, contributes, hint, values }
}

/** A component without text. */
export function ignored(id: string, hint: string): GroupingComponent {
  return { id, contributes: false, hint, values: [] }
}

export function branch(
  id: string,
  contributes: boolean,
  values: GroupingComponent[],
  hint: string | null = null,
): GroupingComponent {
  return hint === null ? { id, contributes, values } : { id, contributes, hint, values }
}
