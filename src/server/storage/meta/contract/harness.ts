import type { MetaStore } from '../port.ts'
import type { Occurrence } from '../ports/issues.ts'
import type { Organization } from '../ports/people.ts'
import type { Project } from '../ports/projects.ts'

/** One empty database for the length of a test. */
export interface MetaHarness {
  /** Another connection to the same data each time; the engine's test sees to it that all are closed. */
  open(): Promise<MetaStore>
}

/** Times in the tests are near this one: 2026-09-21T14:13:20Z. */
export const now = 1_790_000_000_000

export const defaultSettings: Project['settings'] = {
  scrub: { enabled: true, defaults: true, scrubIpAddresses: false, sensitiveFields: [], safeFields: [] },
  filters: {
    browserExtensions: false,
    localhost: false,
    webCrawlers: true,
    legacyBrowsers: [],
    reactHydrationErrors: false,
    chunkLoadErrors: false,
    errorMessages: [],
    releases: [],
    ipAddresses: [],
    cspDisallowedSources: [],
  },
  grouping: { fingerprintRules: '', stackTraceRules: '' },
}

export function newOrganization(store: MetaStore, slug = 'acme'): Promise<Organization> {
  return store.createOrganization({ slug, name: slug, createdAt: now })
}

export async function newProject(
  store: MetaStore,
  organizationId: number,
  slug = 'shop',
  publicKey = `public-${organizationId}-${slug}`,
): Promise<Project> {
  const project = await store.createProject({
    organizationId,
    slug,
    name: slug,
    platform: null,
    createdAt: now,
    settings: defaultSettings,
    teamId: null,
    key: { publicKey, secretKey: 'secret', label: 'Default' },
  })
  if (!project) throw new Error(`slug ${slug} is taken`)
  return project
}

export async function newUser(store: MetaStore, email = 'ann@example.com'): Promise<number> {
  const user = await store.createUser({ email, name: 'Ann', passwordHash: null, isSuperuser: false, createdAt: now })
  return user.id
}

/** An occurrence with everything filled in; what matters to a test it says itself. */
export function occurrence(projectId: number, own: Partial<Occurrence> = {}): Occurrence {
  return {
    projectId,
    eventId: 'a'.repeat(32),
    position: 0,
    timestamp: now,
    receivedAt: now,
    hashes: ['h1'],
    userKey: null,
    parts: 0,
    type: 'error',
    level: 'error',
    platform: 'javascript',
    title: 'TypeError: x is undefined',
    culprit: 'render(app.js)',
    location: 'app.js',
    logger: null,
    metadata: { type: 'TypeError', value: 'x is undefined' },
    release: null,
    environment: null,
    isUnhandled: false,
    ...own,
  }
}

/** Applies occurrences as the next batch of a spool; the offset goes on by one an occurrence. */
export async function record(store: MetaStore, occurrences: Occurrence[], spool = 'spool-1') {
  const from = await store.offset(spool)
  const to = from + Math.max(1, occurrences.length)
  const { applied, assignments } = await store.recordBatch({ spool, from, to, occurrences, outcomes: [] })
  if (!applied) throw new Error('batch was not applied')
  return assignments
}

/** The same, for occurrences whose projects exist: the issue ids. */
export async function recordIds(store: MetaStore, occurrences: Occurrence[]): Promise<number[]> {
  const assignments = await record(store, occurrences)
  return assignments.map((assignment) => {
    if (!assignment) throw new Error('occurrence of an unknown project')
    return assignment.issueId
  })
}
