import { fastify, type FastifyInstance } from 'fastify'
import { type EnvelopeItem, parseEnvelope } from '../../protocol/envelope.ts'
import { decodeUtf8 } from '../../protocol/bytes.ts'
import type { Receipt } from '../digest/types.ts'
import type { OutcomeCount } from '../storage/meta/ports/outcomes.ts'
import type { SpoolRefusal } from '../storage/spool/port.ts'
import { registerIngest } from './routes.ts'
import type { IngestKey, IngestOptions } from './types.ts'

export const publicKey = 'e12d836b15bb49d7bbf99e64295d995b'
export const otherKey = '0123456789abcdef0123456789abcdef'
export const disabledKey = 'ffffffffffffffffffffffffffffffff'
export const eventId = '9ec79c33ec9942ab8353589fcb2e04dc'

/** For tests: the ingest routes over a spool, a clock and counters that one can look into and set. */
export interface FakeServer {
  app: FastifyInstance
  keys: Map<string, IngestKey>
  spooled: { receipt: Receipt; text: string; eventId: string | null; items: EnvelopeItem[] }[]
  outcomes: OutcomeCount[]
  /** `now` in ms; `refusal` and `failure` are what the spool answers. */
  state: { now: number; refusal: SpoolRefusal | null; failure: Error | null }
}

export async function createFakeServer(
  options: Partial<IngestOptions> & { ignoreTrailingSlash?: boolean } = {},
): Promise<FakeServer> {
  const { ignoreTrailingSlash = false, ...overrides } = options
  const app = fastify({ routerOptions: { ignoreTrailingSlash }, forceCloseConnections: true })
  const server: FakeServer = {
    app,
    keys: new Map([
      [publicKey, { projectId: 42, isActive: true, rateLimit: null }],
      [otherKey, { projectId: 43, isActive: true, rateLimit: null }],
      [disabledKey, { projectId: 42, isActive: false, rateLimit: null }],
    ]),
    spooled: [],
    outcomes: [],
    state: { now: Date.UTC(2026, 7, 1), refusal: null, failure: null },
  }
  await app.register(registerIngest, {
    findKey: (key) => server.keys.get(key) ?? null,
    spool: {
      async append(receipt, envelope) {
        if (server.state.failure !== null) throw server.state.failure
        const bytes = envelope.slice()
        const parsed = parseEnvelope(bytes)
        if (!parsed.ok) throw new Error(`a malformed envelope in the spool: ${parsed.fault.reason}`)
        server.spooled.push({ receipt, text: decodeUtf8(bytes), eventId: parsed.header.eventId, items: parsed.items })
      },
      refusal: () => server.state.refusal,
    },
    countOutcome: (outcome) => server.outcomes.push(outcome),
    now: () => server.state.now,
    ...overrides,
  })
  return server
}

/** An envelope of text payloads; every item gets its length. */
export function envelope(header: object, ...items: [type: string, payload: string, attributes?: object][]): string {
  const lines = [JSON.stringify(header)]
  for (const [type, payload, attributes] of items) {
    lines.push(JSON.stringify({ type, length: Buffer.byteLength(payload), ...attributes }), payload)
  }
  return `${lines.join('\n')}\n`
}

/** The smallest sensible envelope: one event. */
export const oneEvent = envelope({ event_id: eventId }, ['event', '{"message":"hello"}'])
