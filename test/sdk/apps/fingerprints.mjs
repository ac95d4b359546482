import * as Sentry from '@sentry/node'
import { flush, start } from './start.mjs'

start()

/** One place in the code, so that only the fingerprint can part or join its events. */
function capture(error, fingerprint) {
  Sentry.withScope((scope) => {
    if (fingerprint) scope.setFingerprint(fingerprint)
    Sentry.captureException(error)
  })
}

capture(new TypeError('reading a file'), ['storage-down'])
capture(new RangeError('writing a file'), ['storage-down'])

for (const tenant of ['north', 'south']) capture(new EvalError('no seat left'), ['{{ default }}', tenant])
for (const number of [1, 2]) capture(new URIError(`seat ${number} is broken`))
await flush()
