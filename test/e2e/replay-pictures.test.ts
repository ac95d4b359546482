import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { dig, list, text } from '../support/json.ts'
import { useStage } from './stage.ts'

const stage = useStage('replay-pictures')

const restlessPage = await readFile(path.join(import.meta.dirname, 'restless-page.js'), 'utf8')
const rrweb = createRequire(import.meta.url).resolve('@sentry-internal/rrweb')
const recorder = path.join(path.dirname(rrweb), 'rrweb.umd.min.cjs')

const markup = `<!doctype html><html><head><style>.c1 { top: 1px; } p { margin: 0px; }</style></head><body>
<section id="scroller" style="height: 50px; overflow: auto"><article style="height: 500px">tall</article></section>
<input id="field"><input id="box" type="checkbox"><textarea id="area"></textarea><p>One</p><ul><li>Two</li></ul></body></html>`

interface Lived {
  events: unknown[]
  /** What the page looked like when. */
  looks: { at: number; look: string }[]
}

/** What rrweb's recorder wrote of a page, and what the page looked like at times. */
async function live(seed: number, rounds: number): Promise<Lived> {
  const page = await stage.visitor.context.newPage()
  await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: markup }))
  await page.goto(`${stage.server.url}/lived/`)
  await page.addScriptTag({ path: recorder })
  await page.addScriptTag({ content: restlessPage })
  const lived = await page.evaluate<Lived>(`livePage(${seed}, ${rounds})`)
  await page.close()
  return lived
}

/** Opens the stage alone, in a page that steers it by messages as the player does. */
async function openStage(events: unknown[]): Promise<void> {
  await stage.page.goto(new URL('/sign-in/', stage.server.url).href)
  await stage.page.evaluate(restlessPage)
  await stage.page.evaluate(`{
    const frame = document.createElement('iframe')
    frame.src = '/replay-stage/'
    frame.sandbox = 'allow-scripts allow-same-origin'
    frame.style = 'position: fixed; inset: 0; width: 1000px; height: 700px'
    let arrived = () => {}
    const heard = {}
    addEventListener('message', ({ data }) => {
      heard[data.kind] = true
      if (data.kind === 'time') arrived()
    })
    globalThis.isReady = () => heard.ready === true
    globalThis.tellStage = (message) => frame.contentWindow.postMessage(message, location.origin)
    globalThis.lookAt = async (at) => {
      const there = new Promise((resolve) => { arrived = resolve })
      tellStage({ kind: 'pause', at })
      await there
      return look(frame.contentDocument.querySelector('iframe').contentDocument)
    }
    document.body.append(frame)
  }`)
  await expect.poll(() => stage.page.evaluate('isReady()'), { timeout: 20_000 }).toBe(true)
  await stage.page.evaluate(`tellStage(${JSON.stringify({ kind: 'events', events, isLast: true })})`)
}

const lookAt = (at: number) => stage.page.evaluate<string>(`lookAt(${at})`)

/** As rrweb begins; the body is node 4. */
function blankPage(at: number): unknown[] {
  const node = (id: number, tagName: string, childNodes: unknown[]) => ({
    type: 2,
    id,
    tagName,
    attributes: {},
    childNodes,
  })
  const page = { type: 0, id: 1, childNodes: [node(2, 'html', [node(3, 'head', []), node(4, 'body', [])])] }
  return [
    { type: 4, timestamp: at, data: { href: 'https://shop.example/', width: 800, height: 600 } },
    { type: 2, timestamp: at, data: { node: page, initialOffset: { left: 0, top: 0 } } },
  ]
}

describe('the stage', () => {
  // Nothing of this is on the server.
  stage.share()

  describe('the picture at any time is what the recorded page was then', () => {
    test.each([1, 2, 3])(
      'wherever it is come to from (%i)',
      async (seed) => {
        const { events, looks } = await live(seed, 60)
        expect(events.length).toBeGreaterThan(150)
        const sources = new Set(events.map((event) => dig(event, 'data', 'source')))
        for (const source of [0, 3, 5, 8, 13, 15]) expect(sources).toContain(source)
        await openStage(events)
        // Step by step, each the next events; then to and fro, each a picture of its own.
        for (const { at, look } of looks) expect(JSON.parse(await lookAt(at))).toEqual(JSON.parse(look))
        for (let place = 0; place < looks.length; place++) {
          const { at, look } = looks[(place * 37 + 11) % looks.length] ?? { at: 0, look: '' }
          expect(JSON.parse(await lookAt(at))).toEqual(JSON.parse(look))
        }
        expect(new Set(looks.map(({ look }) => look)).size).toBeGreaterThan(50)
        expect(text(list(JSON.parse(await lookAt(0)))[0], 'tag')).toBe('body')
      },
      120_000,
    )
  })

  test('nodes beside what never came hold nothing up', async () => {
    // rrweb looks for the neighbour for half a second, each time.
    const lost = (id: number) => ({
      source: 0,
      adds: [{ parentId: 4, nextId: 999, node: { type: 2, id, tagName: 'p', attributes: {}, childNodes: [] } }],
      removes: [],
      texts: [],
      attributes: [],
    })
    const start = Date.now() - 60_000
    const events = [
      ...blankPage(start),
      ...Array.from({ length: 20 }, (_, number) => ({
        type: 3,
        timestamp: start + 1000 + number,
        data: lost(10 + number),
      })),
      { type: 3, timestamp: start + 9000, data: { source: 3, id: 1, x: 0, y: 0 } },
    ]
    await openStage(events)
    await lookAt(start)
    const begun = await stage.page.evaluate<number>('performance.now()')
    const picture = await lookAt(start + 5000)
    expect((await stage.page.evaluate<number>('performance.now()')) - begun).toBeLessThan(5000)
    expect(list(JSON.parse(picture)[0], 'inside')).toHaveLength(20)
  })

  test('it plays on at its pace from where it was sent, and skips only what was idle', async () => {
    const start = Date.now() - 60_000
    const scroll = (at: number) => ({ type: 3, timestamp: start + at, data: { source: 3, id: 1, x: 0, y: 0 } })
    const events = [
      ...blankPage(start),
      // Somebody scrolls for half a minute, then comes back after twenty seconds.
      ...Array.from({ length: 31 }, (_, second) => scroll(second * 1000)),
      ...Array.from({ length: 10 }, (_, second) => scroll(50_000 + second * 1000)),
    ]
    await openStage(events)
    await stage.page.evaluate(`tellStage({ kind: 'pace', speed: 1, skipsIdle: true })`)
    /** Times it tells of from there until it is at another, beside the milliseconds since it was told to play. */
    const playFrom = (at: number, until: number) =>
      stage.page.evaluate<[number, number][]>(`new Promise(async (resolve) => {
      await lookAt(${start + at})
      const times = []
      addEventListener('message', ({ data }) => {
        if (data.kind !== 'time') return
        times.push([data.at - ${start}, performance.now() - begun])
        if (data.at >= ${start + until}) resolve(times)
      })
      const begun = performance.now()
      tellStage({ kind: 'play', at: ${start + at} })
    })`)
    for (const [at, time] of await playFrom(20_400, 21_200)) expect(at).toBeLessThan(20_400 + time + 20)
    const skipped = await playFrom(30_500, 49_000)
    expect(skipped.at(-1)?.[1]).toBeLessThan(10_000)
  }, 60_000)
})
