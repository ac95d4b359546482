import type { EventType, Level } from '../../../protocol/event.ts'
import { eventTypes, levels } from '../../../protocol/event.ts'
import { isRecord, reject } from './notes.ts'
import type { Reader } from './read.ts'

const levelNames = new Map<string, Level>([
  ...levels.map((level): [string, Level] => [level, level]),
  ['log', 'info'],
  ['notice', 'info'],
  ['warn', 'warning'],
  ['critical', 'fatal'],
  ['sample', 'info'],
])

/** Severity, also under the names and numbers (10 to 50) of other loggers. */
export const readLevel: Reader<Level> = (notes, value) => {
  const level = parseLevel(value)
  return level ?? reject(notes, 'invalid_data', value, 'expected a level')
}

function parseLevel(value: unknown): Level | null {
  if (typeof value === 'string') {
    const named = levelNames.get(value.trim().toLowerCase())
    if (named) return named
    return /^\d{1,2}$/.test(value) ? parseLevel(Number(value)) : null
  }
  // Python's logging numbers; values between two are the lower one.
  if (typeof value === 'number' && value >= 0 && value <= 50)
    return levels[Math.max(Math.floor(value / 10) - 1, 0)] ?? null
  return null
}

const platforms = new Set([
  'apple-ios',
  'as3',
  'c',
  'capacitor',
  'cfml',
  'cocoa',
  'cordova',
  'csharp',
  'dart',
  'deno',
  'electron',
  'elixir',
  'flutter',
  'go',
  'groovy',
  'haskell',
  'java',
  'javascript',
  'kotlin',
  'lua',
  'native',
  'nintendo-switch',
  'node',
  'objc',
  'other',
  'perl',
  'php',
  'playstation',
  'powershell',
  'python',
  'react-native',
  'ruby',
  'rust',
  'swift',
  'unity',
  'unreal',
  'visualbasic',
  'xbox',
])

/** The platform, `other` where it is none that SDKs name. */
export function readPlatform(value: unknown): string {
  return typeof value === 'string' && platforms.has(value) ? value : 'other'
}

/**
 * What kind of event it is. SDKs fill `type` loosely, so only `transaction` is believed; the rest follows from the
 * interfaces that are there.
 */
export function inferType(sent: unknown, event: Partial<Record<EventType, unknown>> & InferredFrom): EventType {
  if (sent === 'transaction') return 'transaction'
  if (event.exception && event.exception.values.length > 0) return 'error'
  for (const type of eventTypes) if (type !== 'error' && type !== 'transaction' && event[type]) return type
  return isRecord(event.contexts) && event.contexts.nel ? 'nel' : 'default'
}

interface InferredFrom {
  exception?: { values: unknown[] } | null
  contexts?: unknown
}
