import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiRoutes } from '../../src/server/http/routes.ts'
import { eventually } from '../support/client.ts'
import { dig, isRecord, type JsonRecord, list, record } from '../support/json.ts'
import { type Answer, faultOfLink, keep, missing, operationOf, perform, type Values } from './answer.ts'
import { allCalls } from './calls/all.ts'
import type { Call } from './calls/call.ts'
import { findContract, type Operation, operationName, readContract } from './contract.ts'
import { report } from './report.ts'
import { type Check, checkOf, checkWithin } from './schemas.ts'
import {
  readSeed001,
  recordedEvents,
  recordingSegments,
  seed003,
  seed004,
  type SeedOperation,
  wholeEvents,
} from './seeds.ts'
import { openWorld, readValues, type World } from './world.ts'

const file = findContract()
const contract = new Map(file === null ? [] : readContract(file).map((operation) => [operation.name, operation]))
const seed001 = file === null ? new Map<string, SeedOperation>() : readSeed001()
const routes = apiRoutes.map((route) => operationName(route.method, route.path))
const implemented = routes.filter((name) => contract.has(name))
const names = new Set([...contract.keys(), ...seed001.keys(), ...routes])
const calls = allCalls.map((call) => ({ call, name: operationOf(call, names) }))

/** Operations of no public document that the table goes without, and why. */
const notCalled: Record<string, string> = {
  'POST /auth/': 'wants a password',
  'DELETE /auth/': 'ends the session of a browser',
  'GET /accept-invite/{}/{}/': 'wants the secret of an invitation',
  'POST /accept-invite/{}/{}/': 'wants the secret of an invitation',
  'GET /organizations/{}/alert-rules/{}/': 'nothing makes a rule yet',
  'GET /projects/{}/{}/rules/{}/': 'nothing makes a rule yet',
  'DELETE /organizations/{}/issues/{}/hashes/': 'the same as PUT',
}

