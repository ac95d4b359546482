import type { NormalizedEvent } from '../../../protocol/event.ts'
import { functionNameOf } from './2026-11/stack.ts'
import type { BoundedCache } from './bounded.ts'
import type { FingerprintSubject } from './fingerprint-rules.ts'
import { stacksOf } from './frames.ts'
import { familyOf } from './platform.ts'

/** Puts together what fingerprint rules look at. Call it when `in_app` is settled. */
export function fingerprintSubject(event: NormalizedEvent, names: BoundedCache<string>): FingerprintSubject {
  const exceptions = (event.exception?.values ?? [])
    .filter((exception) => exception)
    .map((exception) => ({ type: exception.type ?? null, value: exception.value?.trim() ?? null }))
  const message = event.logentry?.formatted || event.logentry?.message
  const messages = exceptions.flatMap((exception) => exception.value ?? [])
  let frames: FingerprintSubject['frames'] | null = null
  return {
    messages: message ? [message.trim(), ...messages] : messages,
    exceptions,
    // Few rules look at frames, and there are many.
    get frames() {
      frames ??= framesOf(event, names)
      return frames
    },
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
    tags: new Map((event.tags ?? []).map(([name, value]) => [name, value?.trim() ?? ''])),
  }
}

function framesOf(event: NormalizedEvent, names: BoundedCache<string>): FingerprintSubject['frames'] {
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
