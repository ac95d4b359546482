import type { JsonObject } from '../../protocol/event.ts'

/**
 * What the page of a replay and the frame that shows the recorded document say to each other. Times are milliseconds since 1970. The frame is a
 * document of its own because the recorded one takes over its content security policy: inline styles are let in, other hosts are not.
 */

/** An event of rrweb as the server gives it: nothing of it is known to be well made. */
export type RecordedEvent = JsonObject

export type ToStage =
  | { kind: 'events'; events: RecordedEvent[]; isLast: boolean }
  | { kind: 'play'; at: number }
  | { kind: 'pause'; at: number }
  | { kind: 'pace'; speed: number; skipsIdle: boolean }

export type FromStage =
  | { kind: 'ready' }
  /** The first picture stands. */
  | { kind: 'shown' }
  | { kind: 'time'; at: number; isSkipping: boolean }
  /** It waits for events that are not there yet. */
  | { kind: 'waiting'; at: number }
  /** It is on its way, which takes long. */
  | { kind: 'seeking'; at: number }
  | { kind: 'ended'; at: number }

const stageKinds = ['ready', 'shown', 'time', 'waiting', 'seeking', 'ended']

/** Takes messages of the frame only: windows get them from everywhere. */
export function isFromStage(data: unknown): data is FromStage {
  return typeof data === 'object' && data !== null && 'kind' in data && stageKinds.includes(String(data.kind))
}

const pageKinds = ['events', 'play', 'pause', 'pace']

export function isToStage(data: unknown): data is ToStage {
  return typeof data === 'object' && data !== null && 'kind' in data && pageKinds.includes(String(data.kind))
}
