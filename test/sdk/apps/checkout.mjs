/** One error as a real app has it: calls through a library, steps before, tags, a user, a request, a cause. */
import * as Sentry from '@sentry/node'
import { flush, start } from './start.mjs'

start()
Sentry.setUser({ id: '42', email: 'jane@example.com', username: 'jane' })
Sentry.setTags({ shop: 'berlin', 'cart.size': 3 })
Sentry.setContext('cart', { items: ['book', 'pen'], total: 12.5 })
Sentry.addBreadcrumb({ type: 'navigation', category: 'navigation', data: { from: '/cart', to: '/checkout' } })
Sentry.addBreadcrumb({ category: 'ui.click', message: 'button#pay' })
Sentry.addBreadcrumb({
  type: 'http',
  category: 'http',
  data: { url: 'https://bank.example/charge', method: 'POST', status_code: 502 },
})

class PaymentFailed extends Error {
  name = 'PaymentFailed'
}

function charge(amount) {
  throw new TypeError(`the bank does not answer for ${amount} EUR`)
}

function checkOut(cart) {
  try {
    cart.forEach((item) => charge(item.price))
  } catch (cause) {
    throw new PaymentFailed('could not charge the card', { cause })
  }
}

try {
  checkOut([{ price: 12.5 }])
} catch (error) {
  Sentry.captureException(error)
}
await flush()
