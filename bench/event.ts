/** Events as a JavaScript SDK sends them, varied in what varies in life: ids, times, users, pages, line numbers, releases. */
import { randomBytes } from 'node:crypto'

const files = ['checkout', 'cart', 'session', 'router', 'api', 'search', 'profile', 'payment', 'upload', 'editor']
const functions = [
  'submitOrder',
  'loadItems',
  'render',
  'dispatch',
  'fetchJson',
  'parse',
  'commit',
  'validate',
  'mount',
]
const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
]

function pickFrom<T>(list: T[], issue: number, salt: number): T {
  return list[(issue * 7 + salt * 13) % list.length] as T
}

function makeFrame(issue: number, depth: number) {
  const file = pickFrom(files, issue, depth)
  return {
    filename: `https://shop.example.com/static/${file}.js`,
    abs_path: `https://shop.example.com/static/${file}.js`,
    module: `app/${file}`,
    function: depth === 7 ? `handler${issue}` : pickFrom(functions, issue, depth),
    lineno: 100 + ((issue * 31 + depth * 17) % 900),
    colno: 5 + (depth % 60),
    in_app: depth > 2,
  }
}

function sourceContext(issue: number, depth: number) {
  const line = (offset: number) =>
    `    const ${pickFrom(files, issue, depth + offset)} = await ${pickFrom(functions, issue, offset)}(order.items[${depth + offset}], { retry: ${offset} })`
  return { pre_context: [0, 1, 2, 3, 4].map(line), context_line: line(5), post_context: [6, 7, 8, 9, 10].map(line) }
}

/** What makes one event differ from another; `issue` decides the issue it falls into. */
export interface Variation {
  number: number
  issue: number
  /** Seconds since 1970. */
  timestamp: number
}

/** One event of about `bytes` bytes of JSON. */
export function makeEvent({ number, issue, timestamp }: Variation, bytes = 3600): Record<string, unknown> {
  const pick = <T>(list: T[], salt: number): T => pickFrom(list, issue, salt)
  const event = {
    event_id: randomBytes(16).toString('hex'),
    timestamp,
    platform: 'javascript',
    level: 'error',
    environment: number % 10 === 0 ? 'staging' : 'production',
    release: `shop@2.${Math.floor(number / 1000) % 40}.0`,
    sdk: { name: 'sentry.javascript.browser', version: '11.12.0' },
    user: { id: String(number % 5000), email: `person${number % 5000}@example.com` },
    request: {
      url: `https://shop.example.com/${pick(files, 1)}/${number % 977}?tab=${number % 7}`,
      headers: { 'User-Agent': agents[number % agents.length], Referer: 'https://shop.example.com/' },
    },
    tags: {
      plan: number % 3 === 0 ? 'pro' : 'free',
      locale: pick(['de', 'en', 'fr', 'ja'], number),
      shard: String(number % 16),
    },
    contexts: { trace: { trace_id: randomBytes(16).toString('hex'), span_id: randomBytes(8).toString('hex') } },
    exception: {
      values: [
        {
          type: pick(['TypeError', 'RangeError', 'NetworkError', 'SyntaxError'], 2),
          value: `Cannot read properties of undefined (reading 'item${number % 100}')`,
          mechanism: { type: 'generic', handled: number % 4 === 0 },
          stacktrace: {
            frames: Array.from({ length: 8 }, (_, depth): Record<string, unknown> => makeFrame(issue, depth)),
          },
        },
      ],
    },
    breadcrumbs: [] as Record<string, unknown>[],
    extra: { cart: { items: number % 9, total: (number % 10_000) / 100 } },
  }
  // Large events are large by deep stacks with source context, as server-side SDKs send them, and by long trails of breadcrumbs.
  const frames = event.exception.values[0]?.stacktrace.frames ?? []
  let size = JSON.stringify(event).length
  for (let depth = 0; size < bytes * 0.7 && bytes > 10_000; depth++) {
    const frame = { ...makeFrame(issue, depth % 8), ...sourceContext(issue, depth) }
    frames.unshift(frame)
    size += JSON.stringify(frame).length
  }
  for (let crumb = 0; size < bytes - 120; crumb++) {
    const breadcrumb = {
      timestamp: timestamp - crumb,
      category: crumb % 2 === 0 ? 'fetch' : 'ui.click',
      type: 'http',
      data: { url: `/api/${pick(files, crumb)}/${number + crumb}`, status_code: 200, method: 'GET' },
    }
    event.breadcrumbs.push(breadcrumb)
    size += JSON.stringify(breadcrumb).length + 1
  }
  return event
}

export function makeEnvelope(event: Record<string, unknown>): Buffer {
  const payload = JSON.stringify(event)
  return Buffer.from(
    `{"event_id":"${String(event['event_id'])}","sent_at":"${new Date().toISOString()}"}\n{"type":"event","length":${Buffer.byteLength(payload)}}\n${payload}\n`,
  )
}