describe.skipIf(file === null)('the server answers as the public contract and the seeds say', () => {
  let world: World
  let values: Values
  let document: Record<string, unknown>
  let within: (pointer: string) => Check
  const checks = new Map<string, Check>()
  /** What is wrong with each operation that was called; [] when nothing is. */
  const faults = new Map<string, string[]>()

  beforeAll(async () => {
    world = await openWorld('conformance')
    values = await readValues(world)
    document = record(await world.api.get('/openapi.json'))
    within = checkWithin(document)
  }, 180_000)
  afterAll(async () => {
    process.stdout.write(report([...contract.values()], new Set(implemented), faults))
    await world.close()
  })

  test('every operation is called', () => {
    const called = new Set(calls.map(({ name }) => name))
    expect(routes.filter((name) => !called.has(name) && !(name in notCalled))).toEqual([])
  })

  test('every call is of an operation that somebody has heard of', () => {
    expect(calls.filter(({ name }) => !names.has(name))).toEqual([])
  })

  test('openapi.json names the operations of seed 001 as it does', () => {
    const named = [...seed001].filter(([name]) => routes.includes(name))
    const ours = named.map(([name]) => [name, dig(described(name), 'operationId')])
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(named.map(([name, seed]) => [name, seed.operationId])))
  })

  test('openapi.json knows every parameter that the contract and the seeds name', () => {
    const unknown = routes.flatMap((name) => {
      const ours = list(described(name), 'parameters').map((parameter) => dig(parameter, 'name'))
      const theirs = new Set([...(contract.get(name)?.query ?? []), ...(seed001.get(name)?.query ?? [])])
      // How to write an event for Sentry's own models.
      theirs.delete('llmFormat')
      return [...theirs].filter((parameter) => !ours.includes(parameter)).map((parameter) => `${name} ${parameter}`)
    })
    expect(unknown).toEqual([])
  })

  const served = calls.filter(({ name }) => routes.includes(name))
  const titled = served.map((one): [string, typeof one] => [titleOf(one.call), one])
  test.each(titled)('%s', async (_, { call, name }) => {
    const found = await faultsOf(call, name)
    faults.set(name, [...(faults.get(name) ?? []), ...found])
    expect(found.join('\n')).toBe('')
  })

  async function faultsOf(call: Call, name: string): Promise<string[]> {
    const unknown = missing(call, values)
    if (unknown.length > 0) return [`could not be called: no answer gave ${unknown.join(', ')}`]
    const ask = async (): Promise<string[]> => {
      const answer = await perform(call, values, { url: world.server.url, token: world.token })
      const found = judge(call, name, answer)
      return [...found, ...keep(call, answer, values).map((part) => `${call.call} gives no ${part}`)]
    }
    if (call.eventually) await eventually(async () => (await ask()).length === 0).catch(() => undefined)
    return ask()
  }

  function judge(call: Call, name: string, answer: Answer): string[] {
    const operation = contract.get(name)
    const status = call.status ?? goodStatus(operation) ?? goodStatus(seed001.get(name)) ?? documentedStatus(name)
    if (answer.status !== status) {
      return [`${call.call} answers ${answer.status} for ${status}: ${JSON.stringify(answer.body)?.slice(0, 200)}`]
    }
    const off = checksOf(call, name, status).flatMap(([source, check]) =>
      check(answer.body).map((fault) => `${source}: ${fault}`),
    )
    if (Array.isArray(answer.body) && answer.body.length === 0 && !call.mayBeEmpty) {
      off.push(`${call.call} answers with an empty list, of which nothing can be said`)
    }
    const isList = name.startsWith('GET') && !name.endsWith('{}/') && !answer.isDirectHit
    const isPaged = isList && operation?.query.includes('cursor') === true
    const link = isPaged ? faultOfLink(answer.link) : null
    return link === null ? off : [...off, link]
  }

  function checksOf(call: Call, name: string, status: number): [string, Check][] {
    if (call.shape === 'a file') return [['the file', isFile]]
    const schemas: [string, unknown][] = call.shape
      ? shapes[call.shape]
      : [
          ['contract', contract.get(name)?.responses.get(status)],
          ['seed 001', seed001.get(name)?.responses.get(status)],
          ['seed 003', seed003.get(name)?.responses.get(status)],
          ['seed 004', status === 200 ? seed004.get(name) : null],
        ]
    const pointer = pointerTo(name, status)
    const promised = schemas
      .filter(([, schema]) => isRecord(schema))
      .map(([source, schema]): [string, () => Check] => [source, () => checkOf(schema)])
    if (pointer !== null) promised.push(['openapi.json', () => within(pointer)])
    return promised.map(([source, make]) => {
      // Compiling costs more than checking, and most operations are called more than once.
      const key = `${source} ${name} ${status} ${call.shape ?? ''}`
      const check = checks.get(key) ?? make()
      checks.set(key, check)
      return [source, check]
    })
  }

  /** What openapi.json says of an operation, and where. */
  function described(name: string): { at: string[] } & JsonRecord {
    const [method = ''] = name.split(' ')
    const path = Object.keys(record(document, 'paths')).find((one) => operationName(method, one) === name)
    if (path === undefined) throw new Error(`openapi.json does not know ${name}`)
    const at = ['paths', path, method.toLowerCase()]
    return { ...record(document, ...at), at }
  }

  function documentedStatus(name: string): number {
    return Number(Object.keys(record(described(name), 'responses')).find((status) => status.startsWith('2')))
  }

  /** Where openapi.json describes an answer; null for one without a body. */
  function pointerTo(name: string, status: number): string | null {
    const steps = [...described(name).at, 'responses', String(status), 'content', 'application/json', 'schema']
    if (dig(document, ...steps) === undefined) return null
    return `/${steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`
  }
})

/** What is promised of answers that are of another shape than their operation has. */
const shapes: Record<Exclude<Call['shape'], 'a file' | undefined>, [source: string, schema: unknown][]> = {
  'list of whole events': [['seed 003', wholeEvents]],
  'list of recording segments': [['seed 004', recordingSegments]],
  'list of recorded events': [['the recording', recordedEvents]],
  'some fields of replays': [],
}

function goodStatus(operation: Pick<Operation, 'responses'> | undefined): number | undefined {
  return operation && [...operation.responses.keys()].find((status) => status >= 200 && status < 300)
}

function isFile(body: unknown): string[] {
  return typeof body === 'string' && body !== '' ? [] : [`is not one: ${JSON.stringify(body)}`]
}

function titleOf({ call, body }: Call): string {
  return body === undefined ? call : `${call} ${JSON.stringify(body).slice(0, 100)}`
}
