import type { Exception, Frame, NormalizedEvent } from '../../../protocol/event.ts'
import type { GroupingSettings } from '../types.ts'
import { createGrouper } from './group.ts'

/** A project without rules. */
export const noRules: GroupingSettings = { fingerprintRules: '', stackTraceRules: '' }
/** One grouper for all tests of a file. */
export const group = createGrouper()

/** An event with the members that all have. */
export function event(fields: Partial<NormalizedEvent>): NormalizedEvent {
  return {
    event_id: 'a'.repeat(32),
    type: 'error',
    platform: 'python',
    level: 'error',
    timestamp: 0,
    received: 0,
    tags: [],
    ...fields,
  }
}

/** An event of one exception; null frames for none at all. */
export function failure(
  frames: Frame[] | null,
  exception: Exception = {},
  fields: Partial<NormalizedEvent> = {},
): NormalizedEvent {
  const stacktrace = frames === null ? null : { frames }
  return event({ exception: { values: [{ type: 'ValueError', value: 'bad', stacktrace, ...exception }] }, ...fields })
}

/** A log message. */
export function message(text: string, fields: Partial<NormalizedEvent> = {}): NormalizedEvent {
  return event({ type: 'default', logentry: { formatted: text }, ...fields })
}

/** The hashes of an event, which is left as it was. */
export function hashes(subject: NormalizedEvent, settings: Partial<GroupingSettings> = {}): string[] {
  return group(structuredClone(subject), { ...noRules, ...settings }).grouping.hashes
}

/** Do two events find the same issue? */
export function share(a: NormalizedEvent, b: NormalizedEvent, settings: Partial<GroupingSettings> = {}): boolean {
  const others = hashes(b, settings)
  return hashes(a, settings).some((hash) => others.includes(hash))
}

/** A frame of the app. */
export const app = (name: string, more: Frame = {}): Frame => ({
  function: name,
  module: 'my.app',
  in_app: true,
  ...more,
})
/** A frame of a library. */
export const lib = (name: string, more: Frame = {}): Frame => ({
  function: name,
  module: 'lib',
  in_app: false,
  ...more,
})
