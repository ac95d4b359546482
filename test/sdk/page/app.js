/** A shop's page with the browser SDK. The DSN and options come from the page's own server, as a build would put them in; what a session is
 * (`sessionLifecycle`), too. */
import * as Sentry from '@sentry/browser'

const { sessionLifecycle, ...options } = globalThis.sentryOptions
Sentry.init({
  release: 'shop@2.0.1',
  environment: 'staging',
  integrations: sessionLifecycle ? [Sentry.browserSessionIntegration({ lifecycle: sessionLifecycle })] : [],
  ...options,
})

function priceOf(item) {
  return item.price.amount
}

document.getElementById('pay').addEventListener('click', function onPay() {
  priceOf({ name: 'a gift' })
})

class OutOfStock extends Error {
  name = 'OutOfStock'
}

async function ship() {
  await Promise.resolve()
  throw new OutOfStock('3 books are missing')
}

document.getElementById('ship').addEventListener('click', function onShip() {
  void ship()
})

document.getElementById('everything').addEventListener('click', function onEverything() {
  void fillCart()
})

async function fillCart() {
  Sentry.setUser({ id: '7', email: 'joe@example.com', username: 'joe' })
  Sentry.setTag('theme', 'dark')
  Sentry.setContext('cart', { items: ['book'], total: 12 })
  Sentry.setExtra('attempt', 3)
  Sentry.addBreadcrumb({ category: 'cart', message: 'added a book', level: 'info', data: { sku: 'B-1' } })
  console.warn('the cart is nearly full')
  await fetch('/stock.json')
  tellAboutCart()
}

function tellAboutCart() {
  Sentry.captureMessage('the cart is full', 'warning')
}

document.getElementById('chain').addEventListener('click', function onChain() {
  try {
    try {
      throw new TypeError('no network')
    } catch (cause) {
      throw new Error('the order was not sent', { cause })
    }
  } catch (error) {
    Sentry.captureException(error)
  }
})

document.getElementById('fingerprints').addEventListener('click', function onFingerprints() {
  for (const error of [new TypeError('one'), new RangeError('two')]) {
    Sentry.withScope((scope) => {
      scope.setFingerprint(['checkout-broken'])
      Sentry.captureException(error)
    })
  }
})
