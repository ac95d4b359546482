import { flush, start } from './start.mjs'

start()

class PaymentDeclined extends Error {
  name = 'PaymentDeclined'
}

async function pay(amount) {
  await Promise.resolve()
  throw new PaymentDeclined(`the card was declined for ${amount}`)
}

void pay(42)
// The SDK warns and lets the process live; a real server would go on serving.
setTimeout(() => void flush(), 50)
