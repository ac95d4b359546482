import fc from 'fast-check'
import { type Condition, everything } from '../../condition.ts'
import { fineDays, type SessionCondition, sessionDimensions, type SessionQuery } from '../port.ts'
import { dayMs, hourMs, minuteMs, secondMs } from './harness.ts'

/** Few names each, so that sessions meet; '' is one of them. */
export const releases = ['shop@1.0.0', 'shop@1.1.0+5', '', 'api@1.0.0'] as const
export const environments = ['production', '', 'staging'] as const
/** The organisation of each project, by its number. */
export const organizations = [0, 0, 0, 1] as const
export const intervals = [10 * secondMs, minuteMs, 10 * minuteMs, hourMs, 6 * hourMs, dayMs] as const

export const projectNumber = fc.constantFrom(0, 0, 1, 2, 3)

const leaf: fc.Arbitrary<Condition<SessionCondition>> = fc.oneof(
  fc.subarray([...releases]).map((names): SessionCondition => ({ kind: 'releases', releases: names })),
  fc.subarray([...environments]).map((names): SessionCondition => ({ kind: 'environments', environments: names })),
  fc
    .uniqueArray(projectNumber, { maxLength: 2 })
    .map((projectIds): SessionCondition => ({ kind: 'projects', projectIds })),
  fc
    .constantFrom('shop', 'api')
    .map(
      (value): SessionCondition => ({ kind: 'release', where: { kind: 'package', match: { kind: 'equals', value } } }),
    ),
)
const { where } = fc.letrec<{ where: Condition<SessionCondition> }>((tie) => ({
  where: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant<Condition<SessionCondition>>({ kind: 'and', of: [] }),
    leaf,
    fc.array(tie('where'), { maxLength: 2 }).map((of): Condition<SessionCondition> => ({ kind: 'and', of })),
    fc.array(tie('where'), { maxLength: 2 }).map((of): Condition<SessionCondition> => ({ kind: 'or', of })),
    tie('where').map((of): Condition<SessionCondition> => ({ kind: 'not', of })),
  ),
}))

/** When of its day the n-th session starts: at the edges of cells of any size, and between them. */
export const slots = [12 * hourMs, 0, 9_999, 10_000, hourMs - 1, 7 * hourMs + 25 * minuteMs, 24 * hourMs - 1] as const
export const slotNumber = fc.constantFrom(0, 0, 0, ...slots.keys())
/** Sessions are told of for less than five days. */
export const daysAgo = fc.constantFrom(0, 0, 0, 1, 2, 3)

const mostly = <Value>(value: Value, other: fc.Arbitrary<Value>) =>
  fc.oneof({ withCrossShrink: true }, { weight: 2, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: other })

/** A question by numbers that mean something only when it is asked: before what clock, of which projects that are there then. */
export const anyQuestion = fc.record({
  organization: fc.constantFrom(...organizations),
  isWholeOrganization: fc.boolean(),
  projects: fc.subarray([...organizations.keys()], { minLength: 2 }),
  where: mostly<Condition<SessionCondition>>(everything, where),
  groupBy: fc.shuffledSubarray([...sessionDimensions]),
  /** Which of the groups that there are, by bits; null for all. */
  groups: mostly<number | null>(null, fc.integer({ min: 1, max: 15 })),
  wants: fc.record({ users: mostly(true, fc.constant(false)), durations: mostly(true, fc.constant(false)) }),
  time: fc.record({
    /** The range is of so many of these units, and begins so many before a time at which sessions start. */
    unit: fc.constantFrom(dayMs, hourMs, 10 * minuteMs, 10 * secondMs),
    units: fc.oneof({ withCrossShrink: true }, fc.integer({ min: 1, max: 20 }), fc.constantFrom(48, 150, 400)),
    unitsBefore: fc.nat({ max: 100 }),
    daysAgo,
    slot: slotNumber,
    startsLater: fc.constantFrom(0, 0, 10 * secondMs, 50 * minuteMs, 5 * hourMs),
    interval: fc.constantFrom(...intervals.toReversed()),
    /** As the API asks: the start a multiple of the interval, the last bucket whole. */
    isAligned: fc.boolean(),
  }),
})
export type Question = typeof anyQuestion extends fc.Arbitrary<infer T> ? T : never

/**
 * Range and interval of a question asked at this time. What is further back than `fineDays` is asked for by hours: what a store says of less there
 * is its own affair.
 */
export function timeOf(
  { unit, units, unitsBefore, startsLater, interval: wanted, isAligned, ...at }: Question['time'],
  clock: number,
  most: number,
): Pick<SessionQuery, 'start' | 'end'> & { interval: number } {
  const fineFrom = Math.ceil((clock - fineDays * dayMs) / hourMs) * hourMs
  const toHour = (time: number) => (time < fineFrom ? Math.floor(time / hourMs) * hourMs : time)
  const near = startOfDay(clock) - at.daysAgo * dayMs + (slots[at.slot] ?? 0)
  const first = Math.floor(near / unit) * unit - (unitsBefore % units) * unit
  const start = toHour(first + startsLater)
  const end = Math.max(start, toHour(first + units * unit))
  const isPossible = (one: number) => (end - start) / one < most && (one >= hourMs || start >= fineFrom + hourMs)
  const interval = intervals.find((one) => one >= wanted && isPossible(one)) ?? dayMs
  if (!isAligned) return { start, end, interval }
  const alignedStart = Math.floor(start / interval) * interval
  return { start: alignedStart, end: alignedStart + Math.ceil((end - alignedStart) / interval) * interval, interval }
}

export function startOfDay(time: number): number {
  return Math.floor(time / dayMs) * dayMs
}
