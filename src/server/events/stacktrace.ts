import type { Frame, JsonObject, Stacktrace } from '../../protocol/event.ts'

/** `[line number, source]`. */
type ContextLine = [number, string | null]

/** The lines before, of and after a place in the source, numbered. [] without a line number or without source. */
export function numberedContext(place: {
  lineno?: number | null
  pre_context?: (string | null)[] | null
  context_line?: string | null
  post_context?: (string | null)[] | null
}): ContextLine[] {
  const { lineno, pre_context: before, context_line: line, post_context: after } = place
  if (typeof lineno !== 'number' || typeof line !== 'string') return []
  const first = lineno - (before?.length ?? 0)
  return [...(before ?? []), line, ...(after ?? [])].map((text, index) => [first + index, text])
}

export function serializeFrame(frame: Frame) {
  return {
    filename: frame.filename ?? null,
    absPath: frame.abs_path ?? null,
    module: frame.module ?? null,
    package: frame.package ?? null,
    platform: frame.platform ?? null,
    instructionAddr: frame.instruction_addr ?? null,
    symbolAddr: frame.symbol_addr ?? null,
    imageAddr: frame.image_addr ?? null,
    addrMode: frame.addr_mode ?? null,
    function: frame.function ?? null,
    rawFunction: frame.raw_function ?? null,
    symbol: frame.symbol ?? null,
    context: numberedContext(frame),
    lineNo: frame.lineno ?? null,
    colNo: frame.colno ?? null,
    inApp: frame.in_app ?? false,
    trust: frame.trust ?? null,
    errors: null,
    lock: frame.lock ?? null,
    sourceLink: null,
    vars: frame.vars ?? null,
    data: frame.data ?? null,
  }
}

export function serializeStacktrace(stacktrace: Stacktrace | null | undefined) {
  if (!stacktrace) return null
  const { frames } = stacktrace
  return {
    frames: frames.map(serializeFrame),
    framesOmitted: stacktrace.frames_omitted ?? null,
    registers: stacktrace.registers ?? null,
    hasSystemFrames: hasSystemFrames(stacktrace),
  }
}

/** Whether folding system frames leaves anything to see: both kinds are there. */
export function hasSystemFrames(stacktrace: Stacktrace | null | undefined): boolean {
  const frames = stacktrace?.frames ?? []
  return frames.some((frame) => frame.in_app === true) && frames.some((frame) => frame.in_app !== true)
}

/** Names of frame members in the API, where they differ; for `_meta`, which mirrors the frame. */
const frameNames: Record<string, string> = {
  abs_path: 'absPath',
  raw_function: 'rawFunction',
  instruction_addr: 'instructionAddr',
  symbol_addr: 'symbolAddr',
  image_addr: 'imageAddr',
  addr_mode: 'addrMode',
  lineno: 'lineNo',
  colno: 'colNo',
  in_app: 'inApp',
}

/** `_meta` of a frame in the API's names; that of source lines moves to the line's place in `context`. */
export function frameMeta(meta: JsonObject, frame: Frame | undefined): JsonObject {
  const renamed: JsonObject = {}
  const context: JsonObject = {}
  const before = frame?.pre_context?.length ?? 0
  for (const [name, value] of Object.entries(meta)) {
    if (name === 'context_line') context[before] = { '1': value }
    else if (name === 'pre_context') addLines(context, value, 0)
    else if (name === 'post_context') addLines(context, value, before + 1)
    else renamed[frameNames[name] ?? name] = value
  }
  if (Object.keys(context).length > 0) renamed['context'] = context
  return renamed
}

function addLines(context: JsonObject, meta: unknown, offset: number): void {
  if (typeof meta !== 'object' || meta === null) return
  for (const [index, value] of Object.entries(meta)) {
    if (/^\d{1,6}$/.test(index)) context[offset + Number(index)] = { '1': value }
  }
}
