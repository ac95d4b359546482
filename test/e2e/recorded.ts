/** Replays as SDKs send them: one that Sentry's SDK recorded, and such as nobody would record but to do harm. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { eventually, postEnvelope, untilSearchable } from '../support/client.ts'
import { dig, list } from '../support/json.ts'
import type { Scene } from './stage.ts'

const envelopes = path.join(import.meta.dirname, '../../fixtures/envelopes')
const videos = path.join(import.meta.dirname, '../../fixtures/videos')
const name = 'sentry.javascript.browser-11.12.0-replay-plain'

/** Of the recorded replay. */
export const recordedId = '2ded0027160344b38080e68773183061'
/** When its first page was asked for, in seconds. */
const recordedAt = 1_795_871_081

async function post(scene: Scene, envelope: string | Uint8Array<ArrayBuffer>): Promise<void> {
  const response = await postEnvelope(scene.server.dsn, envelope)
  if (!response.ok) throw new Error(`the envelope was refused: ${response.status}`)
}

async function untilListed(scene: Scene): Promise<void> {
  const client = await scene.signIn()
  await eventually(async () => list(await client.get('/organizations/lapwing/replays/'), 'data').length > 0)
}

/** Sends what the SDK recorded as if it were of a few minutes ago: the error and all segments. */
export async function sendRecorded(scene: Scene): Promise<void> {
  const shift = Math.floor(Date.now() / 1000) - 300 - recordedAt
  for (const part of ['', '-segment', '-segment-2', '-segment-3']) {
    const text = await readFile(path.join(envelopes, `${name}${part}.envelope`), 'utf8')
    // Seconds and milliseconds alike begin so, and stay as long.
    const moved = text
      .replace(/"sent_at":"[^"]+"/, `"sent_at":"${new Date().toISOString()}"`)
      .replaceAll(/\b1795871\d{3}/g, (seconds) => String(Number(seconds) + shift))
    await post(scene, moved)
  }
  await untilListed(scene)
  const client = await scene.signIn()
  await eventually(async () => list(await client.get('/organizations/lapwing/issues/?query=')).length === 1)
  await untilSearchable(client, 1)
}

/** Of the filmed replay. */
export const filmedId = 'f11edf11edf11edf11edf11edf11edf1'
/** How long its clips are: two seconds each, in a recording of half a minute. */
const clipMs = 1950
const secondClipMs = 30_000

/** Sends what an app's SDK filmed half a minute ago: red, then green; long after it blue, then yellow, and nothing between. One finger touches it. */
export async function sendFilmed(scene: Scene): Promise<void> {
  const start = Date.now() - 60_000
  const screen = { width: 180, height: 320 }
  const touch = (at: number, type: number) => ({
    type: 3,
    timestamp: start + at,
    data: { source: 2, type, id: 0, x: 90, y: 80, pointerType: 2, pointerId: 1 },
  })
  const tap = { type: 'default', category: 'ui.tap', message: 'PayButton', timestamp: (start + 500) / 1000, data: {} }
  const clips = [
    {
      file: 'red-then-green',
      at: 0,
      beside: [
        touch(500, 7),
        touch(900, 9),
        { type: 5, timestamp: start + 500, data: { tag: 'breadcrumb', payload: tap } },
      ],
    },
    { file: 'blue-then-yellow', at: secondClipMs, beside: [] },
  ]
  for (const [segment, { file, at, beside }] of clips.entries()) {
    const bytes = await readFile(path.join(videos, `${file}.mp4`))
    const payload = {
      segmentId: segment,
      size: bytes.length,
      duration: clipMs,
      encoding: 'h264',
      container: 'mp4',
      ...screen,
      frameCount: 20,
      frameRate: 10,
      frameRateType: 'constant',
      left: 0,
      top: 0,
    }
    const events = [
      { type: 4, timestamp: start + at, data: { href: '', ...screen } },
      { type: 5, timestamp: start + at, data: { tag: 'video', payload } },
      ...beside,
    ]
    const replay = {
      type: 'replay_event',
      replay_id: filmedId,
      event_id: filmedId,
      segment_id: segment,
      replay_type: 'session',
      replay_start_timestamp: start / 1000,
      timestamp: (start + at + clipMs) / 1000,
      urls: [],
      error_ids: [],
      trace_ids: [],
      platform: 'java',
      sdk: { name: 'sentry.java.android', version: '8.20.0' },
    }
    const item = packBytes({
      replay_event: Buffer.from(JSON.stringify(replay)),
      replay_recording: Buffer.from(`{"segment_id":${segment}}\n${JSON.stringify(events)}`),
      replay_video: bytes,
    })
    const header = JSON.stringify({ event_id: filmedId, sent_at: new Date().toISOString() })
    const head = JSON.stringify({ type: 'replay_video', length: item.length })
    await post(scene, Buffer.concat([Buffer.from(`${header}\n${head}\n`), item]))
  }
  const client = await scene.signIn()
  await eventually(async () => {
    const replay = await client.get(`/projects/lapwing/app/replays/${filmedId}/`).catch(() => null)
    return dig(replay, 'data', 'count_segments') === clips.length
  })
}

