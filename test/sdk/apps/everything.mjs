/** A captured message and a captured error with all that an app can attach. */
import * as Sentry from '@sentry/node'
import { flush, start } from './start.mjs'

start({ dist: '77' })
Sentry.setUser({ id: '42', email: 'jane@example.com', username: 'jane', ip_address: '203.0.113.7', plan: 'gold' })
Sentry.setTag('cart.size', 3)
Sentry.setTags({ shop: 'de', checkout: true })
Sentry.setContext('cart', { items: ['book', 'pen'], total: { amount: 12.5, currency: 'EUR' } })
Sentry.setExtra('attempt', 2)
Sentry.setExtra('basket', { 'a key': ['deep', true] })
Sentry.addBreadcrumb({ category: 'cart', message: 'added a book', level: 'info', data: { sku: 'B-1' } })
Sentry.addBreadcrumb({
  type: 'http',
  category: 'http',
  level: 'warning',
  data: { url: 'https://shop.example/pay', method: 'POST', status_code: 503 },
})
console.log('the till is open')

Sentry.captureMessage('the printer is out of paper', 'warning')
Sentry.withScope((scope) => {
  scope.setTransactionName('POST /checkout')
  scope.setLevel('fatal')
  scope.setTag('printer', 'third floor')
  Sentry.captureException(new RangeError('page 7 of 6'))
})
const { parameterize } = Sentry
Sentry.captureMessage(parameterize`order ${1234} of ${'jane'} is late`)
await flush()
