import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SessionUpdate } from '../port.ts'
import { batchOf, counts, dayMs, hourMs, numbers, type SessionHarness, sidOf, update, userOf } from './harness.ts'
import { ask, type History, play, startHistory } from './history.ts'
import { anyQuestion, environments, organizations, projectNumber, releases } from './questions.ts'
import { anyHistory } from './steps.ts'

/** To shrink a failure, which takes many runs, and still say what it is before the test's own time is over. */
const patience = { interruptAfterTimeLimit: 40_000 }

/** That the store answers as the model does, whatever happened to both. */
export function describeAgainstModel(harness: () => SessionHarness): void {
  it('answers every question as the model does, after every history', async () => {
    let store = await harness().open()
    let runs = 0
    await fc.assert(
      fc.asyncProperty(anyHistory, async ({ steps, questions }) => {
        const history = startHistory(store, ++runs)
        try {
          for (const step of steps) await play(history, step, harness())
          for (const question of questions) await ask(history, question, 200)
        } finally {
          store = history.store
        }
      }),
      { numRuns: 100, ...patience },
    )
    expect(await store.checkIntegrity()).toEqual([])
  }, 60_000)

  it('answers as the model does, as nearly as it promises, about many users and durations', async () => {
    const store = await harness().open()
    let runs = 0
    await fc.assert(
      fc.asyncProperty(crowds, questionsOfCrowds, async (told, questions) => {
        const history = startHistory(store, ++runs)
        for (const crowd of told) await recordCrowd(history, crowd)
        for (const question of questions) await ask(history, question, 30)
      }),
      { numRuns: 3, ...patience },
    )
    expect(await store.checkIntegrity()).toEqual([])
  }, 60_000)
}

const someMany = fc.constantFrom(100, 1000, 1100, 2500)

/** Many sessions of one release: more users than are counted exactly, more durations than are kept. */
const anyCrowd = fc.record({
  project: projectNumber,
  release: fc.constantFrom(...releases),
  environment: fc.constantFrom(...environments),
  sessions: someMany,
  firstUser: fc.constantFrom(0, 500, 2000),
  users: someMany,
  daysAgo: fc.nat({ max: 20 }),
  /** From the first session to the last. */
  during: fc.constantFrom(10_000, hourMs, 9 * hourMs, 3 * dayMs),
  /** Every so many-th has an error, and one in three of these crashed. */
  errorEvery: fc.constantFrom(1, 2, 20),
  /** How the n-th of so many sessions lasted. */
  lasting: fc.constantFrom('alike', 'evenly', 'very differently'),
})
type Crowd = typeof anyCrowd extends fc.Arbitrary<infer T> ? T : never

const crowds = fc.array(anyCrowd, { minLength: 1, maxLength: 5, size: 'max' })
const questionsOfCrowds = fc.array(
  anyQuestion.map((question) => ({ ...question, projects: [...organizations.keys()], groups: null })),
  { minLength: 3, maxLength: 6, size: 'max' },
)

/** Sessions begin in one batch and end in the next; an aggregate comes with them. */
async function recordCrowd(history: History, crowd: Crowd): Promise<void> {
  const first = history.clock - crowd.daysAgo * dayMs
  const begun = numbers(crowd.sessions).map((n) =>
    update({
      organizationId: history.firstId + (organizations[crowd.project] ?? 0),
      projectId: history.firstId + crowd.project,
      release: crowd.release,
      environment: crowd.environment,
      started: first + Math.floor((n / crowd.sessions) * crowd.during),
      user: userOf(crowd.firstUser + ((n * 7919) % crowd.users)),
      sid: sidOf(crowd.daysAgo * 10_000 + n),
    }),
  )
  const ended = begun.map((session, n): SessionUpdate => {
    const isErrored = n % crowd.errorEvery === 0
    const end = { ...session, isInit: false, errors: isErrored ? 1 : 0, receivedAt: session.started + 60_000 }
    if (isErrored && n % 3 === 0) return { ...end, status: 'crashed' }
    return { ...end, status: 'exited', duration: lastingOf(crowd, n) }
  })
  const [one] = begun
  const {
    sid: _sid,
    isInit: _isInit,
    status: _status,
    duration: _duration,
    abnormalMechanism: _none,
    ...place
  } = update(one)
  const aggregate = counts({ ...place, errored: 1, exited: 500 })
  const spool = `${history.firstId}-s`
  for (const records of [begun, [...ended, aggregate]]) {
    const from = await history.store.offset(spool)
    const batch = batchOf(
      spool,
      from + records.length,
      records.map((record, n) => ({ ...record, position: from + n })),
    )
    await history.store.record(batch)
    await history.model.record(batch)
  }
}

function lastingOf({ lasting }: Crowd, n: number): number {
  const share = ((n * 7919) % 10_007) / 10_007
  if (lasting === 'alike') return 30_000 + (n % 3)
  if (lasting === 'evenly') return Math.round(share * 100_000)
  return Math.round(10 ** (share * 7)) - 1
}
