/**
 * Runs the apps and the page of test/sdk against a sink and keeps what their SDKs send in fixtures/envelopes, one file an
 * envelope, named after SDK, version and what it shows: `node scripts/record-envelopes.ts`. Run it when an SDK was updated. With `replays` it records
 * those alone, and leaves the others as they are.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { hostname } from 'node:os'
import path from 'node:path'
import { deflateSync, gunzipSync, inflateSync } from 'node:zlib'
import { splitRecording } from '../src/protocol/recording.ts'
import { openShop } from '../test/sdk/shop.ts'
import { runApp } from '../test/sdk/run-app.ts'
import { visitBookshop } from '../test/sdk/visit-bookshop.ts'
import { launchChromium } from '../test/support/browser.ts'
import { dig, text } from '../test/support/json.ts'

const root = path.join(import.meta.dirname, '..')
const target = path.join(root, 'fixtures/envelopes')
const nodeApps = [
  'uncaught-error',
  'unhandled-rejection',
  'everything',
  'cause-chain',
  'fingerprints',
  'http-server',
  'checkout',
  'other-items',
  'requests',
]
const isEvent = (type: string) => type === 'event'
const isReplay = (type: string) => type.startsWith('replay_')
/** Which envelopes are kept, by the types in them, where it is not those of events: each run has sessions, all alike. */
const wantedOf: Record<string, (type: string) => boolean> = {
  'other-items': () => true,
  requests: (type) => type === 'sessions',
}
/** Ids of the page's buttons, what each shows, and how many events it sends. */
const pageScenes: [string, string, number][] = [
  ['pay', 'onerror', 1],
  ['ship', 'unhandled-rejection', 1],
  ['everything', 'everything', 1],
  ['chain', 'cause-chain', 1],
  ['fingerprints', 'fingerprints', 2],
]

interface Item {
  header: string
  type: string
  payload: Buffer
}
interface Envelope {
  header: string
  items: Item[]
}

const sink = await openSink()
if (process.argv[2] !== 'replays') {
  await rm(target, { recursive: true, force: true })
  await mkdir(target, { recursive: true })
  for (const app of nodeApps) {
    await runApp(app, sink.dsn)
    await keep(app, sink.take(), wantedOf[app] ?? isEvent)
  }
  await recordPage()
}
await recordReplays()
sink.close()
console.log(`${(await readdir(target)).length} envelopes in ${path.relative(process.cwd(), target)}`)

async function recordPage(): Promise<void> {
  const browser = await launchChromium()
  const shop = await openShop({ dsn: sink.dsn })
  for (const [button, scene, events] of pageScenes) {
    const page = await browser.newPage()
    await page.goto(`${shop.url}?coupon=SPRING#cart`)
    await page.click(`#${button}`)
    while (sink.events() < events) await page.waitForTimeout(50)
    await page.close()
    await keep(scene, sink.take(), scene === 'everything' ? () => true : isEvent, [
      [shop.url, 'http://127.0.0.1:8080/'],
    ])
  }
  await shop.close()
  await browser.close()
}

/** A visit in either form that the browser SDK has for recordings. */
async function recordReplays(): Promise<void> {
  const old = (await readdir(target)).filter((name) => /-replay-(?:packed|plain)/.test(name))
  for (const name of old) await rm(path.join(target, name))
  const browser = await launchChromium()
  for (const useCompression of [true, false]) {
    const shop = await openShop({ dsn: sink.dsn, replay: { useCompression } }, { page: 'replay-page' })
    await visitBookshop(browser, shop.url)
    const wanted = (type: string) => isReplay(type) || isEvent(type)
    await keep(useCompression ? 'replay-packed' : 'replay-plain', sink.take(), wanted, [
      [shop.url, 'http://127.0.0.1:8080/'],
    ])
    await shop.close()
  }
  await browser.close()
}

