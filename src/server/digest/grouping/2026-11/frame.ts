import type { Frame } from '../../../../protocol/event.ts'
import { familyOf } from '../platform.ts'
import { parameterize } from './parameterize.ts'

export interface FramePart {
  id: 'module' | 'filename' | 'function' | 'context-line'
  value: string
}

/** What counts of a frame, whatever variant it is in. */
export interface FrameParts {
  parts: FramePart[]
  /** Why the frame is left out from the start; null when it is not. */
  hint: string | null
}

/** Source lines are known to be the real ones here: shipped with the event or read from source maps. */
const contextLinePlatforms = new Set(['javascript', 'node', 'python', 'php', 'ruby'])
/** Longer lines are minified or generated. */
const maxContextLine = 120
/** Engines put these in place of a file; browsers disagree on whether there is a frame at all. */
const nativeCode = new Set(['[native code]', 'native code', 'eval code', '<anonymous>'])
const namelessFunctions = new Set(['?', '<anonymous function>', '<anonymous>', 'Anonymous function'])

/** Takes the parts of a frame that say what code it is, cleaned of what changes from build to build. */
export function partsOf(frame: Frame, platform: string | null, trimmedFunction: string | null): FrameParts {
  const family = familyOf(platform)
  const parts: FramePart[] = []
  const module = moduleOf(frame, platform)
  if (module !== null) parts.push({ id: 'module', value: module })
  else {
    const filename = filenameOf(frame, platform)
    if (filename !== null) parts.push({ id: 'filename', value: filename })
  }
  const contextLine = contextLineOf(frame, platform)
  const name = functionOf(frame, platform, trimmedFunction, contextLine !== null)
  if (name !== null) parts.push({ id: 'function', value: name })
  if (contextLine !== null) parts.push({ id: 'context-line', value: contextLine })
  const raw = frame.raw_function || frame.function
  const isNoise =
    family === 'javascript' &&
    (raw === 'eval' || raw?.endsWith('.eval') === true || nativeCode.has(frame.abs_path ?? ''))
  return {
    parts,
    hint: isNoise ? 'code of the engine or of eval' : parts.length === 0 ? 'nothing to group by' : null,
  }
}

/** Is the path an address of the web? `file:` counts only where asked for. */
export function isUrl(path: string | null | undefined, filesCount: boolean): boolean {
  if (!path) return false
  if (path.startsWith('http:') || path.startsWith('https:')) return true
  if (path.startsWith('blob:') || path.startsWith('applewebdata:')) return true
  return filesCount && path.startsWith('file:')
}

/** Two frames of one call are recursion when all of this is the same. */
export function isRecursion(frame: Frame, previous: Frame | null): boolean {
  return (
    previous !== null &&
    (frame.function ?? null) === (previous.function ?? null) &&
    (frame.lineno ?? null) === (previous.lineno ?? null) &&
    (frame.module ?? null) === (previous.module ?? null) &&
    (frame.filename ?? null) === (previous.filename ?? null) &&
    (frame.abs_path ?? null) === (previous.abs_path ?? null) &&
    (frame.package ?? null) === (previous.package ?? null) &&
    (frame.colno ?? null) === (previous.colno ?? null)
  )
}

function moduleOf(frame: Frame, platform: string | null): string | null {
  const module = frame.module
  if (!module) return null
  if (platform === 'javascript') {
    // The path of the page, not a module.
    return module.includes('/') && frame.abs_path?.endsWith(module) ? null : module
  }
  return platform === 'java' ? javaModule(module) : module
}

/** Accessors, proxies and lambdas get new class names at every start of the machine. */
function javaModule(module: string): string | null {
  if (module.includes('$$Lambda$') || module.includes('$$Lambda/')) return null
  for (const accessor of ['sun.reflect.GeneratedMethodAccessor', 'jdk.internal.reflect.GeneratedMethodAccessor']) {
    if (module.startsWith(accessor)) return accessor
  }
  if (module.startsWith('sun.reflect.Generated') || module.startsWith('jdk.internal.reflect.Generated')) {
    return module.replace(/(\.Generated(?:Serialization)?ConstructorAccessor)\d+/, '$1<auto>')
  }
  if (!module.includes('$')) return module
  return module
    .replace(generatedProxy, '$1<auto>')
    .replace(hibernateProxy, '$1<auto>')
    .replace(javassistProxy, '$1<auto>')
    .replace(clojureFunction, '$1<auto>')
}

/** Spring's, Guice's and CGLIB's classes: a name between dollars and a hash that is new at every start. */
const generatedProxy = /(\$\$?(?:\w{1,64}?CGLIB|(?:EnhancerBy|FastClassBy)\w{1,64}?)\$\$?)[\dA-Fa-f]+(?:_\d+)?/g
const hibernateProxy = /(\$HibernateProxy\$\$?)\w+/g
const javassistProxy = /(\$\$_javassist)(?:_seam)?(?:_\d+)?/g
const clojureFunction = /(\$fn__)\d+/g

function filenameOf(frame: Frame, platform: string | null): string | null {
  const { filename } = frame
  if (!filename || isUrl(frame.abs_path, false)) return null
  const base = filename.slice(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1).toLowerCase()
  if (base === '' || base === '<anonymous>' || base === '[native code]') return null
  return platform === 'java' ? base.replace(javassistProxy, '$1<auto>') : base
}

function functionOf(
  frame: Frame,
  platform: string | null,
  trimmed: string | null,
  hasContextLine: boolean,
): string | null {
  const name = platform === 'csharp' ? frame.raw_function || frame.function || null : trimmed
  if (!name) return null
  switch (platform) {
    case 'ruby':
      if (name.startsWith('block ')) return 'block'
      return name.includes('__') ? name.replace(/__\d{4,}_\d{4,}$/, '') : name
    case 'php':
      if (name.startsWith('[Anonymous')) return null
      if (!name.startsWith('class@anonymous')) return name
      // The class is named after the file and a counter; its method is not.
      if (name.includes('::')) return name.slice(name.lastIndexOf('::') + 2) || null
      return name.startsWith('class@anonymous\0') ? null : name
    case 'java':
      return name.startsWith('lambda$') ? null : name
    case 'javascript':
    case 'node':
      return javascriptFunction(frame, name, hasContextLine)
    case null:
    default:
      return familyOf(platform) === 'native' && (name === '<redacted>' || name === '<unknown>') ? null : name
  }
}

/** `Object.foo` in one browser is `foo` in another. */
function javascriptFunction(frame: Frame, name: string, hasContextLine: boolean): string | null {
  const raw = lastPart(frame.raw_function || frame.function || '')
  if (raw === '' || namelessFunctions.has(raw) || raw.endsWith('/<')) return null
  // Names that come out of source maps depend on where the minifier put its tokens; the line does not.
  if (hasContextLine && (frame.data?.['sourcemap'] ?? null) !== null) return null
  return lastPart(name) || null
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

function contextLineOf(frame: Frame, platform: string | null): string | null {
  const raw = frame.context_line
  if (!raw || platform === null || !contextLinePlatforms.has(platform) || raw.length > maxContextLine) return null
  if (familyOf(platform) === 'javascript' && !frame.function && isUrl(frame.abs_path, true)) return null
  const trimmed = raw.trim()
  // Most lines have single spaces only.
  const line = /\s\s|[^\S ]/.test(trimmed) ? trimmed.split(/\s+/).join(' ') : trimmed
  if (line === '') return null
  // multiprocessing starts workers by a line of code with file descriptors in it.
  return platform === 'python' && line.includes('spawn_main(') ? parameterize(line) : line
}
