/** What a token may do to one family of things, each step holding the ones before. */
export type Level = 'none' | 'read' | 'write' | 'admin'

export interface Family {
  name: string
  label: string
  levels: readonly Level[]
}

export const families: readonly Family[] = [
  { name: 'event', label: 'Issues and events', levels: ['none', 'read', 'write', 'admin'] },
  { name: 'project', label: 'Projects', levels: ['none', 'read', 'write', 'admin'] },
  { name: 'team', label: 'Teams', levels: ['none', 'read', 'write', 'admin'] },
  { name: 'member', label: 'Members', levels: ['none', 'read', 'write', 'admin'] },
  { name: 'org', label: 'Organization', levels: ['none', 'read', 'write', 'admin'] },
  { name: 'alerts', label: 'Alerts', levels: ['none', 'read', 'write'] },
]

export interface ScopeChoice {
  levels: Record<string, Level>
  /** Releases and their files: `project:releases`. */
  releases: boolean
}

/** What scripts and agents that read and triage need. */
export const defaultChoice: ScopeChoice = {
  levels: { event: 'write', project: 'read', team: 'read', member: 'none', org: 'read', alerts: 'none' },
  releases: false,
}

const steps: readonly Level[] = ['read', 'write', 'admin']

/** The scopes that a choice comes to, written out: `write` brings `read`, `admin` both. */
export function scopesOf(choice: ScopeChoice): string[] {
  const scopes = families.flatMap(({ name }) => {
    const reached = steps.indexOf(choice.levels[name] ?? 'none')
    return steps.slice(0, reached + 1).map((step) => `${name}:${step}`)
  })
  return choice.releases ? [...scopes, 'project:releases'] : scopes
}
