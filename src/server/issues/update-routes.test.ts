import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeEvent, seedMember, seedOrganization, type Seeded, storeEvents } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { createProject } from '../projects/create.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { createUserToken } from '../users/tokens.ts'

const hour = 3_600_000
let api: TestApi
let acme: Seeded
let other: Seeded
let second: Project
/** Four issues: a and b of the project web, c of the second project, d of another organisation. */
let a: number
let b: number
let c: number
let theirs: number
let serial = 0

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
  other = await seedOrganization(api.storage, 'other', testNow)
  const row = { organizationId: acme.organization.id, name: 'Api', slug: 'api', platform: 'node', teamId: null }
  second = await createProject(api.storage.meta, { ...row, now: testNow })
})
afterAll(() => api.close())

beforeEach(async () => {
  api.clock.now = testNow
  const group = () => `group ${serial++}`
  const event = (project: Pick<Project, 'id'>, name: string) =>
    makeEvent(project, serial++, testNow - hour, { group: name })
  const first = group()
  const ids = await storeEvents(api.storage, [
    event(acme.project, first),
    event(acme.project, first),
    event(acme.project, group()),
    event(second, group()),
    event(other.project, group()),
  ])
  const [one = 0, , two = 0, three = 0, four = 0] = ids
  ;[a, b, c, theirs] = [one, two, three, four]
})

const put = (url: string, body: unknown, token = acme.token) => api.call('PUT', url, { token, body })
const putOne = (body: unknown, id = a) => put(`/organizations/acme/issues/${id}/`, body)
const read = async (id: number) =>
  (await api.call('GET', `/organizations/acme/issues/${id}/`, { token: acme.token })).json
const statusOf = async (id: number) => (await api.storage.meta.findIssue(id))?.status

describe('the status of one', () => {
  test('resolves, archives and reopens, with history', async () => {
    expect((await putOne({ status: 'resolved' })).json).toMatchObject({
      status: 'resolved',
      substatus: null,
      statusDetails: { actor: { email: 'admin@acme.test' } },
      isSubscribed: true,
      subscriptionDetails: { reason: 'unknown' },
    })
    expect((await putOne({ status: 'ignored', substatus: 'archived_forever' })).json).toMatchObject({
      status: 'ignored',
      substatus: 'archived_forever',
    })
    expect((await putOne({ status: 'unresolved', statusDetails: {} })).json).toMatchObject({
      status: 'unresolved',
      substatus: 'ongoing',
      statusDetails: {},
    })
    expect(await read(a)).toMatchObject({
      activity: [
        { type: 'set_unresolved', user: { email: 'admin@acme.test' } },
        { type: 'set_ignored' },
        { type: 'set_resolved' },
        { type: 'first_seen', user: null },
      ],
    })
  })

  test('an empty change answers with the issue as it is', async () => {
    const answer = await putOne({})
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({ id: String(a), status: 'unresolved', substatus: 'new' })
  })

  test('archived until a condition, as the details say and the clock goes', async () => {
    const until = await putOne({ status: 'ignored', statusDetails: { ignoreDuration: 90 } })
    expect(until.json).toMatchObject({
      substatus: 'archived_until_condition_met',
      statusDetails: { ignoreUntil: '2026-11-20T13:30:00.000Z', actor: { email: 'admin@acme.test' } },
    })
    await api.storage.meta.wakeSnoozed(testNow + 89 * 60_000)
    expect(await statusOf(a)).toBe('ignored')
    await api.storage.meta.wakeSnoozed(testNow + 91 * 60_000)
    expect(await statusOf(a)).toBe('unresolved')
  })

  test('archived until so many more events, counted down', async () => {
    const answer = await putOne({ status: 'ignored', ignoreCount: 3, substatus: 'archived_until_condition_met' })
    expect(answer.json).toMatchObject({ statusDetails: { ignoreCount: 3 } })
    const title = (await api.storage.meta.findIssue(a))?.title ?? ''
    const group = title.replace('TypeError: Cannot read ', '')
    const events = (count: number) =>
      Array.from({ length: count }, () => makeEvent(acme.project, serial++, testNow, { group }))
    await storeEvents(api.storage, events(1))
    expect(await read(a)).toMatchObject({ status: 'ignored', statusDetails: { ignoreCount: 2 } })
    await storeEvents(api.storage, events(2))
    expect(await read(a)).toMatchObject({ status: 'unresolved', statusDetails: {} })
  })

  test('resolved in a release: the latest, a named one, the next', async () => {
    expect((await putOne({ status: 'resolved', statusDetails: { inRelease: 'latest' } })).json).toMatchObject({
      status: 'resolved',
      statusDetails: { inRelease: 'shop@1.2.3' },
    })
    expect((await putOne({ status: 'resolvedInNextRelease' })).json).toMatchObject({
      status: 'resolved',
      statusDetails: { inNextRelease: true },
    })
    expect((await putOne({ status: 'resolved', statusDetails: { inRelease: 'shop@1.2.3' } })).json).toMatchObject({
      statusDetails: { inRelease: 'shop@1.2.3', actor: { id: String(acme.user.id) } },
    })
    expect(await read(a)).toMatchObject({
      activity: [
        { type: 'set_resolved_in_release', data: { version: 'shop@1.2.3' } },
        { type: 'set_resolved_in_release', data: { version: '' } },
        { type: 'set_resolved_in_release' },
        { type: 'first_seen' },
      ],
    })
  })

  test('resolved by a commit of a repository', async () => {
    const { meta } = api.storage
    const organizationId = acme.organization.id
    await meta.createRepository({ organizationId, name: 'shop/web', url: null, provider: null, createdAt: testNow })
    const inCommit = { commit: 'abc123', repository: 'shop/web' }
    expect((await putOne({ status: 'resolved', statusDetails: { inCommit } })).json).toMatchObject({
      statusDetails: { inCommit: 'abc123' },
    })
    expect(await read(a)).toMatchObject({
      activity: [{ type: 'set_resolved_in_commit', data: { commit: { id: 'abc123' } } }, {}],
    })
  })
})

