/** The worked examples, through the API, over real stores. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SessionStatus, sessionStatuses } from '../../protocol/session.ts'
import { type Seeded, seedOrganization } from '../http/testing/seed.ts'
import { openTestApi, type TestApi } from '../http/testing/test-api.ts'
import { createProject } from '../projects/create.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { recordSessions, type ToldSession } from './testing/record.ts'

const fixtures = process.env['LAPWING_FIXTURES']
const now = Date.parse('2021-01-14T12:27:28.303Z')
const hour = 3_600_000
const nobody = '00000000-0000-0000-0000-000000000000'

interface Told {
  project?: string
  started?: string
  release?: string
  environment?: string
  status?: string
  errors?: number
  /** Seconds. */
  duration?: number
  did?: string
  sid?: string
  init?: boolean
  abnormal_mechanism?: string
  /** How many alike; 1 unless told. */
  n?: number
}

interface Group {
  by: Record<string, string | number | null>
  totals: Record<string, number | null>
  series: Record<string, (number | null)[]>
}

interface Row {
  name: string
  q: Record<string, string | number | (string | number)[]>
  status: number
  detail?: string
  groups?: Group[]
  ordered?: boolean
  approx?: boolean
  start?: string
  end?: string
  intervals?: string[]
  query?: string
  clock?: string
  org?: string
  note?: string
  extra_sessions?: Told[] | 'same'
  extra_sessions_in_new_project_PN?: Told[] | 'same'
  release_rows_in_creation_order?: string[]
}

/** What `same` stands for where the row before it is not among the examples: a user of each kind that did not answer, and one who did. */
const notAnswering: Told[] = ['anr_foreground', 'anr_background', null].flatMap((mechanism, index) => [
  { project: 'P2', did: `anr ${index}`, started: 'SS-60m' },
  ...(mechanism === null
    ? []
    : [{ project: 'P2', did: `anr ${index}`, status: 'abnormal', errors: 1, abnormal_mechanism: mechanism }]),
])

const readText = (name: string) => readFileSync(path.join(fixtures ?? '', name), 'utf8')

function readRows(): Row[] {
  const lines = readText('sessions-examples.jsonl').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line))
}

/** `SS-60m`, `SS+12h` → milliseconds since 1970. */
function timeOf(text: string): number {
  const match = /^SS(?:([+-]\d+)([mh]))?$/.exec(text)
  if (!match) throw new Error(`no time: ${text}`)
  const unit = match[2] === 'h' ? hour : hour / 60
  return Math.floor(now / hour) * hour + Number(match[1] ?? 0) * unit
}

function statusOf(word: string | undefined): SessionStatus | undefined {
  return word === undefined ? undefined : (sessionStatuses.find((status) => status === word) ?? 'errored')
}

/** Examples from before there were unhandled sessions lack them; there are none in any. */
function withUnhandled(groups: Group[], { q }: Row): Group[] {
  const isFiltered = String(q['query'] ?? '').includes('session.status')
  if (isFiltered || !String(q['groupBy']).includes('session.status')) return groups
  return groups.flatMap((group) => {
    if (group.by['session.status'] !== 'abnormal') return [group]
    const none = (value: number | null | undefined) => (value === null ? null : 0)
    const totals = Object.entries(group.totals).map(([name, value]) => [name, none(value)])
    const series = Object.entries(group.series).map(([name, values]) => [name, values.map(none)])
    const by = { ...group.by, 'session.status': 'unhandled' }
    return [group, { by, totals: Object.fromEntries(totals), series: Object.fromEntries(series) }]
  })
}

const sortedGroups = (groups: Group[]) => groups.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
const nameOf = ({ by }: Group) =>
  JSON.stringify(['project', 'release', 'environment', 'session.status'].map((name) => by[name]))

/** Quantiles differ in the last digits of a fraction. */
function rounded(groups: Group[]): Group[] {
  return JSON.parse(JSON.stringify(groups), (_, value) =>
    typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value,
  )
}

