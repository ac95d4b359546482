import type { Exception, Frame, Stacktrace } from '../../api/types.ts'

/** A stack as it is shown, crashing call first: single frames, and runs of frames that fold into a line. */
export type StackPart =
  | { kind: 'frame'; frame: Frame; index: number }
  | { kind: 'folded'; frames: { frame: Frame; index: number }[] }

/** Where no frame is the app's own, this many stand open: enough to see where it broke. */
const openWithoutApp = 5
/** A fold of one saves no line: show the frame. */
const leastFold = 2

/**
 * Folds what is not the app's own. The app's frames and the crashing one always stand; `index` counts from the oldest
 * call, as the event does.
 */
export function foldFrames(frames: readonly Frame[]): StackPart[] {
  const newestFirst = frames.map((frame, index) => ({ frame, index })).toReversed()
  const hasApp = frames.some((frame) => frame.inApp)
  const stands = (frame: Frame, place: number) => place === 0 || (hasApp ? frame.inApp : place < openWithoutApp)
  const parts: StackPart[] = []
  let run: { frame: Frame; index: number }[] = []
  const close = () => {
    if (run.length >= leastFold) parts.push({ kind: 'folded', frames: run })
    else parts.push(...run.map((one) => ({ kind: 'frame' as const, ...one })))
    run = []
  }
  newestFirst.forEach((one, place) => {
    if (!stands(one.frame, place)) return run.push(one)
    close()
    parts.push({ kind: 'frame', ...one })
  })
  close()
  return parts
}

/** Index of the frame that opens by itself: the newest of the app's own, else the crashing one. -1 for an empty stack. */
export function frameToOpen(frames: readonly Frame[]): number {
  const own = frames.findLastIndex((frame) => frame.inApp)
  return own >= 0 ? own : frames.length - 1
}

/** Where a frame is: its file, else its module, else its binary, else its address. */
export function framePlace(frame: Frame): string {
  return (
    frame.filename ??
    frame.module ??
    frame.absPath ??
    frame.package?.split(/[\\/]/).at(-1) ??
    frame.instructionAddr ??
    '<unknown>'
  )
}

/** `path:line:column`, as editors and terminals open it. */
export function framePosition(frame: Frame): string {
  const line = frame.lineNo === null ? '' : `:${frame.lineNo}${frame.colNo === null ? '' : `:${frame.colNo}`}`
  return `${framePlace(frame)}${line}`
}

/** A stack as text, crashing call first, under the line that names the exception. */
export function writeStack(title: string, stack: Stacktrace | null): string {
  const lines = (stack?.frames ?? []).toReversed().map((frame) => {
    const name = frame.function ?? frame.rawFunction
    return `    at ${name ? `${name} (${framePosition(frame)})` : framePosition(frame)}`
  })
  return [title, ...lines].join('\n')
}

/** `type: value`, or what there is of it. */
export function exceptionTitle(exception: Pick<Exception, 'type' | 'value'>): string {
  return [exception.type, exception.value].filter(Boolean).join(': ') || '(no type)'
}

/** What an exception goes by in a chain and over its stack: its type, else (messages sent with a stack) its first line. */
export function exceptionName(exception: Pick<Exception, 'type' | 'value'>): string {
  return exception.type || exception.value?.trim().split('\n', 1)[0]?.trim() || '(no type)'
}

const languagesByEnding: Record<string, string> = {
  js: 'javascript',
  jsx: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  ts: 'javascript',
  tsx: 'javascript',
  vue: 'javascript',
  svelte: 'javascript',
  py: 'python',
  go: 'go',
  java: 'java',
  kt: 'kotlin',
  swift: 'swift',
  m: 'objective-c',
  mm: 'objective-c',
  php: 'php',
  rb: 'ruby',
  erb: 'ruby',
  rs: 'rust',
  cs: 'csharp',
  dart: 'dart',
  ex: 'elixir',
  exs: 'elixir',
  c: 'c',
  h: 'c',
  cc: 'c',
  cpp: 'c',
}

const languagesByPlatform: Record<string, string> = {
  javascript: 'javascript',
  node: 'javascript',
  python: 'python',
  go: 'go',
  java: 'java',
  kotlin: 'kotlin',
  php: 'php',
  ruby: 'ruby',
  rust: 'rust',
  csharp: 'csharp',
  dart: 'dart',
  elixir: 'elixir',
  objc: 'objective-c',
  swift: 'swift',
  c: 'c',
}

/** Which grammar reads a frame's source: by the file's ending, else by the frame's or the event's platform. */
export function languageOf(frame: Pick<Frame, 'filename' | 'absPath' | 'platform'>, platform: string | null): string {
  const ending = /\.(\w+)(?:[?#].*)?$/.exec(frame.filename ?? frame.absPath ?? '')?.[1]?.toLowerCase()
  return languagesByEnding[ending ?? ''] ?? languagesByPlatform[frame.platform ?? platform ?? ''] ?? 'text'
}