describe('whatever else one says of an issue', () => {
  test('assigns to people and teams, and to nobody', async () => {
    const { meta } = api.storage
    const jane = await seedMember(api.storage, acme.organization, `jane${serial++}@acme.test`, 'member', testNow)
    expect((await putOne({ assignedTo: jane.email })).json).toMatchObject({
      assignedTo: { type: 'user', id: String(jane.id), email: jane.email },
    })
    expect(await meta.listParticipants(a)).toContain(jane.id)
    expect((await putOne({ assignedTo: 'team:acme-team' })).json).toMatchObject({
      assignedTo: { type: 'team', id: String(acme.team.id), name: 'acme-team' },
    })
    expect((await putOne({ assignedTo: `user:${acme.user.id}`, assignedBy: 'assignee_selector' })).json).toMatchObject({
      assignedTo: { type: 'user', id: String(acme.user.id) },
      isSubscribed: true,
      subscriptionDetails: { reason: 'assigned' },
    })
    expect((await putOne({ assignedTo: '' })).json).toMatchObject({ assignedTo: null })
    expect(await read(a)).toMatchObject({
      activity: [
        { type: 'unassigned' },
        { type: 'assigned', data: { assigneeType: 'user', assigneeEmail: 'admin@acme.test' } },
        { type: 'assigned', data: { assigneeType: 'team', assigneeName: 'acme-team' } },
        { type: 'assigned', data: { assigneeEmail: jane.email } },
        { type: 'first_seen' },
      ],
    })
  })

  test('seen, bookmarked, subscribed: each for oneself', async () => {
    const jane = await seedMember(api.storage, acme.organization, `jane${serial++}@acme.test`, 'member', testNow)
    await api.storage.meta.markIssues([a], jane.id, { isBookmarked: true, seenAt: testNow })
    expect(await read(a)).toMatchObject({ isBookmarked: false, hasSeen: false, isSubscribed: false })
    await putOne({ hasSeen: true, isBookmarked: true })
    expect(await read(a)).toMatchObject({
      isBookmarked: true,
      hasSeen: true,
      isSubscribed: true,
      seenBy: [{ email: jane.email }, { email: 'admin@acme.test', lastSeen: '2026-11-20T12:00:00.000Z' }].toSorted(
        (one, two) => (one.email === two.email ? 0 : one.email === 'admin@acme.test' ? -1 : 1),
      ),
      participants: [{ email: 'admin@acme.test', type: 'user' }],
    })
    await putOne({ hasSeen: false, isBookmarked: false, isSubscribed: false })
    expect(await read(a)).toMatchObject({ isBookmarked: false, hasSeen: false, isSubscribed: false, participants: [] })
    // Who said no is not subscribed again by what they do.
    await putOne({ isBookmarked: true, status: 'resolved' })
    expect(await read(a)).toMatchObject({ isBookmarked: true, isSubscribed: false })
  })

  test('priority, which then stays, and the review list', async () => {
    expect(await read(a)).toMatchObject({ priority: 'high', priorityLockedAt: null, inbox: { reason: 0 } })
    expect((await putOne({ priority: 'low', inbox: false })).json).toMatchObject({
      priority: 'low',
      priorityLockedAt: '2026-11-20T12:00:00.000Z',
    })
    expect(await read(a)).toMatchObject({
      inbox: null,
      activity: [{ type: 'mark_reviewed' }, { type: 'set_priority', data: { priority: 'low' } }, {}],
    })
    expect((await putOne({ priority: 'critical' })).json).toMatchObject({ priority: 'high' })
  })

  test('shared by a link, which shows what went wrong but not to whom', async () => {
    const shared = await putOne({ isPublic: true })
    expect(shared.json).toMatchObject({ isPublic: true, shareId: expect.stringMatching(/^[0-9a-f]{32}$/) })
    const { shareId } = (await api.storage.meta.findIssue(a)) ?? {}
    const seen = await api.call('GET', `/shared/issues/${shareId}/`)
    expect(seen.status).toBe(200)
    expect(seen.json).toMatchObject({
      shareId,
      title: expect.stringContaining('TypeError'),
      project: { slug: 'web', organization: { slug: 'acme' } },
      latestEvent: { entries: [{ type: 'exception', data: { values: [{ type: 'TypeError' }] } }] },
    })
    expect(seen.text).not.toMatch(/jane@shop|10\.0\.0\.1|cart: 3|"item":|button#add/)
    await putOne({ isPublic: true })
    expect((await api.storage.meta.findIssue(a))?.shareId).toBe(shareId)
    await putOne({ isPublic: false })
    expect((await api.call('GET', `/shared/issues/${shareId}/`)).status).toBe(404)
  })
})

describe('is refused by the name of the field, and nothing is done', () => {
  test.each([
    [{ status: 'done' }, 'status'],
    [{ status: 'resolved', statusDetails: { inRelease: 'no@such' } }, 'statusDetails.inRelease'],
    [
      { status: 'resolved', statusDetails: { inCommit: { commit: 'a', repository: 'none' } } },
      'statusDetails.inCommit',
    ],
    [{ status: 'resolved', substatus: 'archived_forever' }, 'substatus'],
    [{ status: 'ignored', ignoreWindow: 100_000, ignoreCount: 1 }, 'ignoreWindow'],
    [{ status: 'resolved', assignedTo: 'nobody' }, 'assignedTo'],
    [{ status: 'resolved', priority: 'urgent' }, 'priority'],
    [{ status: 'resolved', hasSeen: 'yes' }, 'hasSeen'],
    [{ status: 'resolved', discard: true }, 'discard'],
    [{ status: 'resolved', inbox: true }, 'inbox'],
    [{ status: 'resolved', colour: 'red' }, 'colour'],
  ])('%j', async (body, field) => {
    const answer = await putOne(body)
    expect(answer.status).toBe(400)
    expect(answer.json).toHaveProperty([field, 0])
    expect(await statusOf(a)).toBe('unresolved')
  })

  test('a project without a release has no next one', async () => {
    const row = { organizationId: acme.organization.id, name: 'Bare', platform: null, teamId: null, now: testNow }
    const bare = await createProject(api.storage.meta, { ...row, slug: `bare-${serial++}` })
    const [id = 0] = await storeEvents(api.storage, [
      makeEvent(bare, serial++, testNow, { release: null, group: 'bare' }),
    ])
    expect((await putOne({ status: 'resolvedInNextRelease' }, id)).json).toHaveProperty(['statusDetails.inNextRelease'])
  })

  test('a team that does not work on the project', async () => {
    const answer = await putOne({ assignedTo: 'team:acme-team' }, c)
    expect(answer.json).toMatchObject({ assignedTo: [expect.stringContaining('no access')] })
  })

  test('sharing, where the organization does not want it', async () => {
    const { meta } = api.storage
    await meta.updateOrganizationSettings(acme.organization.id, { allowSharedIssues: false })
    expect((await putOne({ isPublic: true })).json).toHaveProperty('isPublic')
    await meta.updateOrganizationSettings(acme.organization.id, { allowSharedIssues: true })
  })
})

describe('many at once', () => {
  const many = (query: string, body: unknown) => put(`/organizations/acme/issues/?${query}`, body)

  test('by number', async () => {
    const answer = await many(`id=${a}&id=${c}`, { status: 'resolved' })
    expect(answer.json).toEqual({ status: 'resolved', statusDetails: {} })
    expect([await statusOf(a), await statusOf(b), await statusOf(c)]).toEqual(['resolved', 'unresolved', 'resolved'])
  })

  test('by query, over projects', async () => {
    const answer = await many('query=is:unresolved', { status: 'ignored', ignoreCount: 5 })
    expect(answer.json).toMatchObject({
      status: 'ignored',
      substatus: 'archived_until_condition_met',
      statusDetails: { ignoreCount: 5 },
    })
    expect([await statusOf(a), await statusOf(b), await statusOf(c)]).toEqual(['ignored', 'ignored', 'ignored'])
    expect(await statusOf(theirs)).toBe('unresolved')
  })

  test('by a query on events, in one project', async () => {
    const title = (await api.storage.meta.findIssue(b))?.title ?? ''
    expect(
      (await many(`project=web&query=${encodeURIComponent(`level:error "${title}"`)}`, { status: 'resolved' })).status,
    ).toBe(200)
    expect([await statusOf(a), await statusOf(b), await statusOf(c)]).toEqual(['unresolved', 'resolved', 'unresolved'])
  })

  test('nothing that matches is 204', async () => {
    for (const query of [
      'query=no+such+issue',
      'id=999999',
      `id=${theirs}`,
      `id=${a}&project=api`,
      `id=${a}&status=resolved`,
    ]) {
      const answer = await many(query, { status: 'resolved' })
      expect([query, answer.status, answer.text]).toEqual([query, 204, ''])
    }
    expect([await statusOf(a), await statusOf(theirs)]).toEqual(['unresolved', 'unresolved'])
  })

  test('a wrong query and a wrong number are 400', async () => {
    expect((await many('query=is:nonsense', { status: 'resolved' })).status).toBe(400)
    expect((await many('id=x', { status: 'resolved' })).status).toBe(400)
    expect((await many('status=x', { status: 'resolved' })).status).toBe(400)
  })

  test('the next release is that of each project', async () => {
    await storeEvents(api.storage, [makeEvent(second, serial++, testNow, { group: 'newer', release: 'api@9.0.0' })])
    const answer = await many(`id=${a}&id=${c}`, { status: 'resolved', statusDetails: { inNextRelease: true } })
    expect(answer.json).toMatchObject({ statusDetails: { inNextRelease: true } })
    expect((await api.storage.meta.findIssue(a))?.resolution).toMatchObject({ release: 'shop@1.2.3', isNext: true })
    expect((await api.storage.meta.findIssue(c))?.resolution).toMatchObject({ release: 'api@9.0.0', isNext: true })
  })

  test('the latest release is answered by its name', async () => {
    const answer = await many(`id=${a}`, { status: 'resolved', statusDetails: { inRelease: 'latest' } })
    expect(answer.json).toMatchObject({ statusDetails: { inRelease: 'shop@1.2.3' } })
  })

  test('of a project, as sentry-cli asks', async () => {
    const older = (query: string, body: unknown) => put(`/projects/acme/web/issues/?${query}`, body)
    expect((await older(`id=${a}&id=${c}`, { status: 'muted' })).json).toEqual({
      status: 'ignored',
      substatus: 'archived_until_escalating',
      statusDetails: {},
      isPublic: false,
    })
    expect([await statusOf(a), await statusOf(c)]).toEqual(['ignored', 'unresolved'])
    expect((await older('status=muted', { status: 'unresolved' })).status).toBe(200)
    expect(await statusOf(a)).toBe('unresolved')
    expect((await older(`id=${a}`, { hasSeen: true })).json).toMatchObject({ hasSeen: true, status: 'unresolved' })
  })

  test('bookmarks, assignment, sharing, with what was changed in the answer', async () => {
    const answer = await many(`id=${a}&id=${b}`, { isBookmarked: true, assignedTo: 'me', isPublic: true, inbox: false })
    expect(answer.json).toEqual({
      isBookmarked: true,
      assignedTo: { type: 'user', id: String(acme.user.id), name: 'admin@acme.test', email: 'admin@acme.test' },
      isPublic: true,
      inbox: false,
    })
    const [one, two] = await api.storage.meta.findIssues([a, b])
    expect(one?.shareId).toMatch(/^[0-9a-f]{32}$/)
    expect(one?.shareId).not.toBe(two?.shareId)
    expect((await many(`id=${a}`, { isPublic: true })).json).toMatchObject({ shareId: one?.shareId })
  })

  test('personal marks need a person', async () => {
    const { meta } = api.storage
    const secret = createUserToken()
    await meta.createToken({
      name: 'ci',
      tokenHash: secret.tokenHash,
      lastCharacters: secret.lastCharacters,
      userId: null,
      organizationId: acme.organization.id,
      scopes: ['event:write'],
      createdAt: testNow,
    })
    expect((await put(`/organizations/acme/issues/?id=${a}`, { hasSeen: true }, secret.value)).json).toHaveProperty(
      'hasSeen',
    )
    expect((await put(`/organizations/acme/issues/?id=${a}`, { status: 'resolved' }, secret.value)).status).toBe(200)
    expect(await read(a)).toMatchObject({ status: 'resolved', activity: [{ type: 'set_resolved', user: null }, {}] })
  })
})
