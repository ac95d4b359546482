/** Recordings of an hour in 200 segments, made up as rrweb would write them: a shop's page whose clock tells which changes were applied. */
import { createRandom, type Random } from './random.ts'

export interface RecordingShape {
  /** Changes, moves of the mouse, scrolls and input within the hour. */
  events: number
  /** A full snapshot every so many minutes; null: only the one at the start. */
  snapshotMinutes: number | null
}

interface Node {
  type: number
  id: number
  [name: string]: unknown
}

export interface RecordedEvent {
  type: number
  timestamp: number
  data: Record<string, unknown>
}

/** When the clock was set to what. */
export interface Tick {
  at: number
  text: string
}

export const recordingMs = 3_600_000
export const recordingSegments = 200
const rows = 300
const page = { href: 'https://shop.example/', width: 1280, height: 800 }
const ids = { document: 1, html: 3, head: 4, body: 6, clock: 7, clockText: 8, list: 9, search: 10, rows: 100 }
/** Ids of a row: itself, its name, the text of it, its price, the text of it. */
const idsPerRow = 5

/** What was recorded, by segment, and what the clock showed when. */
export function makeRecording(shape: RecordingShape, start: number): { segments: RecordedEvent[][]; ticks: Tick[] } {
  const shop = new Shop()
  const random = createRandom(7)
  const events: RecordedEvent[] = []
  const ticks: Tick[] = []
  const shoot = (at: number) => {
    events.push({ type: 4, timestamp: at, data: page }, { type: 2, timestamp: at, data: shop.snapshot() })
    ticks.push({ at, text: shop.time })
  }
  shoot(start)
  let minute = 0
  for (let number = 1; number <= shape.events; number++) {
    const at = start + Math.floor((recordingMs * number) / (shape.events + 1))
    const now = Math.floor((at - start) / 60_000)
    if (shape.snapshotMinutes !== null && now >= minute + shape.snapshotMinutes) {
      shoot(at)
      minute = now
    }
    const kind = random(10)
    if (kind < 5) {
      events.push({ type: 3, timestamp: at, data: shop.change(String(number), random) })
      ticks.push({ at, text: shop.time })
    } else if (kind < 8) events.push({ type: 3, timestamp: at, data: moves(random) })
    else if (kind < 9)
      events.push({ type: 3, timestamp: at, data: { source: 3, id: ids.document, x: 0, y: random(3000) } })
    else
      events.push({
        type: 3,
        timestamp: at,
        data: { source: 5, id: ids.search, text: `owls ${number}`, isChecked: false },
      })
  }
  const segments = Array.from({ length: recordingSegments }, (): RecordedEvent[] => [])
  for (const event of events) {
    const place = Math.min(
      recordingSegments - 1,
      Math.floor(((event.timestamp - start) / recordingMs) * recordingSegments),
    )
    segments[place]?.push(event)
  }
  return { segments, ticks }
}

function moves(random: Random): Record<string, unknown> {
  const positions = Array.from({ length: 10 }, (_, index) => ({
    x: random(page.width),
    y: random(page.height),
    id: ids.body,
    timeOffset: index * 50 - 450,
  }))
  return { source: 1, positions }
}

/** The page as it changes: rows come on top and go at the end, prices move, names get marked. */
class Shop {
  time = '0'
  private rows = Array.from({ length: rows }, (_, number) => number)
  private made = rows

  snapshot(): Record<string, unknown> {
    const style = 'ol { columns: 2 } li { padding: 4px; border-bottom: 1px solid #ddd } .sale { color: #a00 }'
    const head = element(ids.head, 'head', {}, [
      element(ids.head + 10_000_000, 'style', {}, [
        { ...text(ids.head + 10_000_001, `${style} li:hover { background: #eee }`), isStyle: true },
      ]),
    ])
    const body = element(ids.body, 'body', {}, [
      element(ids.clock, 'p', { id: 'clock' }, [text(ids.clockText, this.time)]),
      element(ids.search, 'input', { type: 'search', value: '' }, []),
      element(
        ids.list,
        'ol',
        {},
        this.rows.map((number) => row(number)),
      ),
    ])
    const html = element(ids.html, 'html', { lang: 'en' }, [head, body])
    const doctype = { type: 1, id: 2, name: 'html', publicId: '', systemId: '' }
    return { node: { type: 0, id: ids.document, childNodes: [doctype, html] }, initialOffset: { left: 0, top: 0 } }
  }

  change(time: string, random: Random): Record<string, unknown> {
    this.time = time
    const texts: unknown[] = [{ id: ids.clockText, value: time }]
    const attributes: unknown[] = []
    const removes: unknown[] = []
    const adds: unknown[] = []
    const first = firstId(this.rows[random(this.rows.length)] ?? 0)
    const kind = random(4)
    if (kind === 0) texts.push({ id: first + 4, value: `${random(100)} €` })
    else if (kind === 1) attributes.push({ id: first + 1, attributes: { class: random(2) ? 'sale' : null } })
    else if (kind === 2)
      attributes.push({ id: first, attributes: { style: { opacity: `${random(10) / 10}`, 'margin-left': false } } })
    else {
      const gone = this.rows.pop() ?? 0
      const next = this.rows[0] ?? 0
      const fresh = this.made++
      this.rows.unshift(fresh)
      removes.push({ parentId: ids.list, id: firstId(gone) })
      adds.push(...listAdds(ids.list, firstId(next), row(fresh)))
    }
    return { source: 0, texts, attributes, removes, adds }
  }
}

const firstId = (number: number) => ids.rows + number * idsPerRow

function row(number: number): Node {
  const first = firstId(number)
  return element(first, 'li', {}, [
    element(first + 1, 'b', {}, [text(first + 2, `Book ${number}`)]),
    element(first + 3, 'i', {}, [text(first + 4, `${number % 90} €`)]),
  ])
}

/** As rrweb tells what was added: a parent, then what is in it. */
function listAdds(parentId: number, nextId: number | null, node: Node): unknown[] {
  const children = Array.isArray(node['childNodes']) ? (node['childNodes'] as Node[]) : []
  return [
    { parentId, nextId, node: { ...node, childNodes: [] } },
    ...children.flatMap((child) => listAdds(node.id, null, child)),
  ]
}

function element(id: number, tagName: string, attributes: Record<string, string>, childNodes: Node[]): Node {
  return { type: 2, id, tagName, attributes, childNodes }
}

function text(id: number, textContent: string): Node {
  return { type: 3, id, textContent }
}
