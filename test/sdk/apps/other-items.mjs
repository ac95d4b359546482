/** What the SDK sends beside errors: a session, a transaction, logs, a metric, a check-in, a client report, an attachment, feedback. */
import * as Sentry from '@sentry/node'
import { flush, start } from './start.mjs'

start({
  tracesSampleRate: 1,
  enableLogs: true,
  beforeSend: (event) => (event.message === 'not for the server' ? null : event),
})
Sentry.startSession()
Sentry.startSpan({ name: 'settle', op: 'task' }, () => Sentry.startSpan({ name: 'sum', op: 'function' }, () => 3))
Sentry.logger.info('settled', { orders: 12 })
Sentry.logger.warn('slow', { milliseconds: 900 })
Sentry.metrics.count('orders', 12)
const checkIn = Sentry.captureCheckIn({ monitorSlug: 'nightly', status: 'in_progress' })
Sentry.captureCheckIn({ checkInId: checkIn, monitorSlug: 'nightly', status: 'ok', duration: 3 })
Sentry.captureFeedback({ message: 'lovely shop', name: 'Jane', email: 'jane@example.com' })
Sentry.captureMessage('not for the server')
Sentry.withScope((scope) => {
  scope.addAttachment({ filename: 'note.txt', data: 'kept beside the event' })
  Sentry.captureException(new Error('with an attachment'))
})
Sentry.endSession()
await flush()
