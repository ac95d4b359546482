import { familyOf } from '../platform.ts'

/** A demangled name longer than this is left as it is; symbol names of heavy templates reach a few thousand. */
const maxLength = 4096

/**
 * The name of a function without return type, arguments, template arguments and compiler noise, for platforms whose
 * symbols carry them; other platforms' names come back as they are.
 */
export function trimFunctionName(name: string, platform: string | null): string {
  if (platform === 'csharp') {
    // Unity writes `Type:Method (args)`.
    const args = name.indexOf(' (')
    return args < 0 ? name : name.slice(0, args)
  }
  if (familyOf(platform) !== 'native' || name.length > maxLength) return name
  return trimNative(name, platform)
}

function trimNative(original: string, platform: string | null): string {
  let name = original.trim()
  if (name === '<redacted>' || name === '<unknown>') return name
  // Objective-C selectors have neither types nor templates.
  if (name.startsWith('[') || name.startsWith('+[') || name.startsWith('-[')) return name
  if (plainIdentifier.test(name)) return stripSuffixes(name)

  name = replaceEnclosed(name, '[', ']', (inner) => (inner.startsWith('clone .') ? '' : `[${inner}]`)).trimEnd()
  name = stripQualifiers(name)
  name = protectOperators(name)
  if (name.includes('lambda') || name.includes('$_')) name = name.replace(lambda, 'lambda')
  if (name.includes('?A0x')) name = name.replace(inlineNamespace, `${anonymousNamespace}::`)
  name = replaceEnclosed(name, '(', ')', (inner) => {
    const text = inner.trim()
    return text === 'anonymous namespace' || text === 'operator' ? `(${text})` : ''
  })
  name = replaceEnclosed(name, '<', '>', (inner, start) => reduceGenerics(inner, start, 0))

  const chosen = chooseToken(name, platform)
  return stripSuffixes(chosen === '' ? original : restoreOperators(chosen))
}

/** The common case: nothing to take apart. */
const plainIdentifier = /^[\w:.~@]+$/
const anonymousNamespace = '\uE005'
const lambda = /\{lambda\([^{}]*\)#\d+\}|\blambda_[\da-f]{32}\b|\$_\d+\b/g
const inlineNamespace = /\?A0x[\da-f]{8}::/g

/** Operators hold brackets that must not be counted; they are put aside as characters of the private-use area. */
const operators: [string, string][] = [
  ['operator<<', '\uE000\uE001\uE001'],
  ['operator<', '\uE000\uE001'],
  ['operator()', '\uE000\uE002'],
  ['operator->', '\uE000\uE003'],
  ['operator>>', '\uE000\uE006\uE006'],
  ['operator>', '\uE000\uE006'],
  [' -> ', ' \uE004 '],
  ["`anonymous namespace'", anonymousNamespace],
]

function protectOperators(name: string): string {
  let result = name
  for (const [from, to] of operators) if (result.includes(from)) result = result.replaceAll(from, to)
  return result
}

function restoreOperators(name: string): string {
  return name
    .replaceAll('\uE000', 'operator')
    .replaceAll('\uE001', '<')
    .replaceAll('\uE002', '()')
    .replaceAll('\uE003', '->')
    .replaceAll('\uE004', '->')
    .replaceAll('\uE006', '>')
    .replaceAll(anonymousNamespace, "`anonymous namespace'")
}

/** Takes `const`, `&`, `&&` off the end. */
function stripQualifiers(name: string): string {
  let result = name
  for (;;) {
    if (result.endsWith('&')) result = result.slice(0, -1).trimEnd()
    else if (result.endsWith(' const') || result.endsWith(')const')) result = result.slice(0, -5).trimEnd()
    else return result
  }
}

/** Template arguments become `<T>`; in front of the name they are a Rust impl, of which the type or trait is kept. */
function reduceGenerics(inner: string, start: number, depth: number): string {
  if (inner === 'lambda') return '<lambda>'
  if (start > 0) return '<T>'
  if (depth > 32) return inner
  // `<T as Trait>::method` is a blanket implementation: the trait says more than the letter.
  const text = /^[A-Z] as /.test(inner) ? inner.slice(5) : inner
  const reduced = replaceEnclosed(text, '<', '>', (nested, at) => reduceGenerics(nested, at, depth + 1))
  const as = reduced.indexOf(' as ')
  return as < 0 ? reduced : reduced.slice(0, as)
}

/** Replaces every outermost `open … close`; what is not closed is dropped. */
function replaceEnclosed(
  text: string,
  open: string,
  close: string,
  replace: (inner: string, start: number) => string,
): string {
  if (!text.includes(open)) return text
  let result = ''
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === open) {
      if (depth === 0) start = at
      depth++
    } else if (char === close && depth > 0) {
      depth--
      if (depth === 0) result += replace(text.slice(start + 1, at), start)
    } else if (depth === 0) {
      result += char
    }
  }
  return result
}

/** Words separated by spaces that are not inside brackets. */
function splitTokens(text: string): string[] {
  const tokens: string[] = []
  const closers: string[] = []
  let token = ''
  for (const char of text) {
    const closer = closerOf.get(char)
    if (closer !== undefined) closers.push(closer)
    else if (closers.length > 0 && char === closers.at(-1)) closers.pop()
    if (closers.length === 0 && (char === ' ' || char === '\t')) {
      if (token !== '') tokens.push(token)
      token = ''
    } else {
      token += char
    }
  }
  if (token !== '' && closers.length === 0) tokens.push(token)
  return tokens
}

const closerOf = new Map([
  ['(', ')'],
  ['{', '}'],
  ['[', ']'],
  ['<', '>'],
])

/** The word that is the function's name: before Swift's `->`, else the last, as types stand in front. */
function chooseToken(name: string, platform: string | null): string {
  const tokens = splitTokens(name)
  // MSVC puts a space between an operator and its template arguments.
  if (tokens.length > 1 && tokens.at(-1) === '<T>') {
    tokens.pop()
    tokens.push(`${tokens.pop() ?? ''} <T>`)
  }
  if (name.includes('initialization expression of')) {
    const of = tokens.lastIndexOf('of')
    const target = tokens[of + 1] === 'static' ? tokens[of + 2] : tokens[of + 1]
    if (target !== undefined) return `initializer expression of ${target.startsWith(':') ? target.slice(1) : target}`
  }
  const arrow = tokens.lastIndexOf('\uE004')
  let chosen = tokens.at(-1) ?? ''
  if (arrow > 0) {
    const before = tokens[arrow - 1] ?? ''
    chosen = before === 'throws' && arrow > 1 ? (tokens[arrow - 2] ?? '') : before
  }
  if (chosen.startsWith('@') && (platform === 'cocoa' || platform === 'swift')) {
    return name.includes('thunk for ') ? 'thunk for closure' : 'closure'
  }
  if (chosen !== 'closure' && tokens.includes('closure')) return `closure in ${chosen}`
  return chosen
}

/** Takes off Rust's hash, glibc's symbol version and the decoration of Windows' calling conventions. */
function stripSuffixes(name: string): string {
  let result = name
  if (result.includes('::h')) result = result.replace(/::h[\da-z]{16}$/, '')
  if (!result.includes('@')) return result
  result = result.replace(/@@?GLIBC_[\d.]+$/, '')
  const decorated = /^@?([^@]+)@\d+$/.exec(result)
  return decorated?.[1] ?? result
}
