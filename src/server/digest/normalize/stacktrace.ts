import type { Frame, Stacktrace } from '../../../protocol/event.ts'
import type { BagLimits } from './bag.ts'
import { bag, smallBag } from './bag.ts'
import type { Notes } from './notes.ts'
import { reject, rejectAt } from './notes.ts'
import type { Keep, Reader } from './read.ts'
import {
  asRecord,
  looseText,
  readAddress,
  readBoolean,
  readCount,
  readField,
  fieldsReader,
  readItems,
  scalarText,
  text,
} from './read.ts'
import { fitText } from './text.ts'

/** Longer stacks lose their middle. */
const kept: Keep = { head: 125, tail: 125 }
/** Of longer stacks only the outer frames keep their variables and surrounding lines. */
const maxDetailedFrames = 50
const registersBag: BagLimits = { depth: 2, size: 8192 }

const maxLine = 256
const maxLines = 64

/** Source lines: what is no text is null, so that the others keep their places. */
const readLines: Reader<(string | null)[]> = (notes, value) => {
  if (!Array.isArray(value)) return reject(notes, 'invalid_data', value, 'expected an array')
  const source: unknown[] = value
  const lines: (string | null)[] = []
  const count = Math.min(source.length, maxLines)
  const { path } = notes
  const last = path.push(0) - 1
  for (let index = 0; index < count; index++) {
    path[last] = index
    const line = source[index]
    const shown = line === null ? null : scalarText(line)
    lines.push(
      shown === null ? (line === null ? null : reject(notes, 'invalid_data', line)) : fitText(notes, shown, maxLine),
    )
  }
  path.pop()
  return lines
}

const readFrameMembers = fieldsReader<Frame>({
  function: text(1024),
  raw_function: text(1024),
  symbol: text(1024),
  module: text(512),
  package: text(1024),
  filename: text(1024),
  abs_path: text(2048),
  lineno: readCount,
  colno: readCount,
  platform: text(64),
  in_app: readBoolean,
  pre_context: readLines,
  context_line: looseText(maxLine),
  post_context: readLines,
  vars: bag(smallBag),
  data: bag(smallBag),
  instruction_addr: readAddress,
  addr_mode: text(64),
  symbol_addr: readAddress,
  image_addr: readAddress,
  trust: text(64),
  lock: bag(smallBag),
})

/** A stack, oldest call first. `raw` is one before symbolication, whose paths are left alone. */
export function stacktrace(raw: boolean): Reader<Stacktrace> {
  return (notes, value) => {
    const record = asRecord(notes, value)
    if (record === null) return null
    const sent = record.frames
    if (sent === undefined || sent === null) return rejectAt(notes, 'frames', 'missing_attribute')
    notes.path.push('frames')
    const read = readFrames(notes, sent, raw)
    notes.path.pop()
    if (read === null) return null
    const stack: Stacktrace = { frames: read.frames }
    const omitted = read.omitted ?? readOmitted(record.frames_omitted)
    if (omitted) stack.frames_omitted = omitted
    const registers = readField(notes, record, 'registers', bag(registersBag))
    if (registers) stack.registers = registers
    const lang = readField(notes, record, 'lang', text(64))
    if (lang) stack.lang = lang
    return stack
  }
}

interface Frames {
  frames: Frame[]
  omitted: [number, number] | null
}

function readFrames(notes: Notes, value: unknown, raw: boolean): Frames | null {
  if (!Array.isArray(value)) return reject(notes, 'invalid_data', value, 'expected an array')
  const sent: unknown[] = value
  const frames = readItems(notes, sent, kept, (inner, frame) => readFrame(inner, frame, raw))
  if (frames.length === 0) return reject(notes, 'invalid_data', undefined, 'expected a non-empty value')
  slimFrames(frames)
  const { head, tail } = kept
  return { frames, omitted: sent.length > head + tail ? [head, sent.length - tail] : null }
}

function readOmitted(value: unknown): [number, number] | null {
  if (!Array.isArray(value) || value.length !== 2) return null
  const [from, to]: unknown[] = value
  return Number.isSafeInteger(from) && Number.isSafeInteger(to) ? [Number(from), Number(to)] : null
}

/** One frame, null when nothing is known of it. */
function readFrame(notes: Notes, value: unknown, raw: boolean): Frame | null {
  const record = asRecord(notes, value)
  if (record === null) return null
  const frame: Frame = readFrameMembers(notes, record)
  for (const key of ['function', 'module', 'filename', 'abs_path', 'package'] as const) {
    if (frame[key] === '') delete frame[key]
  }
  // SDKs write the unknown function so.
  if (frame.function === '?') delete frame.function
  if (!raw) splitPath(frame)
  for (const key in frame) if (Object.hasOwn(frame, key)) return frame
  return null
}

/** `abs_path` is the whole of it; `filename` what people call the file: for URLs the path. */
function splitPath(frame: Frame): void {
  if (!frame.abs_path) {
    if (!frame.filename) return
    frame.abs_path = frame.filename
    delete frame.filename
  }
  frame.filename ||= pathOfUrl(frame.abs_path) ?? frame.abs_path
}

function pathOfUrl(path: string): string | null {
  if (!/^(?:https?|file|applewebdata):/.test(path)) return null
  const pathname = URL.parse(path)?.pathname ?? ''
  return pathname === '' || pathname === '/' ? null : pathname
}

/** The frames of the application first, then those at both ends, may keep their details. */
function slimFrames(frames: Frame[]): void {
  if (frames.length <= maxDetailedFrames) return
  const inApp = frames.filter((frame) => frame.in_app)
  const others = frames.filter((frame) => !frame.in_app)
  const appRoom = Math.min(inApp.length, maxDetailedFrames)
  slimMiddle(inApp, appRoom)
  slimMiddle(others, maxDetailedFrames - appRoom)
}

function slimMiddle(frames: Frame[], room: number): void {
  const head = Math.ceil(room / 2)
  const tail = frames.length - (room - head)
  for (const frame of frames.slice(head, tail)) {
    delete frame.vars
    delete frame.pre_context
    delete frame.post_context
  }
}
