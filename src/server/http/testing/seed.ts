import { createHash } from 'node:crypto'
import type { NormalizedEvent, StoredEvent } from '../../../protocol/event.ts'
import { toColumns, toEventRow, toOccurrence } from '../../digest/columns.ts'
import { createProject } from '../../projects/create.ts'
import type { Organization, OrganizationRole, Team, User } from '../../storage/meta/ports/people.ts'
import type { Project } from '../../storage/meta/ports/projects.ts'
import type { Storage } from '../../storage/storage.ts'
import { createUserToken } from '../../users/tokens.ts'
import { scopes as allScopes } from '../scopes.ts'

const spool = 'test'

export interface Seeded {
  organization: Organization
  user: User
  team: Team
  project: Project
  /** A token of the user with every scope. */
  token: string
}

/** An organisation with an owner, a team and a project. */
export async function seedOrganization(
  storage: Storage,
  slug: string,
  now: number,
  role: OrganizationRole = 'owner',
): Promise<Seeded> {
  const { meta } = storage
  const organization = await meta.createOrganization({ slug, name: slug.toUpperCase(), createdAt: now })
  const user = await seedMember(storage, organization, `admin@${slug}.test`, role, now)
  const team = await meta.createTeam({
    organizationId: organization.id,
    slug: `${slug}-team`,
    name: 'Team',
    createdAt: now,
  })
  await meta.addTeamMember(team.id, user.id)
  const project = await createProject(meta, {
    organizationId: organization.id,
    name: 'Web',
    slug: 'web',
    platform: 'javascript',
    teamId: team.id,
    now,
  })
  return { organization, user, team, project, token: await seedToken(storage, user.id, [...allScopes], now) }
}

export async function seedMember(
  storage: Storage,
  organization: Organization,
  email: string,
  role: OrganizationRole,
  now: number,
): Promise<User> {
  const { meta } = storage
  const user = await meta.createUser({ email, name: '', passwordHash: null, isSuperuser: false, createdAt: now })
  await meta.addMember({ organizationId: organization.id, userId: user.id, role, createdAt: now })
  return user
}

export async function seedToken(storage: Storage, userId: number, scopes: string[], now: number): Promise<string> {
  const { value, tokenHash, lastCharacters } = createUserToken()
  await storage.meta.createToken({
    name: 'test',
    tokenHash,
    lastCharacters,
    userId,
    organizationId: null,
    scopes,
    createdAt: now,
  })
  return value
}

/** 32 hex digits from a number. */
export function testEventId(number: number): string {
  return createHash('md5').update(String(number)).digest('hex')
}

/** A stored event with an exception; `overrides` replace members. */
export function makeEvent(
  project: Pick<Project, 'id'>,
  number: number,
  at: number,
  overrides: Partial<NormalizedEvent> & { group?: string } = {},
): StoredEvent {
  const { group = 'a', ...members } = overrides
  const value = `Cannot read ${group}`
  const hash = createHash('md5').update(group).digest('hex')
  const environment = typeof members.environment === 'string' ? members.environment : 'production'
  return {
    event_id: testEventId(number),
    type: 'error',
    platform: 'javascript',
    level: 'error',
    timestamp: at / 1000,
    received: at / 1000,
    release: 'shop@1.2.3',
    environment,
    tags: [
      ['url', 'https://shop.test/cart'],
      ['environment', environment],
      ['level', 'error'],
      ['user', 'id:7'],
      ['browser', 'Firefox 150.0'],
      ['browser.name', 'Firefox'],
    ],
    user: { id: '7', email: 'jane@shop.test', ip_address: '10.0.0.1', geo: { country_code: 'AT', city: null } },
    exception: {
      values: [
        {
          type: 'TypeError',
          value,
          mechanism: { type: 'onerror', handled: false },
          stacktrace: {
            frames: [
              { filename: 'vendor.js', function: 'run', lineno: 1, colno: 7, in_app: false },
              {
                filename: 'cart.js',
                abs_path: 'https://shop.test/cart.js',
                function: 'addToCart',
                lineno: 10,
                colno: 3,
                in_app: true,
                pre_context: ['function addToCart(item) {', '  // count'],
                context_line: '  return item.id',
                post_context: ['}'],
                vars: { item: null },
              },
            ],
          },
        },
      ],
    },
    breadcrumbs: { values: [{ timestamp: at / 1000 - 1, category: 'ui.click', message: 'button#add', level: 'info' }] },
    request: {
      url: 'https://shop.test/cart',
      method: 'GET',
      headers: [['Accept', '*/*']],
      query_string: [['page', '2']],
    },
    contexts: { browser: { name: 'Firefox', version: '150.0', type: 'browser' } },
    extra: { cart: 3 },
    modules: { react: '19.3.1' },
    sdk: { name: 'sentry.javascript.browser', version: '11.12.0' },
    errors: [{ type: 'invalid_data', name: 'extra.size', value: 'x', reason: 'expected a number' }],
    ...members,
    project: project.id,
    summary: {
      title: `TypeError: ${value}`,
      culprit: 'addToCart(cart)',
      location: 'cart.js',
      metadata: { type: 'TypeError', value, filename: 'cart.js', function: 'addToCart' },
    },
    grouping: {
      config: '2026-11',
      fingerprint: ['{{ default }}'],
      hashes: [hash],
      variants: {
        app: { type: 'component', description: 'in-app exception stack-trace', hash, contributes: true },
      },
    },
  }
}

/** Puts events through all three stores, as one run of the digest does. */
export async function storeEvents(storage: Storage, events: StoredEvent[]): Promise<number[]> {
  const from = await storage.meta.offset(spool)
  const placed = events.map((event, index) => ({
    event,
    position: from + index,
    receivedAt: Math.round(event.received * 1000),
  }))
  await storage.payloads.append(
    spool,
    placed.map(({ event, position, receivedAt }) => ({
      position,
      projectId: event.project,
      eventId: event.event_id,
      receivedAt,
      json: JSON.stringify(event),
    })),
  )
  const to = from + events.length
  const { assignments } = await storage.meta.recordBatch({
    spool,
    from,
    to,
    occurrences: placed.map(({ event, ...place }) => toOccurrence(event, toColumns(event, place))),
    outcomes: [],
  })
  const issueIds = assignments.map((assignment) => assignment?.issueId ?? 0)
  const rows = placed.map(({ event, position, receivedAt }, index) =>
    toEventRow(event, { position, receivedAt, issueId: issueIds[index] ?? 0 }),
  )
  await storage.events.append({ spool, from, to, rows })
  return issueIds
}
