import fc from 'fast-check'
import { sessionStatuses } from '../../../../protocol/session.ts'
import { hourMs, minuteMs, secondMs } from './harness.ts'
import { anyQuestion, daysAgo, environments, projectNumber, releases, slotNumber } from './questions.ts'

export const spools = ['s', 't', 'u'] as const

const someone = fc.option(fc.nat({ max: 4 }), { nil: null })
const few = fc.nat({ max: 3 })

/** An update of the n-th session of a day in a project; the number says where and when it starts. */
const anyUpdate = fc.record({
  project: projectNumber,
  daysAgo,
  session: slotNumber,
  isInit: fc.boolean(),
  status: fc.constantFrom(...sessionStatuses, 'exited' as const),
  errors: fc.constantFrom(0, 0, 1, 5),
  user: someone,
  duration: fc.option(fc.nat({ max: 100_000 }), { nil: null }),
  abnormalMechanism: fc.constantFrom(null, 'anr_foreground', 'anr_background', 'other'),
  /** Where it says that the session is, when other updates do not. */
  stray: fc.option(
    fc.record({
      release: fc.constantFrom(...releases),
      environment: fc.constantFrom(...environments),
      shift: fc.constantFrom(0, -hourMs, 10 * secondMs, 25 * hourMs),
    }),
    { nil: null, freq: 2 },
  ),
})
const anyAggregate = fc.record({
  project: projectNumber,
  daysAgo,
  slot: slotNumber,
  release: fc.constantFrom(...releases),
  environment: fc.constantFrom(...environments),
  user: someone,
  exited: few,
  errored: few,
  abnormal: few,
  crashed: few,
  unhandled: few,
})
const anyEnvelope = fc.array(fc.oneof({ weight: 3, arbitrary: anyUpdate }, { weight: 1, arbitrary: anyAggregate }), {
  minLength: 1,
  maxLength: 3,
})

/** Time goes on by minutes, hours, days; mostly not. */
const later = fc.constantFrom(0, 0, 0, 0, 0, minuteMs, 50 * minuteMs, 7 * hourMs, 30 * hourMs, 9 * 24 * hourMs)

const anyStep = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      later,
      spool: fc.constantFrom(...spools),
      envelopes: fc.array(anyEnvelope, { maxLength: 8, size: 'max' }),
      /** How many envelopes before the offset are recorded again, and how many of the last are not yet. */
      again: fc.constantFrom(0, 0, 1, 4),
      notYet: fc.constantFrom(0, 0, 1, 4),
    }),
  },
  { weight: 4, arbitrary: fc.record({ ask: anyQuestion }) },
  { weight: 2, arbitrary: fc.record({ reopen: fc.constantFrom('closed', 'crashed') }) },
  { weight: 1, arbitrary: fc.record({ sweep: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.record({ deleteProject: projectNumber }) },
  { weight: 1, arbitrary: fc.record({ deleteBefore: fc.integer({ min: 1, max: 9 }) }) },
)

export type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never
export type ToldRecord = typeof anyUpdate | typeof anyAggregate extends fc.Arbitrary<infer T> ? T : never

export const anyHistory = fc.record({
  steps: fc.array(anyStep, { minLength: 1, maxLength: 14, size: 'max' }),
  /** Asked at the end. */
  questions: fc.array(anyQuestion, { minLength: 1, maxLength: 6, size: 'max' }),
})
