import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Seeded, seedOrganization } from '../http/testing/seed.ts'
import { type Answer, openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import type { ReplayClickJson, ReplaySelectorJson } from './schema.ts'
import { makeClick, recordReplays, replayIdOf } from './testing/record.ts'

const at = testNow - 3_600_000
let api: TestApi
let acme: Seeded

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const { project } = acme
  const buy = {
    id: 'buy',
    classes: ['primary', 'big'],
    role: 'button',
    alt: 'x',
    testId: 't',
    ariaLabel: 'Buy',
    title: 'Now',
  }
  await recordReplays(api.storage, [
    {
      project,
      replay: 'one',
      at,
      clicks: [
        makeClick(at + 2000, { ...buy, text: 'Buy', componentName: 'Cart' }, 'dead'),
        makeClick(at + 1000, { tag: 'a', classes: ['link'] }),
        makeClick(at + 3000, { tag: 'input' }, 'rage'),
      ],
    },
    { project, replay: 'one', at: at + 5000, segment: 1, clicks: [makeClick(at + 6000, buy, 'dead')] },
    { project, replay: 'two', at, told: { environment: 'staging' }, clicks: [makeClick(at, { tag: 'input' }, 'rage')] },
    { project, replay: 'quiet', at },
  ])
})
afterAll(() => api.close())

const get = (path: string) => api.call('GET', path, { token: acme.token })
const search = (query: string) => `query=${encodeURIComponent(query)}`

function dataOf<Row>(answer: Answer): Row[] {
  expect(answer).toMatchObject({ status: 200 })
  return (answer.json as { data: Row[] }).data
}

describe('clicks', () => {
  const paths = [
    `/projects/acme/web/replays/${replayIdOf('one')}/clicks/`,
    `/organizations/acme/replays/${replayIdOf('one')}/clicks/`,
  ]

  test.each(paths)('%s has them by time', async (path) => {
    const clicks = dataOf<ReplayClickJson>(await get(path))
    expect(clicks.map(({ timestamp, element }) => `${timestamp.slice(17, 19)} ${element.tag}`)).toEqual([
      '01 a',
      '02 button',
      '03 input',
      '06 button',
    ])
    expect(clicks[1]).toEqual({
      node_id: 7,
      timestamp: '2026-11-20T11:00:02.000Z',
      element: {
        tag: 'button',
        id: 'buy',
        class: ['primary', 'big'],
        text: 'Buy',
        role: 'button',
        alt: 'x',
        testid: 't',
        aria_label: 'Buy',
        title: 'Now',
        component_name: 'Cart',
      },
      is_dead: true,
      is_rage: false,
    })
  })

  test.each([
    ['click.tag:button', ['02', '06']],
    ['click.selector:a', ['01']],
    // What made the replay match: any of them.
    ['click.tag:a click.tag:input', ['01', '03']],
    ['dead.selector:*', ['02', '03', '06']],
    ['rage.selector:*', ['03']],
    ['click.textContent:B*', ['02']],
    ['click.class:big', ['02', '06']],
    ['click.tag:h1', []],
    // Nothing of single clicks.
    ['!click.tag:a', ['01', '02', '03', '06']],
    ['user:jane', ['01', '02', '03', '06']],
    ['', ['01', '02', '03', '06']],
  ])('are narrowed by %s', async (query, seconds) => {
    const clicks = dataOf<ReplayClickJson>(await get(`${paths[0]}?${search(query)}`))
    expect(clicks.map(({ timestamp }) => timestamp.slice(17, 19))).toEqual(seconds)
  })

  test('come in pages', async () => {
    const first = await get(`${paths[0]}?per_page=1&${search('click.tag:button')}`)
    expect(dataOf<ReplayClickJson>(first).map(({ timestamp }) => timestamp.slice(17, 19))).toEqual(['02'])
    expect(String(first.headers['link'])).toContain('rel="next"; results="true"; cursor="0:1:0"')
    const second = await get(`${paths[0]}?per_page=1&cursor=0:1:0&${search('click.tag:button')}`)
    expect(dataOf<ReplayClickJson>(second).map(({ timestamp }) => timestamp.slice(17, 19))).toEqual(['06'])
    expect(String(second.headers['link'])).toContain('rel="next"; results="false"')
  })

  test('of a replay without any are none, of no replay 404', async () => {
    expect(dataOf(await get(`/projects/acme/web/replays/${replayIdOf('quiet')}/clicks/`))).toEqual([])
    for (const path of paths) expect((await get(path.replace(replayIdOf('one'), replayIdOf('none')))).status).toBe(404)
    expect((await get(`${paths[0]}?${search('click.selector:"a b"')}`)).status).toBe(400)
  })
})

describe('selectors', () => {
  const paths = ['/organizations/acme/replay-selectors/', '/organizations/acme/replays/selectors/']

  test.each(paths)('%s has what was clicked in vain, in the words of both documents', async (path) => {
    const selectors = dataOf<ReplaySelectorJson>(await get(path))
    expect(selectors.map((row) => [row.dom_element, row.count_dead_clicks, row.count_rage_clicks])).toEqual([
      ['button#buy.primary.big[role="button"][alt="x"][testid="t"][aria="Buy"][title="Now"]', 2, 0],
      ['input', 2, 2],
    ])
    expect(selectors.find(({ element }) => element.tag === 'input')).toMatchObject({
      project_id: String(acme.project.id),
      element: { tag: 'input', id: '', class: [], project_id: String(acme.project.id) },
      count: 2,
      dead_click_count: 2,
      rage_click_count: 2,
    })
  })

  test.each([
    ['sort=count_rage_clicks', ['button', 'input']],
    ['sort=-rage_click_count', ['input', 'button']],
    ['orderBy=-count_rage_clicks&per_page=1', ['input']],
    ['orderBy=-count_rage_clicks&per_page=1&cursor=0:1:0', ['button']],
    ['environment=staging', ['input']],
    [search('count_rage_clicks:>0'), ['input']],
    [search('count_rage_clicks:0 OR count_dead_clicks:>5'), ['button']],
    [search('!count_rage_clicks:0'), ['input']],
    [search('count_dead_clicks:[7,8]'), []],
    ['start=2026-11-19T00:00:00&end=2026-11-20T10:59:00', []],
    ['project=web&statsPeriod=1d&sort=count_rage_clicks', ['button', 'input']],
  ])('%s', async (query, tags) => {
    const selectors = dataOf<ReplaySelectorJson>(await get(`${paths[0]}?${query}`))
    expect(selectors.map(({ element }) => element.tag)).toEqual(tags)
  })

  test.each([
    'sort=dom_element',
    search('count_dead_clicks:x'),
    search('click.tag:a'),
    search('words'),
    'project=none',
  ])('refused: %s', async (query) => {
    expect([400, 403]).toContain((await get(`${paths[0]}?${query}`)).status)
  })

  test('read back as they are shown, they find their replays', async () => {
    for (const { dom_element: selector } of dataOf<ReplaySelectorJson>(await get(paths[0] ?? ''))) {
      const query = search(`dead.selector:"${selector.replaceAll('"', '\\"')}"`)
      expect(dataOf(await get(`/organizations/acme/replays/?${query}`)).length).toBeGreaterThan(0)
    }
  })
})