/** A map of byte strings in MessagePack. */
function packBytes(members: Record<string, Buffer>): Buffer {
  const entries = Object.entries(members).flatMap(([name, bytes]) => {
    const length = Buffer.alloc(5)
    length.writeUInt8(0xc6)
    length.writeUInt32BE(bytes.length, 1)
    return [Buffer.of(0xd9, name.length), Buffer.from(name), length, bytes]
  })
  return Buffer.concat([Buffer.of(0x80 | Object.keys(members).length), ...entries])
}

export const hostileId = 'd15ea5ed15ea5ed15ea5ed15ea5ed15e'

/** A host that counts who asks it for what, and who connects at all. */
export async function openHost() {
  const asked: string[] = []
  let connections = 0
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.setHeader('access-control-allow-origin', '*')
    if (request.url?.endsWith('.css')) response.setHeader('content-type', 'text/css')
    if (request.url?.endsWith('.svg')) response.setHeader('content-type', 'image/svg+xml')
    response.end(
      request.url?.endsWith('.css')
        ? 'h1 { color: rgb(1, 2, 3) }'
        : '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>',
    )
  })
  server.on('connection', () => connections++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the host has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    get connections() {
      return connections
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

interface RecordedNode {
  id: number
  childNodes?: RecordedNode[]
  [name: string]: unknown
}

const mark = "top.wasRun = 1; parent.wasRun = 1; document.title = 'run'"

/** Whatever a page could run or ask for, once when it is first shown and once more as a change. */
export async function sendHostile(scene: Scene, host: string): Promise<void> {
  let id = 1
  const text = (textContent: string): RecordedNode => ({ type: 3, id: ++id, textContent })
  const element = (
    tagName: string,
    attributes: Record<string, unknown>,
    ...childNodes: RecordedNode[]
  ): RecordedNode => ({
    type: 2,
    id: ++id,
    tagName,
    attributes,
    childNodes,
  })
  /** As rrweb tells what was added: a parent, then what is in it. */
  const added = (parentId: number, node: RecordedNode): unknown[] => [
    { parentId, nextId: null, node: { ...node, childNodes: [] } },
    ...(node.childNodes ?? []).flatMap((child) => added(node.id, child)),
  ]
  const traps = (when: string) => {
    const at = (file: string) => `${host}/${when}/${file}`
    return [
      element('script', {}, text(mark)),
      element('script', { src: at('script.js') }),
      element('noscript', {}, text(`<img src="${at('noscript.svg')}">`)),
      element('img', { src: at('image.svg'), srcset: `${at('set.svg')} 2x`, onerror: mark, onload: mark }),
      element('img', { src: 'data:,', onerror: mark }),
      element('a', { href: `javascript:${mark}`, ping: at('ping') }, text('click me')),
      element('iframe', { srcdoc: `<script>${mark}</script><img src="${at('srcdoc.svg')}">` }),
      element('iframe', { src: at('frame.html') }),
      element('iframe', { src: `javascript:${mark}` }),
      element('meta', { 'http-equiv': 'refresh', content: `0;url=${at('refresh')}` }),
      element('form', { action: at('form'), id: 'form' }, element('input', { autofocus: '', onfocus: mark })),
      { ...element('svg', { onload: mark }, { ...element('script', {}, text(mark)), isSVG: true }), isSVG: true },
      element('object', { data: at('object.svg'), type: 'image/svg+xml' }),
      element('embed', { src: at('embed.svg') }),
      element('video', { src: at('video.mp4'), poster: at('poster.svg'), autoplay: '' }),
      element('audio', { src: at('audio.mp3') }),
      element('details', { open: '', ontoggle: mark }, text('details')),
      element('div', { style: `background: url(${at('inline.svg')})` }, text('styled')),
      element('style', {}, text(`@import url(${at('import.css')}); p { background: url(${at('rule.svg')}) }`)),
      element('style', {}, text(`@font-face { font-family: x; src: url(${at('font.woff2')}) } p { font-family: x }`)),
      element('link', { rel: 'stylesheet', href: at('sheet.css') }),
      element('link', { rel: 'preload', href: at('preload.js'), as: 'script' }),
      element('link', { rel: 'modulepreload', href: at('module.js') }),
      element('link', { rel: 'prefetch', href: at('prefetch') }),
      element('link', { rel: 'preconnect', href: host }),
      element('link', { rel: 'dns-prefetch', href: host }),
      element('link', { rel: 'icon', href: at('icon.svg') }),
      element('base', { href: `${host}/base/` }),
    ]
  }
  const start = Date.now() - 60_000
  const body = element('body', { onload: mark }, element('h1', {}, text('Nothing to see')), ...traps('first'))
  const page = element('html', {}, element('head', {}), body)
  const adds = traps('later').flatMap((node) => added(body.id, node))
  const events = [
    { type: 4, timestamp: start, data: { href: `${host}/`, width: 800, height: 600 } },
    {
      type: 2,
      timestamp: start + 1,
      data: { node: { type: 0, id: 1, childNodes: [page] }, initialOffset: { top: 0, left: 0 } },
    },
    { type: 3, timestamp: start + 500, data: { source: 0, texts: [], attributes: [], removes: [], adds } },
    {
      type: 3,
      timestamp: start + 600,
      data: {
        source: 0,
        texts: [],
        adds: [],
        removes: [],
        attributes: [{ id: body.id, attributes: { onclick: mark, style: `background: url(${host}/changed.svg)` } }],
      },
    },
    {
      type: 3,
      timestamp: start + 700,
      data: {
        source: 0,
        texts: [],
        attributes: [],
        removes: [],
        adds: added(body.id, element('p', {}, text('The last thing'))),
      },
    },
    { type: 3, timestamp: start + 900, data: { source: 2, type: 2, id: body.id, x: 10, y: 10 } },
  ]
  const replay = {
    type: 'replay_event',
    replay_id: hostileId,
    event_id: hostileId,
    segment_id: 0,
    replay_type: 'session',
    replay_start_timestamp: start / 1000,
    timestamp: (start + 2000) / 1000,
    urls: [`${host}/`],
    error_ids: [],
    trace_ids: [],
    platform: 'javascript',
    sdk: { name: 'sentry.javascript.browser', version: '11.12.0' },
  }
  const recording = `{"segment_id":0}\n${JSON.stringify(events)}`
  const lines = [
    JSON.stringify({ event_id: hostileId, sent_at: new Date().toISOString() }),
    '{"type":"replay_event"}',
    JSON.stringify(replay),
    JSON.stringify({ type: 'replay_recording', length: Buffer.byteLength(recording) }),
    recording,
  ]
  await post(scene, `${lines.join('\n')}\n`)
  await untilListed(scene)
}
