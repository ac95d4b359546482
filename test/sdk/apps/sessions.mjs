/** Sessions that an app starts and ends by itself: one that goes well, one with an error, one that crashes. */
import * as Sentry from '@sentry/node'
import { flush, start } from './start.mjs'

start({ release: 'till@3.0.0' })

async function during(user, run) {
  Sentry.setUser({ id: user })
  // Ends the one before; the first is that of the process.
  Sentry.startSession()
  Sentry.captureSession()
  run()
  // An error is in its session once it has been sent.
  await flush()
  Sentry.endSession()
}

await during('jane', () => undefined)
await during('joe', () => Sentry.captureException(new Error('out of paper')))
await during('jane', () =>
  Sentry.captureException(new Error('out of ink'), { mechanism: { type: 'generic', handled: false } }),
)
await flush()
