import type { Exception, Frame, NormalizedEvent, Stacktrace } from '../../../protocol/event.ts'

/** A stack of an event and the exception it belongs to. */
export interface Stack {
  stacktrace: Stacktrace
  exception: Exception | null
}

/** All stacks of an event that have frames: of exceptions, its own, of threads; raw (unsymbolicated) ones where asked for. */
export function stacksOf(event: NormalizedEvent, includeRaw = false): Stack[] {
  const stacks: Stack[] = []
  const add = (stacktrace: Stacktrace | null | undefined, exception: Exception | null): void => {
    if (stacktrace?.frames?.length) stacks.push({ stacktrace, exception })
  }
  for (const exception of event.exception?.values ?? []) {
    add(exception?.stacktrace, exception)
    if (includeRaw) add(exception?.raw_stacktrace, exception)
  }
  add(event.stacktrace, null)
  for (const thread of event.threads?.values ?? []) {
    add(thread?.stacktrace, null)
    if (includeRaw) add(thread?.raw_stacktrace, null)
  }
  return stacks
}

/** Frames of the stack that crashed: of the last exception, else the event's own, else of the only thread. */
export function crashStack(event: NormalizedEvent): Frame[] {
  const frames = event.exception?.values?.at(-1)?.stacktrace?.frames ?? event.stacktrace?.frames
  if (frames?.length) return frames
  const threads = event.threads?.values
  return (threads?.length === 1 ? threads[0]?.stacktrace?.frames : null) ?? []
}

/**
 * The in-app frame nearest to the crash that passes `accept`, else the nearest of the others, else null.
 */
export function crashFrame(event: NormalizedEvent, accept: (frame: Frame) => boolean = () => true): Frame | null {
  const frames = crashStack(event)
  let fallback: Frame | null = null
  for (let index = frames.length - 1; index >= 0; index--) {
    const frame = frames[index]
    if (!frame || !accept(frame)) continue
    if (frame.in_app) return frame
    fallback ??= frame
  }
  return fallback
}
