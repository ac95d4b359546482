/** What an app of two releases in two environments would have sent: sessions, and one error each. */
import { eventEnvelope, eventually, postEnvelope, untilSearchable } from '../support/client.ts'
import { list } from '../support/json.ts'
import { type Scene, see, type Stage } from './stage.ts'

const hour = 3_600_000

interface Crowd {
  release: string
  environment: string
  /** How many hours ago they began. */
  ago: number
  /** How many sessions ended so. */
  exited: number
  crashed?: number
  abnormal?: number
  errored?: number
  /** Whose they are, one after the other. */
  users: number
}

export const older = 'shop@1.0.0+17'
export const newer = 'shop@1.1.0+18'

/**
 * Of the older 14 sessions, one crashed: 92.85% in all, 90% in production. Of the newer 25, one crashed: 96% in all, 100% in production. Users:
 * 5 and 4 of the older, of whom one saw a crash; 10 and 5 of the newer, of whom one.
 */
const crowds: Crowd[] = [
  { release: older, environment: 'production', ago: 20, exited: 9, crashed: 1, users: 5 },
  { release: older, environment: 'staging', ago: 19, exited: 4, users: 4 },
  { release: newer, environment: 'production', ago: 5, exited: 19, errored: 1, users: 10 },
  { release: newer, environment: 'staging', ago: 3, exited: 3, crashed: 1, abnormal: 1, users: 5 },
]

const statuses = ['exited', 'crashed', 'abnormal', 'errored'] as const

function sessionItems(crowd: Crowd): string[] {
  const { release, environment, users, ago } = crowd
  const started = new Date(Date.now() - ago * hour).toISOString()
  const ends = statuses.flatMap((status) => Array.from({ length: crowd[status] ?? 0 }, () => status))
  return ends.map((status, number) =>
    JSON.stringify({
      sid: crypto.randomUUID(),
      did: `${environment}-${release}-${number % users}`,
      init: true,
      started,
      timestamp: started,
      status: status === 'errored' ? 'exited' : status,
      errors: status === 'exited' ? 0 : 1,
      duration: 60,
      attrs: { release, environment },
    }),
  )
}

async function post(scene: Scene, envelope: string): Promise<void> {
  const response = await postEnvelope(scene.server.dsn, envelope)
  if (!response.ok) throw new Error(`the envelope was refused: ${response.status}`)
}

/** Sends all of it, and waits until everything is counted. */
export async function sendReleases(scene: Scene): Promise<void> {
  for (const crowd of crowds) {
    const items = sessionItems(crowd).map((session) => `{"type":"session"}\n${session}`)
    await post(scene, `{}\n${items.join('\n')}\n`)
  }
  for (const [number, release] of [older, newer].entries()) {
    const event = {
      event_id: crypto.randomUUID().replaceAll('-', ''),
      release,
      environment: 'production',
      user: { id: '7' },
      exception: { values: [{ type: number === 0 ? 'RangeError' : 'TypeError', value: `of ${release}` }] },
    }
    await post(scene, eventEnvelope(event))
  }
  const client = await scene.signIn()
  await eventually(async () => {
    const sessions = await client.get(
      '/organizations/lapwing/sessions/?field=sum(session)&statsPeriod=2d&interval=1d&groupBy=release&includeSeries=0',
    )
    const issues = await client.get('/organizations/lapwing/issues/?query=')
    return JSON.stringify(list(sessions, 'groups')).includes('25') && list(issues).length === 2
  })
  await untilSearchable(client, 2)
}

/** Opens the list of releases that were sent. */
export async function openReleases(stage: Stage): Promise<void> {
  await stage.enter('/organizations/lapwing/releases/')
  await see(stage.page.getByRole('list', { name: 'Releases' }).getByRole('link'))
}
