/** Sessions of people as SDKs tell of them: on a web site with its recording, on two phones. */
import { eventually, postEnvelope, untilSearchable } from '../support/client.ts'
import { list } from '../support/json.ts'
import { sendRecorded } from './recorded.ts'
import type { Scene } from './stage.ts'

const browser = { name: 'sentry.javascript.browser', version: '11.12.0' }
const android = { name: 'sentry.java.android', version: '8.40.0' }
const cocoa = { name: 'sentry.cocoa', version: '9.2.0' }

/** Of Joe's visit, which a recording joins. */
export const visitSid = '51d0000000000000000000000000000a'

async function post(scene: Scene, head: object, items: [type: string, payload: object][]): Promise<void> {
  const lines = [
    JSON.stringify({ sent_at: new Date().toISOString(), ...head }),
    ...items.flatMap(([type, payload]) => [JSON.stringify({ type }), JSON.stringify(payload)]),
  ]
  const response = await postEnvelope(scene.server.dsn, `${lines.join('\n')}\n`)
  if (!response.ok) throw new Error(`the envelope was refused: ${response.status}`)
}

/** A browser's visit that crashed, with error and recording; an app that did not answer; one that was well. */
export async function sendSessions(scene: Scene): Promise<void> {
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()
  const session = (sid: string, did: string, seconds: number, own: object): [string, object] => [
    'session',
    { sid, did, init: true, started: ago(seconds), timestamp: ago(seconds - 1), ...own },
  ]
  await sendRecorded(scene)
  // The recording begins 300 s ago and lasts for eight.
  const web = { attrs: { release: 'bookshop@1.0.0', environment: 'staging' } }
  await post(scene, { sdk: browser }, [
    session(visitSid, '7', 310, { status: 'crashed', errors: 1, duration: 40, ...web }),
  ])
  const app = { attrs: { release: 'bookshop.android@3.1.0+310', environment: 'production' } }
  const anr = { status: 'abnormal', errors: 1, duration: 95, abnormal_mechanism: 'anr_foreground', ...app }
  await post(scene, { sdk: android }, [session('51d0000000000000000000000000000b', 'ana', 3_000, anr)])
  const event = {
    event_id: 'a0000000000000000000000000000001',
    timestamp: ago(2_920),
    platform: 'java',
    release: 'bookshop.android@3.1.0+310',
    environment: 'production',
    sdk: android,
    user: { id: 'ana' },
    tags: { plan: 'gold' },
    contexts: {
      device: { manufacturer: 'Google', model: 'Pixel 9', connection_type: 'wifi' },
      os: { name: 'Android', version: '16' },
      app: { view_names: ['BasketActivity'] },
    },
    exception: {
      values: [
        {
          type: 'ApplicationNotResponding',
          value: 'The main thread was blocked for 5 s',
          mechanism: { type: 'ANR', handled: false },
        },
      ],
    },
    breadcrumbs: [
      { timestamp: ago(2_990), type: 'navigation', category: 'app.lifecycle', data: { state: 'foreground' } },
      { timestamp: ago(2_960), type: 'user', category: 'ui.click', message: 'add_to_basket' },
      {
        timestamp: ago(2_930),
        type: 'http',
        category: 'http',
        data: { method: 'GET', url: '/basket', status_code: 503 },
      },
    ],
  }
  await post(scene, { event_id: event.event_id, sdk: android }, [['event', event]])
  const well = { attrs: { release: 'bookshop.ios@3.1.0', environment: 'production' } }
  const ended = { status: 'exited', errors: 0, duration: 720, ...well }
  await post(scene, { sdk: cocoa }, [session('51d0000000000000000000000000000c', 'eve', 8_000, ended)])
  const client = await scene.signIn()
  await eventually(async () => {
    const sessions = list(await client.get('/organizations/lapwing/user-sessions/'))
    const events = list(await client.get('/organizations/lapwing/issues/?query='))
    return sessions.length === 3 && events.length === 2
  })
  await untilSearchable(client, 2)
}
