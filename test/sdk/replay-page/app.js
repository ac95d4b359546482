/** A page whose visit is recorded. Options come from the page's own server: those of `Sentry.init`, and in `replay` those of the replay. */
import * as Sentry from '@sentry/browser'

const { replay: replayOptions, ...options } = globalThis.sentryOptions

globalThis.replay = Sentry.replayIntegration({
  maskAllText: false,
  maskAllInputs: false,
  maskAttributes: [],
  // Several segments within seconds; SDKs send one every 5.
  flushMinDelay: 500,
  flushMaxDelay: 1000,
  minReplayDuration: 0,
  ...replayOptions,
})
Sentry.init({
  release: 'bookshop@1.0.0',
  environment: 'staging',
  replaysSessionSampleRate: 1,
  integrations: [globalThis.replay],
  ...options,
})
Sentry.setUser({ id: '7', username: 'joe', email: 'joe@example.com' })
Sentry.setTag('shelf', 'poetry')

document.getElementById('search').addEventListener('submit', function onSearch(event) {
  event.preventDefault()
  const query = document.getElementById('query').value
  history.pushState({}, '', `/results?query=${query}&token=s3cr3t`)
  const found = document.createElement('li')
  found.textContent = `All about ${query}`
  document.getElementById('results').append(found)
})

document.getElementById('stock').addEventListener('click', function onStock() {
  console.warn('the stock is old')
  void showStock()
})

async function showStock() {
  const { books } = await (await fetch('/stock.json')).json()
  document.getElementById('stock').textContent = `Stock: ${books}`
}

document.getElementById('pay').addEventListener('click', function onPay(event) {
  event.target.textContent = 'Paying'
  throw new TypeError('the till is closed')
})
