import { LapwingError } from '../errors.ts'
import { dataCategories } from '../../protocol/item-types.ts'
import { outcomeNames, type OutcomeName, type OutcomeSumQuery } from '../storage/meta/ports/outcomes.ts'

export const statFields = ['sum(quantity)', 'sum(times_seen)'] as const

export type StatField = (typeof statFields)[number]

/** What counts as an error: Sentry's three categories of one kind. */
export const errorCategories = ['default', 'error', 'security']

/** Other spellings that clients have. */
const aliases: Record<string, string> = { errors: 'error', replays: 'replay', profiles: 'profile', sessions: 'session' }

/** The name that a stored category has in answers; null when this field does not count it. */
export function shownCategory(category: string, field: StatField): string | null {
  if (errorCategories.includes(category)) return 'error'
  if (field === 'sum(quantity)') return category
  // Of attachments the quantity is bytes, and what was seen are files; of logs bytes and lines.
  if (category === 'attachment' || category === 'log_byte') return null
  return category === 'attachment_item' ? 'attachment' : category
}

/** Stored categories under these names; null = all. */
export function readCategories(names: string[] | undefined, field: StatField): string[] | null {
  if (names === undefined || names.length === 0) return null
  return names.flatMap((given) => {
    const name = aliases[given] ?? given
    const stored = dataCategories.filter((category) => shownCategory(category, field) === name)
    const isKnown = stored.length > 0 || dataCategories.some((category) => category === name) || isForeign(name)
    if (!isKnown) throw new LapwingError('bad_request', { detail: `Invalid category: "${given}"` })
    return stored
  })
}

/** Categories of Sentry's that nothing here is ever counted as. */
function isForeign(name: string): boolean {
  return ['profile_duration', 'profile_duration_ui', 'monitor_seat', 'user_report_v2', 'uptime'].includes(name)
}

export function readOutcomeNames(names: string[] | undefined): OutcomeName[] | null {
  if (names === undefined || names.length === 0) return null
  return names.map((name) => {
    const known = outcomeNames.find((one) => one === name)
    if (known === undefined) throw new LapwingError('bad_request', { detail: `Invalid outcome: "${name}"` })
    return known
  })
}

/** Exactly one of the fields; Sentry's words for none and for others. */
export function readStatFields(names: string[] | undefined): StatField[] {
  if (names === undefined || names.length === 0) {
    throw new LapwingError('bad_request', { detail: 'At least one "field" is required.' })
  }
  return [...new Set(names)].map((name) => {
    const known = statFields.find((field) => field === name)
    if (known === undefined) throw new LapwingError('bad_request', { detail: `Invalid field: "${name}"` })
    return known
  })
}

export interface OutcomeFilters {
  category?: string[]
  outcome?: string[]
  reason?: string[]
  key?: string[]
}

/** The filters of a query in the store's terms. */
export function readOutcomeFilters(
  query: OutcomeFilters,
  field: StatField,
): Pick<OutcomeSumQuery, 'categories' | 'outcomes' | 'reasons' | 'publicKeys'> {
  return {
    categories: readCategories(query.category, field),
    outcomes: readOutcomeNames(query.outcome),
    reasons: query.reason && query.reason.length > 0 ? query.reason : null,
    publicKeys: query.key && query.key.length > 0 ? query.key : null,
  }
}
