import { type Seeded, seedOrganization } from '../../http/testing/seed.ts'
import { type TestApi, testNow } from '../../http/testing/test-api.ts'
import { createProject } from '../../projects/create.ts'
import type { Project } from '../../storage/meta/ports/projects.ts'
import { recordSessions, type ToldSession } from './record.ts'

const hour = 3_600_000

export interface SessionWorld {
  acme: Seeded
  /** Web, API and App. */
  projects: Project[]
  rival: Seeded
}

/** An organisation of three projects with sessions of all kinds over two days, and another one. */
export async function openSessionWorld({ storage }: TestApi): Promise<SessionWorld> {
  const acme = await seedOrganization(storage, 'acme', testNow)
  const rival = await seedOrganization(storage, 'rival', testNow)
  const add = (name: string) =>
    createProject(storage.meta, {
      organizationId: acme.organization.id,
      name,
      slug: name.toLowerCase(),
      platform: null,
      teamId: acme.team.id,
      now: testNow,
    })
  const projects = [acme.project, await add('API'), await add('App')]
  await recordSessions(storage.sessions, [...makeSessions(projects, 300), ...makeSessions([rival.project], 20)])
  return { acme, projects, rival }
}

export const worldReleases = ['', 'shop@1.0.0', 'shop@1.1.0+7', 'shop@2.0.0', 'c0ffee']
export const worldEnvironments = ['', 'production', 'staging']

const kinds: Partial<ToldSession>[] = [
  { duration: 400 },
  { duration: 90_000 },
  {},
  { status: 'ok' },
  { status: 'ok', errors: 2 },
  { status: 'errored', errors: 1 },
  { status: 'crashed' },
  { status: 'unhandled', errors: 1 },
  { status: 'abnormal', errors: 1, mechanism: 'anr_foreground' },
  { status: 'abnormal', errors: 1, mechanism: 'anr_background' },
]

/** The same ones each time. */
function makeSessions(projects: Project[], count: number): ToldSession[] {
  const pick = picker()
  return Array.from({ length: count }, () => {
    const project = pick(projects)
    const release = pick(worldReleases)
    // This one is of nobody in particular, and none of its sessions ends.
    const isCommit = release === 'c0ffee'
    return {
      project,
      started: testNow - pick(hours) * hour - 60_000 * pick(minutes),
      release,
      environment: pick(worldEnvironments),
      ...(isCommit ? { status: 'ok' } : pick(kinds)),
      ...(!isCommit && pick(minutes) % 3 > 0 && { user: `user ${pick(minutes) % 23}` }),
    }
  })
}

const hours = Array.from({ length: 48 }, (_, index) => index)
const minutes = Array.from({ length: 60 }, (_, index) => index)

/** Picks of lists, spread by the generator that C++ calls minstd_rand. */
function picker(): <Item>(list: readonly Item[]) => Item {
  let state = 1
  return (list) => {
    state = (state * 48_271) % 2_147_483_647
    const item = list[state % list.length]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
}
