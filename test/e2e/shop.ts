/** What a small shop's app would have sent: issues that differ in what people sort and search by. */
import type { Page } from 'playwright-core'
import { eventEnvelope, eventually, postEnvelope, untilSearchable } from '../support/client.ts'
import { dig, isRecord, list, text } from '../support/json.ts'
import { type Scene, see, type Stage } from './stage.ts'

export interface Wanted {
  title: string
  events: number
}

interface Kind {
  type: string
  value: string
  level: string
  release: string
  users: string[]
  browsers: string[]
  events: number
  fingerprint?: string[]
}

const people = ['ann@example.com', 'bob@example.com', 'cid@example.com', 'dan@example.com']

/** Least of all events, most of all users, and so on: no two sorts give the same order. */
const kinds: Kind[] = [
  {
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'id')",
    level: 'error',
    release: 'shop@1.0.0',
    users: people,
    browsers: ['Firefox', 'Chrome', 'Chrome', 'Safari'],
    events: 4,
  },
  {
    type: 'RangeError',
    value: 'page 7 of 6',
    level: 'warning',
    release: 'shop@1.0.0',
    users: ['ann@example.com'],
    browsers: ['Chrome'],
    events: 6,
  },
  {
    type: 'SyntaxError',
    value: 'Unexpected end of JSON input',
    level: 'error',
    release: 'shop@1.1.0',
    users: ['bob@example.com', 'cid@example.com'],
    browsers: ['Safari'],
    events: 2,
  },
  ...['north', 'south'].map(
    (hall): Kind => ({
      type: 'EvalError',
      value: `no seat left in the ${hall}`,
      level: 'fatal',
      release: 'shop@1.1.0',
      users: ['dan@example.com'],
      browsers: ['Edge'],
      events: hall === 'north' ? 3 : 1,
      fingerprint: ['seats', hall],
    }),
  ),
]

export const titles = {
  type: 'TypeError: Cannot read',
  range: 'RangeError: page 7 of 6',
  syntax: 'SyntaxError: Unexpected end',
  north: 'EvalError: no seat left in the north',
  south: 'EvalError: no seat left in the south',
}

function event(
  kind: Kind,
  number: number,
  tags: Record<string, string>,
): { event_id: string } & Record<string, unknown> {
  const email = kind.users[number % kind.users.length] ?? ''
  return {
    event_id: crypto.randomUUID().replaceAll('-', ''),
    timestamp: Date.now() / 1000 - (kind.events - number) * 60,
    platform: 'javascript',
    level: kind.level,
    release: kind.release,
    environment: number % 2 === 0 ? 'production' : 'staging',
    user: { email },
    tags: { browser: kind.browsers[number % kind.browsers.length] ?? '', ...tags },
    request: { url: 'https://shop.example/cart', method: 'GET' },
    ...(kind.fingerprint && { fingerprint: kind.fingerprint }),
    exception: {
      values: [
        {
          type: kind.type,
          value: kind.value,
          mechanism: { type: 'onerror', handled: kind.level !== 'error' },
          stacktrace: {
            frames: [
              { filename: 'app.js', function: 'render', lineno: 12, colno: 3, in_app: true },
              {
                filename: `${kind.type.toLowerCase()}.js`,
                function: 'submitOrder',
                lineno: 42,
                colno: 7,
                in_app: true,
              },
            ],
          },
        },
      ],
    },
  }
}

/** Sends one more event of the kind whose title begins so. */
export async function sendAgain(dsn: string, title: string, tags: Record<string, string> = {}): Promise<void> {
  const kind = kinds.find((one) => `${one.type}: ${one.value}`.startsWith(title))
  if (!kind) throw new Error(`the shop knows no ${title}`)
  await sendEvents(dsn, [event(kind, kind.events, tags)])
}

/** Where a test's own issues are, beside those of others on the same server. */
export interface Project {
  id: string
  slug: string
  dsn: string
}

async function createProject(scene: Scene): Promise<Project> {
  const client = await scene.signIn()
  const name = `app-${crypto.randomUUID().slice(0, 8)}`
  const { status, body } = await client.send('POST', '/teams/lapwing/lapwing/projects/', { name })
  if (status !== 201) throw new Error(`the project was refused: ${status} ${JSON.stringify(body)}`)
  const slug = text(body, 'slug')
  const [key] = list(await client.get(`/projects/lapwing/${slug}/keys/`))
  return { id: text(body, 'id'), slug, dsn: text(key, 'dsn', 'public') }
}

/** Sends all of it, to the server's first project if not said, and waits until everything is in. */
export async function sendShop(scene: Scene, project?: Project): Promise<void> {
  // Kind after kind: what is merged is called by what came last.
  for (const kind of kinds) {
    const events = Array.from({ length: kind.events }, (_, number) =>
      event(kind, number, { shop: number % 2 === 0 ? 'berlin' : 'Bad Homburg' }),
    )
    await sendEvents(project?.dsn ?? scene.server.dsn, events)
  }
  const total = kinds.reduce((sum, kind) => sum + kind.events, 0)
  const client = await scene.signIn()
  const within = project ? `&project=${project.id}` : ''
  await eventually(async () => {
    const issues = list(await client.get(`/organizations/lapwing/issues/?query=&limit=100${within}`))
    return issues.reduce<number>((sum, issue) => sum + Number(dig(issue, 'count')), 0) === total
  })
  await untilSearchable(client, total, project?.id)
}

/** Sends events, all at once. */
export async function sendEvents(dsn: string, events: Parameters<typeof eventEnvelope>[0][]): Promise<void> {
  await Promise.all(
    events.map(async (event) => {
      const response = await postEnvelope(dsn, eventEnvelope(event))
      if (!response.ok) throw new Error(`the envelope was refused: ${response.status}`)
    }),
  )
}

/** Opens the list of what was sent. */
export async function openIssues(stage: Stage, project?: Project): Promise<void> {
  await stage.enter(`/organizations/lapwing/issues/${project ? `?project=${project.id}` : ''}`)
  await see(stage.page.getByRole('list', { name: 'Issues' }).getByRole('link'))
}

/** Sends a shop to a project of its own, and opens the list of that. */
export async function openShop(stage: Stage): Promise<Project> {
  const project = await createProject(stage)
  await sendShop(stage, project)
  await openIssues(stage, project)
  return project
}

/** What /api/0 answers to whoever is signed in on the page. */
export async function readApi(page: Page, path: string): Promise<unknown> {
  const url = new URL(`/api/0${path}`, page.url())
  const response = await page.context().request.get(url.href)
  const body: unknown = await response.json()
  if (!response.ok()) throw new Error(`GET ${path}: ${response.status()} ${JSON.stringify(body)}`)
  return body
}

/** An issue as /api/0 has it, by how its title begins, within the project that the page looks at; throws when there is none. */
export async function readIssue(page: Page, title: string): Promise<Record<string, unknown>> {
  const project = new URL(page.url()).searchParams.get('project')
  const within = project === null ? '' : `&project=${project}`
  const issues = await readApi(page, `/organizations/lapwing/issues/?query=&limit=100${within}`)
  const found = list(issues).find((one) => String(dig(one, 'title')).startsWith(title))
  if (!isRecord(found)) throw new Error(`no issue begins with ${title}`)
  return found
}
