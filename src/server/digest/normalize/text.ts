import { cleanText, cutText } from './clean-text.ts'
import type { Notes } from './notes.ts'
import { noteCut } from './notes.ts'

/** Cuts text to `limit` UTF-16 units, the last three being dots, never through a surrogate pair. */
export function fitText(notes: Notes, value: string, limit: number): string {
  const text = notes.isClean ? value : cleanText(value)
  const allowed = Math.min(limit, Math.max(notes.room, 64))
  if (text.length <= allowed) {
    notes.room -= text.length
    return text
  }
  const cut = cutText(text, allowed)
  notes.room -= cut.length
  noteCut(notes, text.length, cut.length)
  return cut
}
