import type { Row } from '../../sqlite/database.ts'
import { textOrNull } from '../../sqlite/rows.ts'
import type { RichEvent, Richest } from '../../richest.ts'

/** What is stored of each: parts, time, when it was received, id. */
type Stored = [number, number, number, string]

/** Written by this store alone, so it is what the type says. Null: unknown, and stays so until the issue is counted anew. */
export function readRichest(row: Row): Richest | null {
  const text = textOrNull(row, 'richest')
  if (text === null) return null
  const stored: Stored[] = JSON.parse(text)
  return stored.map(([parts, timestamp, receivedAt, eventId]): RichEvent => ({ eventId, timestamp, receivedAt, parts }))
}

export function writeRichest(richest: Richest | null): string | null {
  if (richest === null) return null
  return JSON.stringify(
    richest.map(({ parts, timestamp, receivedAt, eventId }): Stored => [parts, timestamp, receivedAt, eventId]),
  )
}
