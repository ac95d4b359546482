/** Sends numbered envelopes, of events unless told otherwise, until told to stop and remembers which were acknowledged; sends again what was not, as an SDK would. */
import { setTimeout as delay } from 'node:timers/promises'
import { eventEnvelope, postEnvelope } from '../support/client.ts'

/** Events fall into this many issues, by number. */
export const kinds = 7

export interface Load {
  /** Ids (`eventIdOf`) in the order of their acknowledgement. */
  acknowledged: Set<string>
  /** Statuses other than 200, counted. */
  refusals: Map<number, number>
  /** Stops making new ones and resolves when all that were begun are acknowledged. */
  finish(): Promise<void>
  /** Resolves when at least so many are acknowledged. */
  reach(count: number): Promise<void>
}

/** `dsn` is asked for before each attempt: the server may come back elsewhere. */
export function startLoad(
  dsn: (number: number) => string,
  options: {
    senders: number
    padding?: number
    attachments?: boolean
    envelopeOf?: (number: number) => string | Uint8Array<ArrayBuffer>
  },
): Load {
  const acknowledged = new Set<string>()
  const refusals = new Map<number, number>()
  let next = 0
  let finishing = false

  async function sendOne(number: number): Promise<void> {
    const envelope = (options.envelopeOf ?? envelopeWithEvent)(number)
    for (;;) {
      try {
        const response = await postEnvelope(dsn(number), envelope)
        await response.arrayBuffer()
        if (response.status === 200) {
          acknowledged.add(eventIdOf(number))
          return
        }
        refusals.set(response.status, (refusals.get(response.status) ?? 0) + 1)
      } catch {
        // Not reachable or cut off in the middle: whether it was taken is unknown, so it is sent again.
      }
      await delay(10)
    }
  }

  function envelopeWithEvent(number: number): string {
    const event = eventEnvelope(numberedEvent(number, options.padding ?? 0))
    return options.attachments ? event + attachmentItem(number) : event
  }

  async function keepSending(): Promise<void> {
    while (!finishing) await sendOne(next++)
  }

  const senders = Array.from({ length: options.senders }, keepSending)
  return {
    acknowledged,
    refusals,
    async finish() {
      finishing = true
      await Promise.all(senders)
    },
    async reach(count) {
      while (acknowledged.size < count) await delay(5)
    },
  }
}

export function eventIdOf(number: number): string {
  return number.toString(16).padStart(32, '0')
}

/** The file that comes with an event, when they come with files; every fourth comes with none. */
export function attachmentOf(number: number): string | null {
  return number % 4 === 0 ? null : `the log of event ${number}\n`.repeat(1 + (number % 50))
}

function attachmentItem(number: number): string {
  const content = attachmentOf(number)
  if (content === null) return ''
  const header = { type: 'attachment', filename: `${number}.log`, length: Buffer.byteLength(content) }
  return `${JSON.stringify(header)}\n${content}\n`
}

function numberedEvent(number: number, padding: number) {
  return {
    event_id: eventIdOf(number),
    timestamp: Date.now() / 1000,
    platform: 'node',
    level: 'error',
    user: { id: `user-${number % 50}` },
    fingerprint: [`kind-${number % kinds}`],
    exception: { values: [{ type: 'NumberedError', value: `event of kind ${number % kinds}` }] },
    extra: { padding: 'x'.repeat(padding) },
  }
}
