import { LapwingError } from '../errors.ts'
import { type SessionDimension, sessionDimensions } from '../storage/sessions/port.ts'
import { type FieldSource, type SessionField, sessionFields, type StatusGroup } from './fields.ts'

/** What is asked for, by what. */
export interface Selection {
  fields: SessionField[]
  groupBy: SessionDimension[]
  /** Whether each group is told apart by status. */
  isByStatus: boolean
}

/** By which groups are listed. */
export type GroupOrder =
  | { kind: 'field'; field: SessionField; statuses: readonly StatusGroup[] | null; isDescending: boolean }
  /** By the date of the release. */
  | { kind: 'release'; isDescending: boolean }

/** Reads `field` and `groupBy`; each counts once. Throws `bad_request` in Sentry's words. */
export function readSelection(query: { field?: string[]; groupBy?: string[] }): Selection {
  const names = new Set(query.field)
  if (names.size === 0) throw refused('Request is missing a "field"')
  const fields = [...names].map((name) => {
    const field = sessionFields.get(name)
    if (!field) throw refused(`Invalid field: "${name}"`)
    return field
  })
  const by = new Set(query.groupBy)
  for (const name of by) {
    const isDimension = sessionDimensions.some((dimension) => dimension === name)
    if (!isDimension && name !== 'session.status') throw refused(`Invalid groupBy: "${name}"`)
  }
  return {
    fields,
    groupBy: sessionDimensions.filter((dimension) => by.has(dimension)),
    isByStatus: by.has('session.status'),
  }
}

/**
 * The fields that can tell something of sessions of these statuses; null = of all. Throws `bad_request` for those that are of all sessions
 * whatever is asked, and for users of several statuses: those who had one of each would count twice.
 */
export function readableFields(
  { fields, isByStatus }: Selection,
  statuses: readonly StatusGroup[] | null,
): SessionField[] {
  for (const { name, kind, source } of fields) {
    if (kind === 'rate' && isByStatus) throw refused(`Cannot group field ${name} by session.status`)
    if (kind === 'rate' && statuses !== null) throw refused(`Cannot filter field ${name} by session.status`)
    if (kind === 'count' && source === 'users' && !isByStatus && statuses !== null && statuses.length > 1) {
      throw refused('Cannot filter count_unique by multiple session.status unless it is in groupBy')
    }
  }
  return fields.filter(({ kind }) => kind !== 'duration' || statuses === null || statuses.includes('healthy'))
}

/** Counted as such; what is healthy or has other errors only comes of a difference, which Sentry does not sort by. */
const countedStatuses: readonly StatusGroup[] = ['abnormal', 'crashed', 'unhandled']

/** Reads `orderBy`: a field that is asked for, or `release.timestamp`; a dash before it is descending. Throws `bad_request` in Sentry's words. */
export function readOrder(
  orderBy: string[] | undefined,
  selection: Selection,
  statuses: readonly StatusGroup[] | null,
): GroupOrder {
  const [given, ...others] = (orderBy ?? []).filter((name) => name !== '')
  if (given === undefined) return defaultOrder(selection, statuses)
  if (others.length > 0) throw refused('Cannot order by multiple fields')
  const isDescending = given.startsWith('-')
  const name = isDescending ? given.slice(1) : given
  if (name === 'release.timestamp') {
    if (selection.groupBy.includes('release')) return { kind: 'release', isDescending }
    throw refused('To sort by release.timestamp, tag release must be in the groupBy')
  }
  if (selection.isByStatus) throw refused("Cannot use 'orderBy' when grouping by sessions.status")
  const field = selection.fields.find((one) => one.name === name)
  if (!field) throw refused("'orderBy' must be one of the provided 'fields'")
  if (!isSortable(field, statuses)) throw refused(`Cannot order by ${name} with the current filters`)
  return { kind: 'field', field, statuses, isDescending }
}

function isSortable({ kind }: SessionField, statuses: readonly StatusGroup[] | null): boolean {
  if (statuses === null) return true
  if (kind === 'duration') return statuses.includes('healthy')
  const [status, ...others] = statuses
  return status !== undefined && others.length === 0 && countedStatuses.includes(status)
}

/** Most sessions first, or most of the first field. */
function defaultOrder(selection: Selection, statuses: readonly StatusGroup[] | null): GroupOrder {
  const fields = readableFields(selection, statuses)
  const field = fields.find(({ name }) => name === 'sum(session)') ?? fields[0]
  if (!field) throw new Error('an order was asked for without any field')
  const isCounted = statuses?.every((status) => countedStatuses.includes(status)) ?? false
  return { kind: 'field', field, statuses: isCounted ? statuses : null, isDescending: true }
}

/** A group is there when it has something of one of these: sessions, or, where no field is of sessions, what the fields are of. */
export function sourcesOf(fields: SessionField[]): FieldSource[] {
  const sources = [...new Set(fields.map(({ source }) => source))]
  return sources.includes('sessions') ? ['sessions'] : sources
}

function refused(detail: string): LapwingError {
  return new LapwingError('bad_request', { detail })
}
