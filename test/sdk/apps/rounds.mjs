/** One event after another, each flushed on its own; says when. */
import * as Sentry from '@sentry/node'
import { flush, start } from './start.mjs'

start()
for (let round = 0; round < 7; round++) {
  Sentry.captureException(new Error(`round ${round}`))
  await flush()
}
