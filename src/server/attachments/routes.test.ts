import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  makeEvent,
  type Seeded,
  seedMember,
  seedOrganization,
  seedToken,
  storeEvents,
  testEventId,
} from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { storeAttachment } from './testing/store-attachment.ts'

let api: TestApi
let acme: Seeded
let rival: Seeded
let issue: number
let picture: number
let page: number

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  rival = await seedOrganization(api.storage, 'rival', testNow)
  const events = [1, 2].map((n) => makeEvent(acme.project, n, testNow - n * 1000))
  issue = (await storeEvents(api.storage, [...events, makeEvent(acme.project, 3, testNow, { group: 'b' })]))[0] ?? 0
})
afterAll(() => api.close())

const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAEALAAAAAABAAEAAAICTAEAOw==', 'base64')
const script = '<script>alert(document.domain)</script>'

beforeEach(async () => {
  const { meta } = api.storage
  const known = await meta.listAttachments(acme.project.id, [1, 2, 3].map(testEventId))
  await meta.deleteAttachments(known.map(({ id }) => id))
  const common = { projectId: acme.project.id, eventId: testEventId(1), issueId: issue }
  picture = await storeAttachment(api.storage, { ...common, name: 'shot.png', contentType: 'image/png' }, pixel)
  page = await storeAttachment(
    api.storage,
    { ...common, name: 'a"ü\\page.html', contentType: 'text/html', createdAt: testNow + 1 },
    Buffer.from(script),
  )
})

const path = (n: number, rest = '') => `/projects/acme/web/events/${testEventId(n)}/attachments/${rest}`
const get = (url: string, token = acme.token) => api.call('GET', url, { token })
const names = (json: unknown) => (Array.isArray(json) ? json.map(({ name }) => name) : json)

describe('the attachments of an event', () => {
  test('come by name, in the shape that clients know', async () => {
    const { json } = await get(path(1))
    expect(names(json)).toEqual(['a"ü\\page.html', 'shot.png'])
    expect(json).toMatchObject([
      {},
      {
        id: String(picture),
        event_id: testEventId(1),
        type: 'event.attachment',
        mimetype: 'image/png',
        dateCreated: '2026-11-20T12:00:00.000Z',
        size: pixel.length,
        headers: { 'Content-Type': 'image/png' },
        sha1: expect.stringMatching(/^[0-9a-f]{40}$/),
      },
    ])
    expect((await get(path(1, `${picture}/`))).json).toEqual(Array.isArray(json) && json[1])
    expect(names((await get(path(1, '?query=SHOT'))).json)).toEqual(['shot.png'])
    expect(
      names((await get(`/projects/acme/web/events/${testEventId(1).toUpperCase()}/attachments/`)).json),
    ).toHaveLength(2)
  })

  test('come in pages', async () => {
    const first = await get(path(1, '?per_page=1'))
    expect(names(first.json)).toEqual(['a"ü\\page.html'])
    const cursor = /rel="next"; results="true"; cursor="([^"]+)"/.exec(String(first.headers['link']))?.[1] ?? ''
    const second = await get(path(1, `?per_page=1&cursor=${cursor}`))
    expect(names(second.json)).toEqual(['shot.png'])
    expect(second.headers['link']).toContain('rel="next"; results="false"')
  })

  test('are none of an event without, and 404 of one that is not there', async () => {
    expect((await get(path(2))).json).toEqual([])
    expect((await get(path(99))).status).toBe(404)
    expect((await get('/projects/acme/web/events/nonsense/attachments/')).status).toBe(404)
    expect((await get(path(1, '?per_page=0'))).status).toBe(400)
  })
})

