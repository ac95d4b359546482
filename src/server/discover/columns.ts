import { eventField } from '../issues/search/fields.ts'
import { writeShortId } from '../issues/short-id.ts'
import { type AttributeKey, attributeKeys } from '../storage/events/port.ts'
import type { TableCell, TableColumn } from '../storage/events/table.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { refuse } from './refuse.ts'

/** What cells of a column are, in Sentry's words. */
export type ValueType = 'string' | 'integer' | 'number' | 'date' | 'boolean'

/** What names in cells are looked up with. */
export interface CellNames {
  projects: Map<number, Project>
  /** Number of an issue within its project, with the project. */
  issues: Map<number, { projectId: number; number: number }>
}

/** A field of a query over events: where its values come from and how they are shown. */
export interface FieldColumn {
  name: string
  type: ValueType
  column: TableColumn
  show(cell: TableCell, names: CellNames): TableCell
}

const hour = 3_600_000
const asIs = (cell: TableCell): TableCell => cell
const asDate = (cell: TableCell): TableCell => (typeof cell === 'number' ? zonedTime(cell) : null)
const slugOf = (cell: TableCell, { projects }: CellNames): TableCell =>
  typeof cell === 'number' ? (projects.get(cell)?.slug ?? null) : null

function shortIdOf(cell: TableCell, { issues, projects }: CellNames): TableCell {
  const issue = typeof cell === 'number' ? issues.get(cell) : undefined
  const project = issue && projects.get(issue.projectId)
  return issue && project ? writeShortId(project.slug, issue.number) : 'unknown'
}

const time = (interval: number): Omit<FieldColumn, 'name'> => ({
  type: 'date',
  column: { kind: 'time', of: 'timestamp', interval },
  show: asDate,
})
const project = (show: FieldColumn['show'], type: ValueType): Omit<FieldColumn, 'name'> => ({
  type,
  column: { kind: 'project' },
  show,
})

/** Fields that are more than a text of the event. */
const special: Record<string, Omit<FieldColumn, 'name'>> = {
  timestamp: time(1),
  'timestamp.to_hour': time(hour),
  'timestamp.to_day': time(24 * hour),
  project: project(slugOf, 'string'),
  'project.name': project(slugOf, 'string'),
  'project.id': project(asIs, 'integer'),
  project_id: project(asIs, 'integer'),
  issue: { type: 'string', column: { kind: 'issue' }, show: shortIdOf },
  'issue.id': { type: 'integer', column: { kind: 'issue' }, show: asIs },
  'user.display': { type: 'string', column: { kind: 'userName' }, show: asIs },
  'error.handled': { type: 'boolean', column: { kind: 'handled' }, show: asIs },
  'error.unhandled': {
    type: 'boolean',
    column: { kind: 'handled' },
    show: (cell) => (cell === null ? null : cell === false),
  },
}

/** Names that can stand for a tag. */
const tagName = /^[a-zA-Z0-9_.:-]{1,200}$/
const explicitTag = /^tags\[([^\],]{1,200})(?:,\s*(string|number|boolean))?\]$/

/** The column of a field's name; what has no column of its own is a tag. A name that can be none is `bad_request`, in Sentry's words. */
export function readField(name: string): FieldColumn {
  const known = Object.hasOwn(special, name) ? special[name] : undefined
  if (known) return { name, ...known }
  const tag = explicitTag.exec(name)
  if (tag) return { name, type: 'string', column: { kind: 'tag', key: tag[1] ?? '' }, show: asIs }
  if (!tagName.test(name)) throw refuse(`Invalid characters in field ${name.slice(0, 200)}`)
  return { name, type: 'string', column: columnOf(name), show: asIs }
}

/** Searches and columns name the same things: what a search asks the presence of is what the column shows. */
function columnOf(name: string): TableColumn {
  const { present } = eventField(name)
  if (present.kind === 'has') return { kind: 'field', field: present.field }
  if (present.kind === 'user') return { kind: 'user' }
  if (present.kind !== 'hasAttribute') return { kind: 'tag', key: name }
  // The main exception's type and text are columns beside the searchable list of all.
  if (name === 'error.type') return { kind: 'field', field: 'errorType' }
  if (name === 'error.value') return { kind: 'field', field: 'errorValue' }
  const key = attributeKeys.find((one): one is AttributeKey => one === name)
  if (key) return { kind: 'attribute', key }
  throw refuse(`${name} has several values an event: it can be searched for, not selected`)
}

/** Fields that events have by themselves, for whoever asks what there is. */
export const builtInFields: readonly string[] = [
  ...Object.keys(special),
  ...attributeKeys,
  'id',
  'title',
  'message',
  'culprit',
  'location',
  'level',
  'platform',
  'event.type',
  'environment',
  'release',
  'dist',
  'transaction',
  'logger',
  'url',
  'user',
  'user.id',
  'user.email',
  'user.username',
  'user.ip',
  'geo.country_code',
  'error.type',
  'error.value',
  'sdk.name',
  'sdk.version',
  'trace',
  'replayId',
]

/** `2026-11-20T12:00:00+00:00`, as Sentry writes the times of events in tables. */
export function zonedTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}+00:00`
}
