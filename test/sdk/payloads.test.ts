import { readdirSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiClient, eventEnvelope, postEnvelope, readDsn, signIn } from '../support/client.ts'
import { dig, isRecord, type JsonRecord, list, text } from '../support/json.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { sumOutcomes } from './outcomes.ts'
import { entry, readEvent } from './served.ts'

const fixtures = process.env['LAPWING_FIXTURES'] ?? ''
const folder = path.join(fixtures, 'events')
const names = fixtures === '' ? [] : readdirSync(folder).map((name) => path.basename(name, '.json'))
const isTransaction = (name: string) => name.includes('transaction')
const errorNames = names.filter((name) => !isTransaction(name))

/** Secrets that no payload of the fixtures has, each where an SDK puts it. */
const secretive = {
  event_id: 'f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0',
  platform: 'python',
  logentry: { formatted: 'signed in with card 4111 1111 1111 1111' },
  request: {
    url: 'https://jane:pass-in-url@shop.example/sign-in?api_key=key-in-url',
    method: 'POST',
    data: 'user=jane&password=pass-in-form',
    headers: [
      ['Authorization', 'Basic amFuZTpzZWNyZXQ='],
      ['Cookie', 'sessionid=session-in-cookie'],
      ['Content-Type', 'application/x-www-form-urlencoded'],
    ],
    env: { DB_PASSWORD: 'pass-in-env' },
  },
  extra: { nested: { deep: [{ credentials: 'pass-in-extra' }] }, raw: '{"password":"pass-in-json"}' },
  breadcrumbs: [{ category: 'http', data: { 'x-api-key': 'key-in-crumb' } }],
  exception: {
    values: [
      {
        type: 'E',
        value: 'x',
        stacktrace: { frames: [{ function: 'f', filename: 'f.py', lineno: 1, vars: { passwd: 'pass-in-vars' } }] },
      },
    ],
  },
}
const secrets = [
  '4111 1111 1111 1111',
  'pass-in-url',
  'key-in-url',
  'pass-in-form',
  'amFuZTpzZWNyZXQ=',
  'session-in-cookie',
  'pass-in-env',
  'pass-in-extra',
  'pass-in-json',
  'key-in-crumb',
  'pass-in-vars',
]

/** The broken parts of payloads: where each is, as the API names it. */
const expectedFaults: Record<string, string[]> = {
  'empty-exception': ['exception.values.0'],
  'empty-stacktrace': ['stacktrace.frames'],
  'invalid-interfaces': [
    'logentry.formatted',
    'exception.values.0.type',
    'exception.values.1.type',
    'exception.values.2.mechanism.type',
    'exception.values.3.mechanism.description',
    'exception.values.4.stacktrace.frames',
    'template.pre_context.0',
    'template.context_line',
    'template.post_context.0',
    'breadcrumbs.values.1.level',
    'breadcrumbs.values.2.data',
    'user.ip_address',
    'request.query_string.2',
    'sdk.integrations',
    'sdk.packages',
    'debug_meta.is_debug_build',
    'debug_meta.images.0.type',
  ],
  // Of their own making, beside what these payloads are about.
  cocoa: ['threads.values.9.stacktrace.frames'],
  'pii-tooltips': ['user.ip_address', 'request.method'],
  unity: ['exception.values.0.stacktrace.frames.0.lineno'],
  // Named by the symbolicator that this payload had passed through.
  'react-native': Array.from({ length: 12 }, () => 'native_optionally_bundled_dsym'),
}

interface Posted {
  status: number
  eventId: string
}

