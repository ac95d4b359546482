import type { SessionFigures, SessionUsers } from '../port.ts'

/** What is counted of sessions, in the order of the columns. */
export const counters = [
  'sessions',
  'errored',
  'crashed',
  'abnormal',
  'unhandled',
] as const satisfies (keyof SessionFigures)[]

/** The sets of users of a cell, in the order in which they are stored: add at the end only. */
export const userKinds = [
  'all',
  'errored',
  'crashed',
  'abnormal',
  'unhandled',
  'anr',
  'foregroundAnr',
] as const satisfies (keyof SessionUsers)[]

export const [sessionCounter, erroredCounter, crashedCounter, abnormalCounter, unhandledCounter] = [
  0, 1, 2, 3, 4,
] as const
export const [allUsers, erroredUsers, crashedUsers, abnormalUsers, unhandledUsers, anrUsers, foregroundAnrUsers] = [
  0, 1, 2, 3, 4, 5, 6,
] as const
