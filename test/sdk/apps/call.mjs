/** A request full of secrets. */
export async function call(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/carts/7?coupon=SPRING&password=hunter2`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent':
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36',
      authorization: 'Bearer abcdefghijklmnop',
      cookie: 'session=s3cr3t-of-jane; theme=dark',
      'x-request-id': 'r-17',
    },
    body: JSON.stringify({ item: 'book', card: '4111111111111111', password: 'hunter2' }),
  })
  await answer.text()
}