describe.skipIf(fixtures === '')('payloads as SDKs of many platforms sent them', () => {
  let data = { path: '', remove: async () => {} }
  let server: BootedServer
  let client: ApiClient
  const stored = new Map<string, Posted>()
  const enveloped = new Map<string, Posted>()

  beforeAll(async () => {
    data = await temporaryFolder('payloads')
    server = await bootServer({ data: data.path })
    client = await signIn(server)
    for (const [index, name] of names.entries()) {
      const payload = await readFile(path.join(folder, `${name}.json`), 'utf8')
      stored.set(name, await postStore(server.dsn, payload))
      const event: unknown = JSON.parse(payload)
      if (!isRecord(event)) throw new Error(`${name} is no object`)
      // Of its own: one that was seen before is a duplicate.
      const eventId = (index + 1).toString(16).padStart(32, 'e')
      const envelope = eventEnvelope({ ...event, event_id: eventId })
      const typed = isTransaction(name) ? envelope.replace('{"type":"event"', '{"type":"transaction"') : envelope
      const response = await postEnvelope(server.dsn, typed)
      enveloped.set(name, { status: response.status, eventId: text(await response.json(), 'id') })
    }
    await postEnvelope(server.dsn, eventEnvelope(secretive))
  })
  afterAll(async () => {
    await server.kill()
    await data.remove()
  })

  const read = (name: string, ways = stored): Promise<JsonRecord> => readEvent(client, ways.get(name)?.eventId ?? '')

  test.each(names)('%s is taken in, both ways', (name) => {
    expect(stored.get(name)?.status).toBe(200)
    expect(enveloped.get(name)?.status).toBe(200)
  })

  test.each(errorNames)('%s is in the API, the same both ways', async (name) => {
    const [fromStore, fromEnvelope] = [await read(name), await read(name, enveloped)]
    expect(text(fromStore, 'title')).not.toBe('')
    expect(summarize(fromEnvelope)).toEqual(summarize(fromStore))
    const faults = list(fromStore, 'errors').map((error) => dig(error, 'data', 'name') ?? dig(error, 'type'))
    expect(faults).toEqual(expectedFaults[name] ?? [])
  })

  test('values under secret names are gone, and what an SDK had removed stays named', async () => {
    const event = await read('pii-tooltips')
    const request = entry(event, 'request')
    expect(dig(request, 'headers')).toEqual([['X-Secret-Key', '[Filtered]']])
    expect(dig(request, 'query')).toEqual([['secret_key', '[Filtered]']])
    expect(dig(event, '_meta', 'contexts', 'app', 'app_name', '', 'rem')).toEqual([['my_rule', 's', 0, 10]])

    const exceptions = list(event, 'entries').findIndex((one) => dig(one, 'type') === 'exception')
    expect(dig(event, '_meta', 'entries', exceptions, 'data', 'values', 0, 'value', '', 'rem')).toBeDefined()
  })

  test('secrets are gone from everywhere', async () => {
    const event = await readEvent(client, secretive.event_id)
    const all = JSON.stringify(event)
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([])
    expect(dig(entry(event, 'request'), 'url')).toContain('shop.example/sign-in')
    expect(dig(entry(event, 'request'), 'data')).toEqual({ user: 'jane', password: '[Filtered]' })
  })

  test('bodies that an SDK left out stay named', async () => {
    const noted = async (name: string, ...at: string[]) => {
      const event = await read(name)
      const place = list(event, 'entries').findIndex((one) => dig(one, 'type') === 'request')
      return dig(event, '_meta', 'entries', place, 'data', 'data', ...at, '', 'rem')
    }
    expect(await noted('python-formdata', 'bam')).toEqual([['!raw', 'x', 0, 0]])
    expect(await noted('python-rawbody')).toEqual([['!raw', 'x', 0, 5]])
    expect(await noted('python-omittedbody')).toEqual([['!config', 'x', 0, 5]])
  })

  test('nothing was set aside, nothing logged as an error, and every item counted', async () => {
    expect(await server.stop()).toBe(0)
    expect(await readdir(path.join(data.path, 'spool/quarantine')).catch(() => [])).toEqual([])
    expect(server.log.filter((line) => Number(dig(JSON.parse(line), 'level')) >= 50)).toEqual([])
    const transactions = names.length - errorNames.length
    expect(await sumOutcomes(data.path)).toEqual({
      'accepted/error': errorNames.length * 2 + 1,
      'invalid/transaction/unsupported_transaction': transactions * 2,
    })
  })
})

/** What must not depend on the way that an event came. */
function summarize(event: JsonRecord) {
  const { groupID, title, culprit, type, platform, tags, user, sdk, context, fingerprints, errors } = event
  const entries = list(event, 'entries').map((one) => dig(one, 'type'))
  return { groupID, title, culprit, type, platform, tags, user, sdk, context, fingerprints, errors, entries }
}

async function postStore(dsn: string, payload: string): Promise<Posted> {
  const { storeUrl, key } = readDsn(dsn)
  const response = await fetch(storeUrl, {
    method: 'POST',
    headers: { 'x-sentry-auth': `Sentry sentry_version=7, sentry_client=lapwing-test/1, sentry_key=${key}` },
    body: payload,
  })
  return { status: response.status, eventId: text(await response.json(), 'id') }
}