describe.skipIf(!fixtures)('the examples', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await openTestApi()
  })
  afterAll(() => api.close())

  const rows = fixtures ? readRows() : []
  const base: { sessions: Told[] } = fixtures ? JSON.parse(readText('sessions-fixture.json')) : { sessions: [] }
  // Rows of the example that repeat what an older backend did by accident are told as such.
  const followed = rows.filter(({ note }) => !note?.includes('do not chase'))

  test('are all there', () => {
    expect(rows.length).toBeGreaterThan(30)
    expect(rows.length - followed.length).toBe(1)
  })

  test.each(followed.map((row, index) => [row.name, row, index] as const))('%s', async (_, row, index) => {
    const world = await openWorld(row, `org${index}`)
    api.clock.now = row.clock === undefined ? now : Date.parse(row.clock)
    const answer = await ask(row, world)
    expect(answer.status).toBe(row.status)
    const { detail, start, end, intervals, query } = row
    const members = Object.entries({ detail, start, end, intervals, query }).filter(([, value]) => value !== undefined)
    expect(answer.json).toMatchObject(Object.fromEntries(members))
    if (row.groups === undefined) return
    const expected = nameProjects(withUnhandled(row.groups, row), world.projects)
    const { groups } = answer.json as { groups: Group[] }
    // Within a release the statuses have an order that the example, without the newest of them, cannot show.
    const inOrder = row.ordered === true && !String(row.q['groupBy']).includes('session.status')
    expect(rounded(inOrder ? groups : sortedGroups(groups))).toEqual(
      rounded(inOrder ? expected : sortedGroups(expected)),
    )
    const releases = row.ordered ? releasesOf(expected) : releasesOf(groups)
    expect(releasesOf(groups)).toEqual(releases)
  })

  /** Releases in the order in which they come. */
  const releasesOf = (groups: Group[]) => [...new Set(groups.map(({ by }) => by['release']))]

  interface World {
    organization: Seeded
    projects: Map<string, Project>
  }

  /** Organisations and projects of a row of its own, with the sessions of all rows and its own. */
  async function openWorld(row: Row, slug: string): Promise<World> {
    const organization = await seedOrganization(api.storage, slug, now)
    const elsewhere = await seedOrganization(api.storage, `${slug}-other`, now)
    const projects = new Map([
      ['P1', organization.project],
      ['P4', elsewhere.project],
    ])
    for (const name of ['P2', 'P3', 'PN']) projects.set(name, await addProject(organization, name))
    if (row.org === 'O3') await removeProjects(organization)
    const told = [...base.sessions, ...extraOf(row)]
    await recordSessions(
      api.storage.sessions,
      told.flatMap((session, index) =>
        Array.from({ length: session.n ?? 1 }, (_, copy) => toSession(session, `${slug} ${index} ${copy}`, projects)),
      ),
    )
    for (const [index, version] of (row.release_rows_in_creation_order ?? []).entries()) {
      await addRelease(organization, projects.get('PN'), version, now + index)
    }
    return { organization, projects }
  }

  function extraOf(row: Row): Told[] {
    const { extra_sessions: extra = [], extra_sessions_in_new_project_PN: ofNew = [] } = row
    if (ofNew === 'same') throw new Error('the same as nothing')
    return [...(extra === 'same' ? notAnswering : extra), ...ofNew.map((told) => ({ ...told, project: 'PN' }))]
  }

  function toSession(told: Told, sid: string, projects: Map<string, Project>): ToldSession {
    const { release, environment, status, errors, duration, did, init, abnormal_mechanism: mechanism } = told
    const project = projects.get(told.project ?? '')
    if (!project) throw new Error(`no project: ${told.project}`)
    // Of `sid` only the first update is told to begin the session.
    const isInit = init ?? (told.sid === undefined || told.errors === 123)
    return {
      project,
      started: timeOf(told.started ?? 'SS'),
      sid: told.sid === undefined ? sid : `${project.id} ${told.sid}`,
      init: isInit,
      ...(release !== undefined && { release }),
      ...(environment !== undefined && { environment }),
      ...(status !== undefined && { status: statusOf(status) ?? 'ok' }),
      ...(errors !== undefined && { errors }),
      ...(duration !== undefined && { duration: duration * 1000 }),
      ...(did !== undefined && did !== nobody && { user: did }),
      ...(mechanism !== undefined && { mechanism }),
    }
  }

  function addProject({ organization, team }: Seeded, name: string): Promise<Project> {
    const named = { name, slug: name.toLowerCase(), platform: null, teamId: team.id }
    return createProject(api.storage.meta, { organizationId: organization.id, ...named, now })
  }

  async function removeProjects({ organization, token }: Seeded): Promise<void> {
    for (const { slug } of await api.storage.meta.listProjects(organization.id)) {
      await api.call('DELETE', `/projects/${organization.slug}/${slug}/`, { token })
    }
  }

  async function addRelease({ organization }: Seeded, project: Project | undefined, version: string, at: number) {
    const nothing = { ref: null, url: null, startedAt: null, releasedAt: null, ownerUserId: null, status: null }
    const projectIds = project ? [project.id] : []
    const row = { organizationId: organization.id, version, projectIds, createdAt: at, userAgent: null, ...nothing }
    await api.storage.meta.createRelease(row)
  }

  function ask({ q }: Row, { organization, projects }: World) {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(q)) {
      for (const one of Array.isArray(value) ? value : [value]) {
        query.append(name, String(projects.get(String(one))?.id ?? one))
      }
    }
    return api.call('GET', `/organizations/${organization.organization.slug}/sessions/?${query.toString()}`, {
      token: organization.token,
    })
  }

  function nameProjects(groups: Group[], projects: Map<string, Project>): Group[] {
    return groups.map((group) => {
      const { project } = group.by
      return project === undefined
        ? group
        : { ...group, by: { ...group.by, project: projects.get(String(project))?.id ?? null } }
    })
  }
})
