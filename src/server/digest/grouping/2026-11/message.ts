import type { LogEntry } from '../../../../protocol/event.ts'
import type { Variant } from './component.ts'
import { leaf } from './component.ts'
import { parameterize } from './parameterize.ts'

/**
 * The part of a message that counts: its first two lines that are not blank, `...` where there were more, with numbers, ids
 * and the like replaced.
 */
export function normalizeMessage(message: string): string {
  return parameterize(firstLines(message))
}

function firstLines(message: string): string {
  if (!message.includes('\n') && !message.includes('\r')) return message.trim()
  const kept: string[] = []
  for (const line of message.split(/\r\n|\n|\r/)) {
    if (line.trim() === '') continue
    if (kept.length === 2) return `${kept.join('\n')}...`
    kept.push(line.trimEnd())
  }
  return kept.join('\n')
}

/** A log message: its template where there is one, as the parameters differ each time. */
export function groupMessage(logentry: LogEntry): Variant[] {
  const message = logentry.message || logentry.formatted
  if (!message) return []
  const normalized = normalizeMessage(message)
  if (normalized === '') return []
  return [
    {
      name: 'default',
      contributes: true,
      hint: null,
      values: [normalized],
      hasStack: false,
      component: leaf(
        'message',
        normalized,
        true,
        normalized === message ? null : 'numbers, ids and the like replaced',
      ),
      description: 'message',
    },
  ]
}