describe('the bytes of an attachment', () => {
  const download = async (id: number) =>
    api.app.inject({
      url: `/api/0${path(1, `${id}/?download=1`)}`,
      headers: { authorization: `Bearer ${acme.token}` },
    })

  test('come as they were, to be saved', async () => {
    const answer = await download(picture)
    expect(answer.statusCode).toBe(200)
    expect(Buffer.compare(answer.rawPayload, pixel)).toBe(0)
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(pixel.length),
      'content-disposition': `attachment; filename="shot.png"; filename*=UTF-8''shot.png`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect((await get(path(1, `${picture}/?download`))).headers['content-type']).toBe('image/png')
  })

  test('are never a page, whatever they say they are', async () => {
    const answer = await download(page)
    expect(answer.payload).toBe(script)
    expect(answer.headers['content-type']).toBe('application/octet-stream')
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="a___page.html"; filename*=UTF-8''a%22%C3%BC%5Cpage.html`,
    )
  })

  test('that are gone are 404, not half an answer', async () => {
    const [row] = (await api.storage.meta.listAttachments(acme.project.id, [testEventId(1)])).filter(
      ({ id }) => id === picture,
    )
    await api.storage.blobs.remove([
      { kind: 'attachments', projectId: acme.project.id, at: testNow, id: row?.blobId ?? '' },
    ])
    const answer = await download(picture)
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toEqual({ detail: 'Attachment not found' })
    expect(answer.headers['content-type']).toContain('application/json')
  })

  test('that are big come whole', async () => {
    const big = Buffer.alloc(3_500_000, 'a line of a log file\n')
    const id = await storeAttachment(
      api.storage,
      {
        projectId: acme.project.id,
        eventId: testEventId(1),
        issueId: issue,
        name: 'big.log',
        contentType: 'text/plain',
      },
      big,
    )
    expect(Buffer.compare((await download(id)).rawPayload, big)).toBe(0)
  })
})

describe('deleting an attachment', () => {
  test('takes its bytes and leaves a word in the history', async () => {
    const [row] = await api.storage.meta.listAttachments(acme.project.id, [testEventId(1)])
    expect((await api.call('DELETE', path(1, `${picture}/`), { token: acme.token })).status).toBe(204)
    expect((await get(path(1, `${picture}/`))).status).toBe(404)
    expect(names((await get(path(1))).json)).toEqual(['a"ü\\page.html'])
    const key = { kind: 'attachments' as const, projectId: acme.project.id, at: testNow, id: row?.blobId ?? '' }
    expect(await api.storage.blobs.read(key)).toBeNull()
    expect((await get(`/organizations/acme/issues/${issue}/activities/`)).json).toMatchObject({
      activity: expect.arrayContaining([
        expect.objectContaining({
          type: 'deleted_attachment',
          user: expect.objectContaining({ id: String(acme.user.id) }),
        }),
      ]),
    })
    expect((await api.call('DELETE', path(1, `${picture}/`), { token: acme.token })).status).toBe(404)
  })
})

describe('the attachments of an issue', () => {
  test('come newest first, by type, event and whether they are pictures', async () => {
    const list = async (query = '') =>
      names((await get(`/organizations/acme/issues/${issue}/attachments/${query}`)).json)
    expect(await list()).toEqual(['a"ü\\page.html', 'shot.png'])
    expect(await list('?screenshot=1')).toEqual(['shot.png'])
    expect(await list('?types=event.minidump')).toEqual([])
    expect(await list('?types=event.minidump&types=event.attachment')).toHaveLength(2)
    expect(await list(`?event_id=${testEventId(2)}`)).toEqual([])
    const first = await get(`/issues/${issue}/attachments/?per_page=1`)
    const cursor = /rel="next"; results="true"; cursor="([^"]+)"/.exec(String(first.headers['link']))?.[1] ?? ''
    expect(await list(`?per_page=1&cursor=${cursor}`)).toEqual(['shot.png'])
  })

  test('are told by the issue, when its newest event has some', async () => {
    const has = async (id: number) => {
      const detail = await get(`/organizations/acme/issues/${id}/`)
      const listed = await get('/organizations/acme/issues/?query=')
      const item = Array.isArray(listed.json) ? listed.json.find((one) => one.id === String(id)) : null
      expect(item.latestEventHasAttachments).toBe(Object(detail.json).latestEventHasAttachments)
      return item.latestEventHasAttachments
    }
    expect(await has(issue)).toBe(true)
    const known = await api.storage.meta.listAttachments(acme.project.id, [testEventId(1)])
    await api.storage.meta.deleteAttachments(known.map(({ id }) => id))
    expect(await has(issue)).toBe(false)
  })
})

describe('who may', () => {
  test('another organisation sees nothing of it', async () => {
    for (const url of [path(1), path(1, `${picture}/`), path(1, `${picture}/?download=1`)]) {
      expect((await get(url, rival.token)).status).toBe(404)
      expect((await get(url.replace('/acme/', '/rival/'), rival.token)).status).toBe(404)
    }
    const { status } = await api.call('DELETE', path(1, `${picture}/`).replace('/acme/', '/rival/'), {
      token: rival.token,
    })
    expect(status).toBe(404)
    expect((await get(`/organizations/rival/issues/${issue}/attachments/`, rival.token)).status).toBe(404)
    expect((await get(path(1, `${picture}/`))).status).toBe(200)
  })

  test('an attachment is found under its own event only', async () => {
    expect((await get(path(2, `${picture}/`))).status).toBe(404)
    for (const id of ['0', '-1', 'x', '1e3', '99999999999999999999']) {
      expect((await get(path(1, `${id}/`))).status).toBe(404)
    }
  })

  test('reading and deleting need their scopes', async () => {
    const token = (scopes: string[]) => seedToken(api.storage, acme.user.id, scopes, testNow)
    const [events, projects, nothing] = await Promise.all([
      token(['event:read']),
      token(['project:read']),
      token(['team:read']),
    ])
    expect((await get(path(1), projects)).status).toBe(200)
    expect((await get(path(1), events)).status).toBe(403)
    expect((await get(`/organizations/acme/issues/${issue}/attachments/`, events)).status).toBe(200)
    expect((await get(`/organizations/acme/issues/${issue}/attachments/`, nothing)).status).toBe(403)
    expect((await api.call('DELETE', path(1, `${picture}/`), { token: projects })).status).toBe(403)
    expect((await api.call('GET', path(1))).status).toBe(401)
  })

  test('the organisation says from which role on', async () => {
    const { storage } = api
    const member = await seedMember(storage, acme.organization, 'joe@acme.test', 'member', testNow)
    const token = await seedToken(storage, member.id, ['project:read', 'event:admin'], testNow)
    expect((await get(path(1, `${picture}/?download=1`), token)).status).toBe(200)
    const role = async (attachmentsRole: string) =>
      api.call('PUT', '/organizations/acme/', { token: acme.token, body: { attachmentsRole } })
    expect((await role('admin')).status).toBe(200)
    expect((await get(path(1, `${picture}/?download=1`), token)).status).toBe(403)
    expect((await api.call('DELETE', path(1, `${picture}/`), { token })).status).toBe(403)
    expect((await get(path(1, `${picture}/`))).status).toBe(200)
    await role('member')
  })
})
