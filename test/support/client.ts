/** A signed-in reader of /api/0 and a sender of envelopes, for tests that talk to a booted server. */
import { dig } from './json.ts'
import type { BootedServer } from './server.ts'

export interface ApiClient {
  /** Parsed body of a GET below /api/0; throws on any status but 2xx. */
  get(path: string): Promise<unknown>
  send(method: string, path: string, body: unknown): Promise<{ status: number; body: unknown }>
  cookie: string
}

/** Signs in through the one-time link that the server printed. */
export async function signIn(server: BootedServer): Promise<ApiClient> {
  const response = await fetch(server.signIn, { redirect: 'manual' })
  const cookie = response.headers.get('set-cookie')?.split(';', 1)[0]
  if (cookie === undefined) throw new Error(`the sign-in link gave no cookie: ${response.status}`)
  return apiClient(server.url, { cookie })
}

export function apiClient(url: string, headers: { cookie?: string; authorization?: string }): ApiClient {
  async function send(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${url}/api/0${path}`, {
      method,
      headers: {
        ...headers,
        origin: url,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? null : JSON.parse(text) }
  }
  return {
    cookie: headers.cookie ?? '',
    send,
    async get(path) {
      const { status, body } = await send('GET', path)
      if (status < 200 || status > 299) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`)
      return body
    },
  }
}

/** Where a DSN's envelopes go, and its key. */
export function readDsn(dsn: string): { envelopeUrl: string; storeUrl: string; key: string; projectId: string } {
  const url = new URL(dsn)
  const projectId = url.pathname.replaceAll('/', '')
  const base = `${url.protocol}//${url.host}/api/${projectId}`
  return { envelopeUrl: `${base}/envelope/`, storeUrl: `${base}/store/`, key: url.username, projectId }
}

/** An envelope with one event. */
export function eventEnvelope(event: { event_id: string } & Record<string, unknown>): string {
  const payload = JSON.stringify(event)
  const header = JSON.stringify({ event_id: event.event_id, sent_at: new Date().toISOString() })
  return `${header}\n{"type":"event","length":${Buffer.byteLength(payload)}}\n${payload}\n`
}

export async function postEnvelope(dsn: string, envelope: string | Uint8Array<ArrayBuffer>): Promise<Response> {
  const { envelopeUrl, key } = readDsn(dsn)
  return fetch(envelopeUrl, {
    method: 'POST',
    headers: { 'x-sentry-auth': `Sentry sentry_version=7, sentry_client=lapwing-test/1, sentry_key=${key}` },
    body: envelope,
  })
}

/** Resolves when so many events can be searched, in all projects or in one; issues are counted a moment before that. */
export async function untilSearchable(client: ApiClient, events: number, projectId?: string): Promise<void> {
  await eventually(async () => {
    // Every event has a level.
    const values: unknown = await client.get(
      `/organizations/lapwing/tags/level/values/${projectId ? `?project=${projectId}` : ''}`,
    )
    const counts = Array.isArray(values) ? values.map((value) => Number(dig(value, 'count'))) : []
    return counts.reduce((sum, count) => sum + count, 0) >= events
  })
}

/** Asks again every `pause` ms until the answer is there, for at most `seconds`; throws with the last thing seen. */
export async function eventually<T>(
  ask: () => Promise<T | null | undefined | false>,
  seconds = 20,
  pause = 20,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000
  let last: unknown = null
  for (;;) {
    try {
      const answer = await ask()
      if (answer !== null && answer !== undefined && answer !== false) return answer
      last = answer
    } catch (error) {
      last = error
    }
    if (Date.now() > deadline)
      throw new Error(`did not come true within ${seconds} s: ${String(last)}`, { cause: last })
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}
