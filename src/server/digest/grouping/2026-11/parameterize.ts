import { isIPv6 } from 'node:net'

/**
 * Replaces what differs from event to event in a message (numbers, ids, addresses, dates …) by `<name>`, so that messages
 * of one kind group. A scanner instead of one big pattern: each position is looked at once, words without digits are passed
 * over, and every pattern that is tried has a bounded length; a message of 8,192 hostile characters stays linear.
 */

/** Longer texts are left as they are. */
const maxLength = 8192

interface Found {
  name: string
  end: number
}

/** Returns the text with everything event-specific replaced. */
export function parameterize(text: string): string {
  if (text.length > maxLength) return text
  let result = ''
  let copied = 0
  let at = 0
  let email = nextEmail(text, 0)
  while (at < text.length) {
    // A match can end inside what looked like an address.
    if (email !== null && email.start < at) email = nextEmail(text, at)
    const found = email !== null && email.start === at ? email : findAt(text, at)
    if (found === null) {
      at++
      continue
    }
    result += `${text.slice(copied, at)}<${found.name}>`
    at = found.end
    copied = at
  }
  return copied === 0 ? text : result + text.slice(copied)
}

function findAt(text: string, at: number): Found | null {
  const code = text.charCodeAt(at)
  const before = at === 0 ? 0 : text.charCodeAt(at - 1)
  if (before === 61) {
    const value = afterEquals(text, at, code)
    if (value !== null) return value
  }
  if (isWord(code)) {
    if (!isWord(before)) return wordAt(text, at, code)
    // Dates are found even where a word runs into them: `log2024-01-01`.
    return isDigit(code) && !isDigit(before) ? match(text, at, 'date', numericDate) : null
  }
  if (code === 45) {
    if (!isDigit(text.charCodeAt(at + 1))) return null
    return match(text, at, 'float', negativeFloat) ?? (isWord(before) ? null : match(text, at, 'int', negativeInt))
  }
  if (code === 58 && !isWord(before)) return ipv6At(text, at)
  return null
}

function wordAt(text: string, at: number, code: number): Found | null {
  let end = at + 1
  let digits = isDigit(code) ? 1 : 0
  for (; end < text.length; end++) {
    const next = text.charCodeAt(end)
    if (isDigit(next)) digits++
    else if (!isWord(next)) break
  }
  const after = text.charCodeAt(end)
  if (after === 58 && text.startsWith('://', end)) {
    const url = match(text, at, 'url', address)
    if (url !== null) return url
  }
  if (after === 46 || after === 45) {
    const host = hostnameAt(text, at)
    if (host !== null) return host
  }
  if (digits === 0) return plainWordAt(text, at, end, after)
  return withDigits(text, at, end, after, isDigit(code))
}

/** A word without digits: the start of an IPv6 address, a date with names, or nothing. */
function plainWordAt(text: string, at: number, end: number, after: number): Found | null {
  if (after === 58) {
    const found = end - at <= 4 ? (macAt(text, at) ?? ipv6At(text, at)) : null
    if (found !== null) return found
  }
  if (after === 45 && end - at === 8) {
    const uuid = match(text, at, 'uuid', uuidShape)
    if (uuid !== null) return uuid
  }
  if (after === 45 && end - at === 2) {
    const mac = macAt(text, at)
    if (mac !== null) return mac
  }
  const length = end - at
  if (length >= 3 && length <= 9) {
    if (text.startsWith('datetime.datetime(', at)) return match(text, at, 'date', pythonDate)
    return namedDateAt(text, at)
  }
  return length === 32 || length === 40 ? digestAt(text, at, end) : null
}

function withDigits(text: string, at: number, end: number, after: number, startsWithDigit: boolean): Found | null {
  const length = end - at
  if (after === 58) {
    const found = macAt(text, at) ?? ipv6At(text, at)
    if (found !== null) return found
  }
  if (after === 46 && length <= 3) {
    const ip = match(text, at, 'ip', ipv4)
    if (ip !== null) return ip
  }
  if (after === 45) {
    const dashed =
      (startsWithDigit ? match(text, at, 'traceparent', traceparent) : null) ??
      (length === 8 ? match(text, at, 'uuid', uuidShape) : null) ??
      (length === 2 ? macAt(text, at) : null) ??
      (length === 23 ? match(text, at, 'swift_txn_id', swiftTransaction) : null)
    if (dashed !== null) return dashed
  }
  const digest = length === 32 || length === 40 ? digestAt(text, at, end) : null
  if (digest !== null) return digest
  if (startsWithDigit) {
    const found =
      match(text, at, 'date', numericDate) ??
      match(text, at, 'duration', duration) ??
      (after === 46 ? match(text, at, 'float', float) : null)
    if (found !== null) return found
  }
  const word = text.slice(at, Math.min(end, at + 129))
  return hexAt(word, end) ?? (startsWithDigit ? match(text, at, 'int', int) : null) ?? randomAt(word, end)
}

