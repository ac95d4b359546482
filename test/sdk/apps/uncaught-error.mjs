import { start } from './start.mjs'

start()

function priceOf(item) {
  return item.price.amount
}

function sumOf(cart) {
  return cart.map(priceOf).reduce((sum, amount) => sum + amount, 0)
}

setImmediate(function checkOut() {
  sumOf([{ price: { amount: 3 } }, { name: 'a gift' }])
})
