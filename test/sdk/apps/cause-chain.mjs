import * as Sentry from '@sentry/node'
import { flush, start } from './start.mjs'

start()

function openSocket() {
  throw new TypeError('socket hang up')
}

function query(sql) {
  try {
    openSocket()
  } catch (cause) {
    throw new Error(`query failed: ${sql}`, { cause })
  }
}

function loadCart() {
  try {
    query('select * from carts')
  } catch (cause) {
    throw new RangeError('no cart', { cause })
  }
}

try {
  loadCart()
} catch (error) {
  Sentry.captureException(error)
}
Sentry.captureException(
  new AggregateError([new Error('first mirror'), new SyntaxError('second mirror')], 'all mirrors failed'),
)
await flush()