function digestAt(text: string, at: number, end: number): Found | null {
  if (!hexDigits.test(text.slice(at, end))) return null
  return { name: end - at === 40 ? 'sha1' : 'md5', end }
}

/**
 * `0x…` of any length; bare hex from 4 to 128 digits of one case with a digit in it, where anything shorter than 8 must have
 * a letter too, else it is a number.
 */
function hexAt(word: string, end: number): Found | null {
  if (prefixedHex.test(word)) return { name: 'hex', end }
  if (word.length < 4 || word.length > 128 || !(lowerHex.test(word) || upperHex.test(word))) return null
  const onlyDigits = decimal.test(word)
  if (word.length < 8 && onlyDigits) return null
  return { name: word.length === 7 && lowerHex.test(word) ? 'git_sha' : 'hex', end }
}

/** Base-62 ids: long words that change between upper case, lower case and digits far more often than names do. */
function randomAt(word: string, end: number): Found | null {
  if (word.length < 10 || word.length > 128) return null
  let changes = 0
  let digits = 0
  let kinds = 0
  let previous = 0
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index)
    const kind = isDigit(code) ? 1 : code >= 97 ? 2 : code >= 65 && code <= 90 ? 4 : 8
    if (kind === 1) digits++
    if (index > 0 && kind !== previous) changes++
    kinds |= kind
    previous = kind
  }
  return kinds === 7 && digits >= 2 && changes >= word.length * 0.4 ? { name: 'random_id', end } : null
}

function afterEquals(text: string, at: number, code: number): Found | null {
  if (code === 39 || code === 34) {
    const end = text.indexOf(String.fromCharCode(code), at + 1)
    return end > at + 1 ? { name: 'quoted_str', end: end + 1 } : null
  }
  return match(text, at, 'bool', bool)
}

/** Labels of letters, digits and dashes up to a well-known top-level domain. */
function hostnameAt(text: string, at: number): Found | null {
  let label = at
  let labels = 0
  for (let index = at; index <= text.length && index - label <= 63; index++) {
    const code = text.charCodeAt(index)
    if (isDigit(code) || isLetter(code) || code === 45) continue
    // No dot after the last label: is it a top-level domain?
    const isEnd = code !== 46 || index + 1 >= text.length
    if (labels > 0 && !isWord(code)) {
      const name = text.slice(label, index)
      if (isTopLevel(name, labels)) return { name: 'hostname', end: index }
    }
    if (isEnd || index === label || labels > 32) return null
    labels++
    label = index + 1
  }
  return null
}

function isTopLevel(name: string, labelsBefore: number): boolean {
  const lower = name.toLowerCase()
  if (name !== lower && name !== name.toUpperCase()) return false
  return topLevelDomains.has(lower) || (labelsBefore > 1 && propertyLike.has(lower))
}

function ipv6At(text: string, at: number): Found | null {
  let end = at
  let colons = 0
  for (; end < text.length && end - at < 46; end++) {
    const code = text.charCodeAt(end)
    if (code === 58) colons++
    else if (code !== 46 && !isHexDigit(code)) break
  }
  if (colons < 2) return null
  // `::1:` or `fe80::1.` end in punctuation of the sentence.
  while (
    end > at + 2 &&
    (text.charCodeAt(end - 1) === 46 || (text.charCodeAt(end - 1) === 58 && text.charCodeAt(end - 2) !== 58))
  ) {
    end--
  }
  if (isWord(text.charCodeAt(end)) || !isIPv6(text.slice(at, end))) return null
  return { name: 'ip', end }
}

function macAt(text: string, at: number): Found | null {
  return match(text, at, 'mac', mac)
}

function namedDateAt(text: string, at: number): Found | null {
  if (!dateNames.has(text.slice(at, at + 3))) return null
  return match(text, at, 'date', namedDate)
}

function nextEmail(text: string, from: number): (Found & { start: number }) | null {
  for (let at = text.indexOf('@', from); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at
    while (start > from && isEmailLocal(text.charCodeAt(start - 1))) start--
    let end = at + 1
    while (end < text.length && isDomain(text.charCodeAt(end))) end++
    while (end > at + 1 && text.charCodeAt(end - 1) === 46) end--
    if (start < at && end > at + 1 && text.charCodeAt(at + 1) !== 46) return { name: 'email', start, end }
  }
  return null
}

function match(text: string, at: number, name: string, pattern: RegExp): Found | null {
  pattern.lastIndex = at
  return pattern.test(text) ? { name, end: pattern.lastIndex } : null
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

function isWord(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === 95
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)
}

