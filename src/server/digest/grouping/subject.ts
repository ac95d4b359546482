import type { NormalizedEvent } from '../../../protocol/event.ts'
import { functionNameOf } from './2026-11/stack.ts'
import type { BoundedCache } from './bounded.ts'
import type { FingerprintSubject, FrameSubject } from './fingerprint-rules.ts'
import { stacksOf } from './frames.ts'
import { familyOf } from './platform.ts'

/** Puts together what fingerprint rules look at. Call it when `in_app` is settled. */
export function fingerprintSubject(event: NormalizedEvent, names: BoundedCache<string>): FingerprintSubject {
  const message = event.logentry?.formatted || event.logentry?.message
  const messages: string[] = message ? [message.trim()] : []
  const exceptions: FingerprintSubject['exceptions'] = []
  for (const exception of event.exception?.values ?? []) {
    if (!exception) continue
    const value = exception.value?.trim() ?? null
    exceptions.push({ type: exception.type ?? null, value })
    if (value !== null) messages.push(value)
  }
  const tags = new Map<string, string>()
  for (const [name, value] of event.tags ?? []) tags.set(name, value?.trim() ?? '')
  let frames: FrameSubject[] | null = null
  return {
    messages,
    exceptions,
    frames: () => (frames ??= framesOf(event, names)),
    threads: (event.threads?.values ?? [])
      .filter((thread) => thread)
      .map((thread) => ({
        id: thread.id === null || thread.id === undefined ? null : String(thread.id),
        name: thread.name ?? null,
        state: thread.state ?? null,
        crashed: thread.crashed ?? null,
        current: thread.current ?? null,
      })),
    logger: event.logger || null,
    level: event.level || null,
    release: event.release?.trim() || null,
    sdk: event.sdk?.name || null,
    family: familyOf(event.platform),
    tags,
  }
}

function framesOf(event: NormalizedEvent, names: BoundedCache<string>): FrameSubject[] {
  return stacksOf(event).flatMap(({ stacktrace }) =>
    stacktrace.frames
      .filter((frame) => frame)
      .map((frame) => ({
        function: functionNameOf(frame, frame.platform || event.platform || null, names) || '<unknown>',
        absPath: frame.abs_path || frame.filename || null,
        filename: frame.filename || null,
        module: frame.module || null,
        package: frame.package || null,
        inApp: frame.in_app ?? null,
      })),
  )
}
