import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Seeded, seedOrganization } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { recordingKey } from './recording.ts'
import { recordReplays, replayIdOf } from './testing/record.ts'

const at = testNow - 3_600_000
const video = new Uint8Array(randomBytes(3 * 1024 * 1024 + 7))
/** More than is read at once. */
const long = Array.from({ length: 30_000 }, (_, index) => ({
  type: 3,
  timestamp: at + index,
  data: { text: `größe ${index}` },
}))

let api: TestApi
let acme: Seeded

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  const { project } = acme
  await recordReplays(api.storage, [
    { project, replay: 'web', at: at + 10_000, segment: 2, events: [{ type: 4, timestamp: at + 10_000 }] },
    { project, replay: 'web', at, segment: 0, events: long },
    { project, replay: 'web', at: at + 5000, segment: 1, events: null },
    { project, replay: 'mobile', at, segment: 0, events: [{ type: 5 }], video },
  ])
})
afterAll(() => api.close())

const web = `/projects/acme/web/replays/${replayIdOf('web')}/`
const mobile = `/projects/acme/web/replays/${replayIdOf('mobile')}/`
const get = (path: string, headers: Record<string, string> = {}) =>
  api.call('GET', path, { token: acme.token, headers })

describe('the segments of a replay', () => {
  test('are listed by number, as the older description says', async () => {
    const answer = await get(`${web}recording-segments/`)
    const projectId = String(acme.project.id)
    const row = (segmentId: number, dateAdded: string) => ({
      id: segmentId,
      replayId: replayIdOf('web'),
      segmentId,
      projectId,
      dateAdded,
    })
    expect(answer).toMatchObject({ status: 200 })
    expect(answer.json).toEqual([
      row(0, '2026-11-20T11:00:05.100Z'),
      row(1, '2026-11-20T11:00:10.100Z'),
      row(2, '2026-11-20T11:00:15.100Z'),
    ])
  })

  test('are downloaded as a list of events for each, as Sentry gives them', async () => {
    const answer = await get(`${web}recording-segments/?download`)
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json; charset=utf-8' } })
    expect(answer.json).toEqual([long, [], [{ type: 4, timestamp: at + 10_000 }]])
  })

  test('come in pages, also by the cursors that clients make up', async () => {
    const first = await get(`${web}recording-segments/?download=true&per_page=2`)
    expect(first.json).toEqual([long, []])
    expect(String(first.headers['link'])).toContain('rel="next"; results="true"; cursor="0:2:0"')
    const second = await get(`${web}recording-segments/?download=true&per_page=2&cursor=0:2:0`)
    expect(second.json).toEqual([[{ type: 4, timestamp: at + 10_000 }]])
    expect((await get(`${web}recording-segments/?download=true&per_page=2&cursor=0:4:0`)).json).toEqual([])
    expect((await get(`${web}recording-segments/?cursor=100:0:1`)).json).toHaveLength(3)
  })

  test('one by one', async () => {
    const data = {
      id: 2,
      replayId: replayIdOf('web'),
      segmentId: 2,
      projectId: String(acme.project.id),
      dateAdded: '2026-11-20T11:00:15.100Z',
    }
    const { projectId: _, ...plain } = data
    expect((await get(`${web}recording-segments/2/`)).json).toEqual({ data, ...plain })
    expect((await get(`${web}recording-segments/2/?download`)).json).toEqual([{ type: 4, timestamp: at + 10_000 }])
    expect((await get(`${web}recording-segments/1/?download=true`)).json).toEqual([])
  })

  test.each(['3', '-1', 'x', '1e0', '99999999999'])('that is not there is 404: %s', async (segment) => {
    for (const path of [`${web}recording-segments/${segment}/`, `${mobile}videos/${segment}/`]) {
      expect(await get(path)).toMatchObject({ status: 404, json: { detail: 'Replay recording segment not found.' } })
    }
  })

  test('of no replay are 404', async () => {
    expect((await get(`/projects/acme/web/replays/${'a'.repeat(32)}/recording-segments/`)).status).toBe(404)
    expect((await get(`/projects/acme/web/replays/x/recording-segments/?download`)).status).toBe(404)
    expect((await get(`/projects/acme/web/replays/x/recording-segments/0/`)).status).toBe(404)
  })

  test('whose bytes are gone are empty', async () => {
    const { project } = acme
    await recordReplays(api.storage, [{ project, replay: 'lost', at, events: [1] }])
    const segment = await api.storage.replays.findSegment(project.id, replayIdOf('lost'), 0)
    if (!segment?.recording) throw new Error('there is no recording')
    await api.storage.blobs.remove([recordingKey({ projectId: project.id, ...segment.recording })])
    const lost = `/projects/acme/web/replays/${replayIdOf('lost')}/`
    expect((await get(`${lost}recording-segments/?download`)).json).toEqual([[]])
    expect((await get(`${lost}recording-segments/0/?download`)).json).toEqual([])
  })
})

describe('a video', () => {
  /** As bytes, which the test client's answers are not. */
  async function fetchVideo(headers: Record<string, string> = {}) {
    const response = await api.app.inject({
      method: 'GET',
      url: `/api/0${mobile}videos/0/`,
      headers: { authorization: `Bearer ${acme.token}`, ...headers },
    })
    return { status: response.statusCode, headers: response.headers, bytes: new Uint8Array(response.rawPayload) }
  }

  test('is given whole, without the events behind it', async () => {
    const { status, headers, bytes } = await fetchVideo()
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': String(video.length),
      'accept-ranges': 'bytes',
      'content-disposition': `attachment; filename="${replayIdOf('mobile')}-0.mp4"`,
      'x-content-type-options': 'nosniff',
    })
    expect(Buffer.compare(bytes, video)).toBe(0)
  })

  test.each([
    ['bytes=0-99', 0, 100],
    ['bytes=1000000-2999999', 1_000_000, 3_000_000],
    ['bytes=3000000-', 3_000_000, video.length],
    ['bytes=-10', video.length - 10, video.length],
    ['bytes=3000000-99999999', 3_000_000, video.length],
  ])('in parts: %s', async (range, from, to) => {
    const { status, headers, bytes } = await fetchVideo({ range })
    expect(status).toBe(206)
    expect(headers).toMatchObject({
      'content-range': `bytes ${from}-${to - 1}/${video.length}`,
      'content-length': String(to - from),
    })
    expect(Buffer.compare(bytes, video.subarray(from, to))).toBe(0)
  })

  test.each(['bytes=99999999-', 'bytes=5-4', 'bytes=0-1,4-5', 'lines=1-2'])('not in this one: %s', async (range) => {
    const { status, headers, bytes } = await fetchVideo({ range })
    expect(status).toBe(416)
    expect(headers['content-range']).toBe(`bytes */${video.length}`)
    expect(bytes).toHaveLength(0)
  })

  test('has its events', async () => {
    expect((await get(`${mobile}recording-segments/?download`)).json).toEqual([[{ type: 5 }]])
  })

  test('is none where the recording is of a page', async () => {
    expect((await get(`${web}videos/0/`)).status).toBe(404)
    expect((await get(`${web}videos/1/`)).status).toBe(404)
  })
})
