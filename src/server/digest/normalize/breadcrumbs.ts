import type { Breadcrumb } from '../../../protocol/event.ts'
import { bag, smallBag } from './bag.ts'
import { hexId } from './ids.ts'
import { readLevel } from './level.ts'
import { maxMessage } from './logentry.ts'
import { isRecord, reject } from './notes.ts'
import type { Keep, Reader } from './read.ts'
import { jsonText, looseText, fieldsReader, readItems, valuesOf } from './read.ts'
import { readTimestamp } from './time.ts'

/** SDKs keep 100 by default; the last ones tell most. */
const kept: Keep = { head: 0, tail: 100 }

const readMembers = fieldsReader<Breadcrumb>({
  timestamp: readTimestamp,
  type: looseText(128),
  category: looseText(128),
  level: readLevel,
  message: jsonText(maxMessage),
  data: bag(smallBag),
  event_id: hexId(32),
})

/** Breadcrumbs, oldest first: `type` is `default` and `level` is `info` where not sent. */
export const readBreadcrumbs: Reader<{ values: Breadcrumb[] }> = (notes, value) => {
  const sent = valuesOf(notes, value, () => false)
  if (sent === null) return null
  notes.path.push('values')
  const values = readItems(notes, sent, kept, readBreadcrumb)
  notes.path.pop()
  return values.length > 0 ? { values } : null
}

const readBreadcrumb: Reader<Breadcrumb> = (notes, value) => {
  if (!isRecord(value)) return reject(notes, 'invalid_data', value, 'expected an object')
  const breadcrumb: Breadcrumb = readMembers(notes, value)
  breadcrumb.type ||= 'default'
  breadcrumb.level ??= 'info'
  return breadcrumb
}
