import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeEvent, type Seeded, seedOrganization, storeEvents } from '../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../http/testing/test-api.ts'
import { createAutoAssigner } from './auto-assign.ts'
import { resolveOldIssues } from './auto-resolve.ts'

let api: TestApi
let acme: Seeded
const errors: unknown[] = []

beforeAll(async () => {
  api = await openTestApi()
  acme = await seedOrganization(api.storage, 'acme', testNow)
})
afterAll(() => api.close())

let count = 0

/** A new issue, and what happens to it. */
async function begin(at = testNow) {
  const event = makeEvent(acme.project, ++count, at, { group: `g${count}` })
  const [issueId = 0] = await storeEvents(api.storage, [event])
  return { issueId, projectId: acme.project.id, json: JSON.stringify(event), receivedAt: at }
}

const rules = { fallthrough: true, codeownersAutoSync: false }

test('a new issue goes to the first owner of the last rule that its event meets', async () => {
  const { meta } = api.storage
  let now = testNow
  const assign = createAutoAssigner(
    meta,
    () => now,
    (error) => errors.push(error),
  )
  const assignee = async () => {
    now += 1000
    const issue = await begin()
    await assign([issue])
    const { assigneeUserId, assigneeTeamId } = (await meta.findIssue(issue.issueId)) ?? {}
    return { assigneeUserId, assigneeTeamId }
  }
  const nobody = { assigneeUserId: null, assigneeTeamId: null }
  expect(await assignee()).toEqual(nobody)

  const raw = '*.js admin@acme.test\npath:cart.js #acme-team admin@acme.test\nurl:*/nowhere admin@acme.test'
  await meta.saveOwnership(acme.project.id, { ...rules, raw, autoAssignment: 'owner' }, now)
  expect(await assignee()).toEqual({ assigneeUserId: null, assigneeTeamId: acme.team.id })
  await meta.saveOwnership(acme.project.id, { ...rules, raw: '*.js admin@acme.test', autoAssignment: 'owner' }, now)
  expect(await assignee()).toEqual({ assigneeUserId: acme.user.id, assigneeTeamId: null })
  await meta.saveOwnership(acme.project.id, { ...rules, raw: '*.js admin@acme.test', autoAssignment: 'off' }, now)
  expect(await assignee()).toEqual(nobody)
  expect(errors).toEqual([])
})

test('an event that cannot be read is told, and stops nothing', async () => {
  await api.storage.meta.saveOwnership(acme.project.id, { ...rules, raw: '* #acme-team', autoAssignment: 'owner' }, 0)
  const assign = createAutoAssigner(
    api.storage.meta,
    () => testNow,
    (error) => errors.push(error),
  )
  await assign([{ ...(await begin()), json: '{' }])
  expect(errors).toHaveLength(1)
})

test('issues that were not seen for as long as the project says are resolved', async () => {
  const { meta } = api.storage
  const old = await begin(testNow - 49 * 3_600_000)
  const young = await begin(testNow - 47 * 3_600_000)
  expect(await resolveOldIssues(meta, testNow)).toBe(0)
  await meta.updateProject(acme.project.id, { options: { resolveAge: 48 } })
  expect(await resolveOldIssues(meta, testNow)).toBe(1)
  expect(await meta.findIssue(old.issueId)).toMatchObject({ status: 'resolved', resolvedAt: testNow })
  expect(await meta.findIssue(young.issueId)).toMatchObject({ status: 'unresolved' })
  expect(await resolveOldIssues(meta, testNow)).toBe(0)
})