/** Local part of an address by RFC 5322 `atext`, and dots. */
function isEmailLocal(code: number): boolean {
  return isLetter(code) || isDigit(code) || "!#$%&'*+-/=?^_`{|}~.".includes(String.fromCharCode(code))
}

function isDomain(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === 45 || code === 46
}

const hexDigits = /^[\da-f]+$/i
const prefixedHex = /^0x[\da-f]+$/i
const lowerHex = /^[a-f]*\d[\da-f]*$/
const upperHex = /^[A-F]*\d[\dA-F]*$/
const decimal = /^\d+$/

const address = /(?:https?|wss?|ftp):\/\/[^\s/$.?#]\S+/y
const ipv4 = /(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b/y
const uuidShape = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/iy
// https://www.w3.org/TR/trace-context/#traceparent-header, and the X-Amzn-Trace-Id of AWS load balancers.
const traceparent = /(?:00-[\da-f]{32}-[\da-f]{16}-0[01]|1-[\da-f]{8}-[\da-f]{24})\b/y
const swiftTransaction = /tx[\da-f]{21}-[\da-f]{10}\S*/y
const mac = /[\da-f]{2}([:-])[\da-f]{2}(?:\1[\da-f]{2}){4}\b(?![:-][\da-f])/iy
const duration = /\d+(?:\.\d+)?(?:ms|s)\b/y
const float = /\d+\.\d+\b/y
const negativeFloat = /-\d+\.\d+\b/y
const int = /\d{1,7}\b/y
const negativeInt = /-\d{1,7}\b/y
const bool = /(?:[Tt]rue|[Ff]alse)/y

const dayName = '(?:Sun|Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?)(?:day)?'
const monthName = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'
const clock = '\\d{1,2}:\\d{2}(?::\\d{2})?'
const zone = '(?:[-+]\\d{4}|UTC?|GMT|[ECMP][SD]T|Z)'
/** RFC 822, 850 and 1123, JavaScript's Date, ctime, `Jan 02, 1999`; the day's name is optional where a month begins. */
const namedDate = new RegExp(
  `(?:${[
    `${dayName},\\s{1,2}\\d{1,2}[ -]${monthName}[ -]\\d{2,4}\\s${clock}(?:\\s${zone})?`,
    `${dayName}\\s${monthName}\\s\\d{2}\\s\\d{4}\\s\\d{2}:\\d{2}:\\d{2}\\sGMT[+-]\\d{4}(?:\\s\\([^)]{1,60}\\))?`,
    `(?:${dayName},?\\s{1,2})?${monthName}\\s{1,2}\\d{1,2},?\\s{1,2}\\d{2}:\\d{2}:\\d{2}\\s(?:${zone}\\s)?\\d{4}`,
    `(?:${dayName}\\s)?${monthName}\\s[0-3]\\d,\\s\\d{2,4}`,
  ].join('|')})`,
  'y',
)
const dateNames = new Set('Sun Mon Tue Wed Thu Fri Sat Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '))
const pythonDate = /datetime\.datetime\([^()]{0,120}\)/y
/** RFC 3339 and its looser relatives, plain dates, clock times, `12 Jan 2024 10:00:00 GMT`. */
const numericDate = new RegExp(
  `(?:${[
    '\\d{4}-?[01]\\d-?[0-3]\\d[\\sT][0-2]\\d:?[0-5]\\d(?::?[0-5]\\d(?:[.,]\\d{1,9})?)?(?:Z|[+-][0-2]\\d:?[0-5]\\d)?',
    '\\d{4}-[01]\\d-[0-3]\\d',
    `\\d{1,2}\\s${monthName}\\s\\d{4}\\s${clock}(?:\\s${zone})?`,
    '(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:[.,]\\d{1,9})?)?(?![\\d:])(?:\\s?[aApP][Mm]\\b)?',
  ].join('|')})`,
  'y',
)

/** The generic domains and country codes seen most in error messages. */
const topLevelDomains = new Set(
  (
    'com net org edu gov mil biz pro mobi cloud online site xyz club link news wiki jobs tips xxx tv io co ai us uk de fr es ' +
    'pt nl be lu ch dk se fi ie pl cz sk hu ro bg gr tr ru ua by kz hr si lt lv ee al jp cn kr tw hk sg my th vn ph pk ir ' +
    'il ae sa au nz za ng br ar mx cl pe ug tk ly ga cf gq la fm eu'
  ).split(' '),
)
/** Domains that are words of code too (`user.name`, `a.id`): taken for a host only after two more labels. */
const propertyLike = new Set('info name app dev cat id is in it at to me no ca rs cc ms local internal'.split(' '))
