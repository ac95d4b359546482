/** What the apps have in common: the SDK as a person sets it up, and each event it sends as a line on stdout. */
import { writeSync } from 'node:fs'
import * as Sentry from '@sentry/node'

/** The DSN comes from SENTRY_DSN, as the SDK reads it by itself. */
export function start(options = {}) {
  const client = Sentry.init({ release: 'checkout@1.4.2', environment: 'production', serverName: 'web-1', ...options })
  client?.on('beforeEnvelope', ([, items]) => {
    for (const [header, payload] of items) {
      if (header.type === 'event') say({ sent: payload })
      else say({ item: header.type, payload: header.type.startsWith('session') ? payload : null })
    }
  })
}

/** Sends what is waiting. A server that answers takes milliseconds. */
export async function flush() {
  if (!(await Sentry.flush(5000))) throw new Error('the SDK could not send in time')
  say({ flushed: Date.now() })
}

/** Written at once: an app that crashes has no later. */
export function say(line) {
  writeSync(1, `${JSON.stringify(line)}\n`)
}
