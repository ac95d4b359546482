import type { Comparison, Condition, EventCondition, EventTextField } from '../condition.ts'
import type { AttributeKey, EventSearch } from './port.ts'

/** Something that every event has one value of, or none (null). */
export type TableColumn =
  | { kind: 'field'; field: EventTextField }
  | { kind: 'tag'; key: string }
  | { kind: 'attribute'; key: AttributeKey }
  /** `id:…`, `email:…`, `username:…` or `ip:…`. */
  | { kind: 'user' }
  /** What a person is best known by: e-mail, name, id or address. */
  | { kind: 'userName' }
  | { kind: 'issue' }
  | { kind: 'project' }
  | { kind: 'handled' }
  /** Milliseconds since 1970, down to a whole `interval`. */
  | { kind: 'time'; of: 'timestamp' | 'receivedAt'; interval: number }

/** A number made of the events of a group. Texts count as numbers where they are plain decimal ones; others are left out. */
export type TableFigure =
  | { kind: 'count'; where: Condition<EventCondition> | null }
  /** How many different values there are. */
  | { kind: 'unique'; of: TableColumn }
  | { kind: 'min' | 'max' | 'average' | 'sum'; of: TableColumn }

/** Text, number (ids, times and figures), true or false; null for none. */
export type TableCell = string | number | boolean | null

export interface TableQuery extends EventSearch {
  columns: TableColumn[]
  /** [] = a row an event; else a row for each combination of the columns, one row in all without columns. */
  figures: TableFigure[]
  having: { figure: number; comparison: Comparison; value: number }[]
  /** Places in columns and, behind them, figures. Equals come in the order of all columns, events the newest first. */
  order: { place: number; descending: boolean }[]
  limit: number
  offset: number
}
