import { conditionOf, quoteValue } from '../issues/completion.ts'

/** Searches for what has to do with a release. */
export const searchOf = {
  /** Issues that began in it. */
  newIssues: (version: string) => conditionOf('first-release', version),
  /** Issues that were seen in it. */
  issues: (version: string) => conditionOf('release', version),
  /** Issues that were resolved and came back in it. */
  regressed: (version: string) => `is:regressed ${conditionOf('release', version)}`,
  /** Sessions of any of these. */
  sessions: (versions: readonly string[]) => `release:[${versions.map(quoteValue).join(', ')}]`,
}
