import type { JsonObject } from '../../protocol/event.ts'

/**
 * What the page of a replay and the frame that shows the recorded document say to each other. Times are milliseconds since 1970. The frame is a
 * document of its own because the recorded one takes over its content security policy: inline styles are let in, other hosts are not.
 */

/** An event of rrweb as the server gives it: nothing of it is known to be well made. */
export type RecordedEvent = JsonObject

export type ToStage =
  | { kind: 'events'; events: RecordedEvent[]; isLast: boolean }
  /** Where to go, numbered. */
  | { kind: 'play' | 'pause'; at: number; order: number }
  | { kind: 'pace'; speed: number; skipsIdle: boolean }

export type FromStage =
  | { kind: 'ready' }
  /** The first picture stands. */
  | { kind: 'shown' }
  | FromStageAt

/** `order`: the last that it had heard of by then. What it tells of an earlier one, while the next is on its way to it, matters no more. */
export type FromStageAt = { at: number; order: number } & (
  | { kind: 'time'; isSkipping: boolean }
  /** It waits for events that are not there yet. */
  | { kind: 'waiting' }
  /** It is on its way, which takes long. */
  | { kind: 'seeking' }
  | { kind: 'ended' }
)

const stageKinds = ['ready', 'shown', 'time', 'waiting', 'seeking', 'ended']

/** Takes messages of the frame only: windows get them from everywhere. */
export function isFromStage(data: unknown): data is FromStage {
  return typeof data === 'object' && data !== null && 'kind' in data && stageKinds.includes(String(data.kind))
}

const pageKinds = ['events', 'play', 'pause', 'pace']

export function isToStage(data: unknown): data is ToStage {
  return typeof data === 'object' && data !== null && 'kind' in data && pageKinds.includes(String(data.kind))
}