/** Writes the envelopes of one run that hold a wanted type. */
async function keep(
  scene: string,
  raws: Buffer[],
  isWanted: (type: string) => boolean,
  replacements: [string, string][] = [],
): Promise<void> {
  const counted = new Map<string, number>()
  const envelopes = raws.map(split)
  // Client reports come without the SDK's name; all of a run are of the same.
  const sdk = envelopes.map((envelope) => dig(JSON.parse(envelope.header), 'sdk')).find((said) => said !== undefined)
  for (const envelope of envelopes) {
    const types = [...new Set(envelope.items.map((item) => item.type))]
    if (!types.some(isWanted)) continue
    const shows = types.some(isEvent) ? scene : types.some(isReplay) ? `${scene}-segment` : types.join('+')
    const base = `${text(sdk, 'name')}-${text(sdk, 'version')}-${shows}`
    const number = (counted.get(base) ?? 0) + 1
    counted.set(base, number)
    const name = number === 1 ? base : `${base}-${number}`
    await writeFile(
      path.join(target, `${name}.envelope`),
      join(envelope, (part) => scrub(part, replacements)),
    )
  }
}

/** The lines of an envelope; payloads with a length may hold line breaks. */
function split(bytes: Buffer): Envelope {
  const lineEnd = (from: number) => {
    const end = bytes.indexOf('\n', from)
    return end === -1 ? bytes.length : end
  }
  const headerEnd = lineEnd(0)
  const items: Item[] = []
  for (let at = headerEnd + 1; at < bytes.length; ) {
    const end = lineEnd(at)
    const header = bytes.toString('utf8', at, end)
    const said: unknown = JSON.parse(header)
    const length = dig(said, 'length')
    const payloadEnd = typeof length === 'number' ? end + 1 + length : lineEnd(end + 1)
    items.push({ header, type: text(said, 'type'), payload: bytes.subarray(end + 1, payloadEnd) })
    at = payloadEnd + 1
  }
  return { header: bytes.toString('utf8', 0, headerEnd), items }
}

/** Back into the form that it came in; a length that was there is set right. */
function join({ header, items }: Envelope, change: (part: string) => string): Buffer {
  const lines: (string | Buffer)[] = [change(header)]
  for (const item of items) {
    const payload = changePayload(item, change)
    lines.push(item.header.replace(/"length":\d+/, `"length":${payload.length}`), payload)
  }
  return Buffer.concat(lines.flatMap((line, index) => [Buffer.from(index === 0 ? '' : '\n'), Buffer.from(line)]))
}

/** Packed recordings are unpacked for it; the SDK packs with fflate, which leaves other bytes than zlib, of the same format. */
function changePayload({ type, payload }: Item, change: (part: string) => string): Buffer {
  const recording = type === 'replay_recording' ? splitRecording(payload) : null
  if (!recording?.ok || recording.encoding !== 'zlib') return Buffer.from(change(payload.toString('utf8')))
  const head = payload.subarray(0, payload.length - recording.body.length)
  return Buffer.concat([head, deflateSync(change(inflateSync(recording.body).toString('utf8')))])
}

/** Takes the machine out: where the project lies, its name, its kernel and processor, free ports. */
function scrub(part: string, replacements: [string, string][]): string {
  let scrubbed = part
  for (const [from, to] of [
    [root, '/app'],
    [hostname(), 'recorder'],
    [`localhost:${sink.port}`, 'localhost:9000'],
    ...replacements,
  ] as const) {
    scrubbed = scrubbed.replaceAll(from, to)
  }
  return scrubbed
    .replaceAll(/"kernel_version":"[^"]*"/g, '"kernel_version":"6.1.0"')
    .replaceAll(/"cpu_description":"[^"]*"/g, '"cpu_description":"Processor"')
    .replaceAll(/http:\/\/127\.0\.0\.1:\d{5}\b/g, 'http://127.0.0.1:8080')
    .replaceAll(/127\.0\.0\.1:\d{5}\b/g, '127.0.0.1:8080')
}

/** Takes everything, from any origin, and remembers it. */
async function openSink() {
  const taken: Buffer[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      if (request.method === 'POST') {
        taken.push(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body)
      }
      const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }
      response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the sink has no port')
  return {
    port: address.port,
    dsn: `http://0123456789abcdef0123456789abcdef@localhost:${address.port}/1`,
    /** How many events wait to be taken. */
    events: () => taken.filter((envelope) => envelope.includes('\n{"type":"event"')).length,
    /** What came since the last call. */
    take: () => taken.splice(0),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
