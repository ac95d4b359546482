import type { Richest } from './richest.ts'

/** Everything that meta counts of an issue, as its events add up to. Times in milliseconds since 1970. */
export interface RecountedIssue {
  issueId: number
  firstSeen: number
  lastSeen: number
  timesSeen: number
  firstEventId: string
  lastEventId: string
  richest: Richest
  userKeys: string[]
  /** `environment` null: none named. */
  hours: { hour: number; environment: string | null; events: number }[]
  environments: { name: string | null; events: number; firstSeen: number; lastSeen: number }[]
}
