/** The worked examples, through the API, over real stores. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StoredEvent } from '../../../protocol/event.ts'
import { makeEvent, type Seeded, seedMember, seedOrganization, storeEvents } from '../../http/testing/seed.ts'
import { openTestApi, type TestApi, testNow } from '../../http/testing/test-api.ts'

const fixtures = process.env['LAPWING_FIXTURES']
const minute = 60_000
const day = 24 * 60 * minute
const base = testNow - 3 * day

interface ExampleEvent {
  group: string
  message: string
  environment?: string
  tags?: Record<string, string>
  user?: string
  timestamp: string
}

interface Example {
  name: string
  q: string
  expect: string[]
  ordered?: boolean
  sort?: string
  environment?: string[]
  start?: string
  end?: string
  extra_events?: ExampleEvent[]
}

function readExamples(): { base: { events: ExampleEvent[] }; cases: Example[] } {
  return JSON.parse(readFileSync(path.join(fixtures ?? '', 'issue-search-examples.json'), 'utf8'))
}

/** `B-21d+1m` → milliseconds since 1970. */
function timeOf(text: string): number {
  const match = /^B(?:([+-]\d+)d)?(?:([+-]\d+)m)?$/.exec(text)
  if (!match) throw new Error(`no time: ${text}`)
  return base + Number(match[1] ?? 0) * day + Number(match[2] ?? 0) * minute
}

/** The examples leave out the middle of the one text that is longer than what a title holds. */
function messageOf(message: string): string {
  return message.replace('<250+ chars>', 'x'.repeat(300))
}

let api: TestApi
let count = 0

beforeAll(async () => {
  api = await openTestApi()
})
afterAll(() => api.close())

function toEvent(organization: Seeded, example: ExampleEvent): StoredEvent {
  const { group, environment, user, tags = {} } = example
  const message = messageOf(example.message)
  const event = makeEvent(organization.project, count++, timeOf(example.timestamp), { group })
  const derived = { level: 'error', ...(environment !== undefined && { environment }) }
  return {
    ...event,
    exception: undefined,
    request: undefined,
    release: undefined,
    environment,
    user: user === undefined ? undefined : { email: user },
    logentry: { formatted: message },
    tags: Object.entries({ ...derived, ...tags }),
    summary: { title: message.slice(0, 100), culprit: '', location: null, metadata: { title: message.slice(0, 100) } },
  }
}

/** An organisation with the events of an example; says which issue is which group. */
async function seedExample(example: Example): Promise<{ organization: Seeded; groups: Map<number, string> }> {
  const { storage } = api
  const { meta } = storage
  const organization = await seedOrganization(storage, `example-${count++}`, testNow)
  const events = [...readExamples().base.events, ...(example.extra_events ?? [])]
  const ids = await storeEvents(
    storage,
    events.map((event) => toEvent(organization, event)),
  )
  const groups = new Map(ids.map((id, index) => [id, events[index]?.group ?? '']))
  const idOf = (name: string) => [...groups].find(([, group]) => group === name)?.[0] ?? 0
  const userId = organization.user.id
  await meta.changeIssues([idOf('g2')], {
    userId,
    at: testNow,
    status: { status: 'resolved', substatus: null },
    assignee: { userId },
  })
  await meta.markIssues([idOf('g1')], userId, { isSubscribed: true })
  await meta.markIssues([idOf('g2')], userId, { isSubscribed: false, isBookmarked: true })
  return { organization, groups }
}

async function search(example: Example): Promise<string[]> {
  const { organization, groups } = await seedExample(example)
  const { slug } = organization.organization
  for (const name of ['v', 'w']) {
    await seedMember(api.storage, organization.organization, `${name}@${slug}.test`, 'owner', testNow)
  }
  const people: Record<string, string> = {
    U: organization.user.email,
    V: `v@${slug}.test`,
    W: `w@${slug}.test`,
  }
  const query = example.q
    .replace(/:([UVW])$/, (_, name: string) => `:${people[name]}`)
    .replaceAll(/<(B[^>]*)>/g, (_, time: string) => new Date(timeOf(time)).toISOString())
  const parameters = new URLSearchParams({ query })
  if (example.sort) parameters.set('sort', example.sort)
  for (const name of example.environment ?? []) parameters.append('environment', name)
  if (example.start || example.end) {
    parameters.set('start', new Date(timeOf(example.start ?? 'B-22d')).toISOString())
    parameters.set('end', new Date(example.end ? timeOf(example.end) : testNow).toISOString())
  }
  const answer = await api.call('GET', `/organizations/${slug}/issues/?${parameters.toString()}`, {
    token: organization.token,
  })
  if (!Array.isArray(answer.json)) throw new Error(answer.text)
  return answer.json.map((row: { id: string }) => groups.get(Number(row.id)) ?? row.id)
}

describe.skipIf(!fixtures)('the examples', () => {
  test.each(fixtures ? readExamples().cases.map((example) => [example.name, example] as const) : [])(
    '%s',
    async (_, example) => {
      const found = await search(example)
      expect(example.ordered ? found : found.toSorted()).toEqual(example.expect)
    },
  )
})
