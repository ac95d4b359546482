import { isIP } from 'node:net'

/** A part of a text that has to go, `[start, end)`. */
export interface Match {
  rule: string
  start: number
  end: number
}

export type Finder = (text: string, found: Match[]) => void

/** Nine digits, alone or in groups, are the least that a social security or card number has. */
const digitRun = /\d(?:[ -]?\d){8}/
const cardCandidate = /(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g
const ssnCandidate = /(?<![\w-])(\d{3})-(\d{2})-(\d{4})(?![\w-])/g

/** Payment card numbers: a card issuer's first digits, the length that goes with them, and Luhn's checksum. */
export const findCards: Finder = (text, found) => {
  if (!digitRun.test(text)) return
  for (const match of text.matchAll(cardCandidate)) {
    const digits = match[0].replace(/[ -]/g, '')
    if (isCardLength(digits) && passesLuhn(digits)) add(found, '@creditcard', match.index, match[0].length)
  }
}

/** American Express, Visa, Mastercard, Discover, Diners, JCB: https://en.wikipedia.org/wiki/Payment_card_number. */
function isCardLength(digits: string): boolean {
  const two = Number(digits.slice(0, 2))
  const four = Number(digits.slice(0, 4))
  if (two === 34 || two === 37) return digits.length === 15
  if (digits.startsWith('4')) return digits.length === 16 || digits.length === 19
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return digits.length === 16
  if (four === 6011 || two === 65 || (four >= 6440 && four <= 6499)) return digits.length === 16
  if (two === 36 || two === 38 || two === 39 || (four >= 3000 && four <= 3059)) return digits.length === 14
  return four >= 3528 && four <= 3589 && digits.length === 16
}

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = digits.length - 1, even = false; index >= 0; index--, even = !even) {
    const digit = digits.charCodeAt(index) - 48
    const doubled = digit * 2
    sum += even ? (doubled > 9 ? doubled - 9 : doubled) : digit
  }
  return sum % 10 === 0
}

/** US social security numbers; the areas 000, 666 and from 900 were never given out. */
export const findSsns: Finder = (text, found) => {
  if (!digitRun.test(text)) return
  for (const match of text.matchAll(ssnCandidate)) {
    const [whole, area = '', group, serial] = match
    if (area === '000' || area === '666' || area.startsWith('9') || group === '00' || serial === '0000') continue
    add(found, '@usssn', match.index, whole.length)
  }
}

/** Looked for first, as `bearerStart` and `//` are: `matchAll` takes 230 to 320 ns even where it finds nothing. */
const ibanStart = /[A-Z]{2}\d{2}/
const ibanCandidate = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/g

/** Bank account numbers of ISO 13616, with or without spaces: the remainder by 97 is 1. */
export const findIbans: Finder = (text, found) => {
  if (!ibanStart.test(text)) return
  for (const match of text.matchAll(ibanCandidate)) {
    const iban = match[0].replaceAll(' ', '')
    if (iban.length >= 15 && iban.length <= 34 && remainder97(iban) === 1)
      add(found, '@iban', match.index, match[0].length)
  }
}

function remainder97(iban: string): number {
  let remainder = 0
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(char, 36)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder
}

/** The bodies of PEM keys, also of one whose end was cut off. */
export const findPemKeys: Finder = (text, found) => {
  let from = text.indexOf('-----BEGIN ')
  while (from >= 0) {
    const labelEnd = text.indexOf('-----', from + 11)
    if (labelEnd < 0) return
    const isKey = /^[A-Z ]{0,40}KEY$/.test(text.slice(from + 11, labelEnd))
    const end = isKey ? text.indexOf('-----END ', labelEnd + 5) : labelEnd
    if (isKey) add(found, '@pemkey', labelEnd + 5, (end < 0 ? text.length : end) - labelEnd - 5)
    if (end < 0) return
    from = text.indexOf('-----BEGIN ', end + 5)
  }
}

const urlPassword = /\/\/[^\s/?#:@'"]{0,256}:([^\s/?#@'"]{1,512})@/g

/** The password of `scheme://user:password@host`. */
export const findUrlPasswords: Finder = (text, found) => {
  if (!text.includes('@') || !text.includes('//')) return
  for (const match of text.matchAll(urlPassword)) {
    const password = match[1] ?? ''
    add(found, '@urlauth', match.index + match[0].length - 1 - password.length, password.length)
  }
}

const bearerStart = /bearer\s/i

/** Tokens of RFC 6750. */
export const findBearerTokens: Finder = (text, found) => {
  if (!bearerStart.test(text)) return
  for (const match of text.matchAll(/\bbearer\s{1,8}([^\s"',;]{1,4096})/gi)) {
    const token = match[1] ?? ''
    add(found, '@bearer', match.index + match[0].length - token.length, token.length)
  }
}

/** E-mail addresses (WHATWG's pattern, with a dot in the domain). */
export const findEmails: Finder = (text, found) => {
  for (let at = text.indexOf('@'); at > 0; at = text.indexOf('@', at + 1)) {
    const local = /[\w.!#$%&*+/=?^`{|}~-]{1,64}$/.exec(text.slice(Math.max(at - 64, 0), at))?.[0]
    const domain = /^[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/.exec(text.slice(at + 1, at + 256))?.[0]
    if (local && domain && /\.[A-Za-z]{2,}$/.test(domain))
      add(found, '@email', at - local.length, local.length + 1 + domain.length)
  }
}

const ipv4Candidate = /(?<![\w.]|[A-Za-z]\/)\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)/g
const ipv6Candidate = /(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}(?![\w:])/g

/** IP addresses; `Chrome/120.0.0.0` is a version. */
export const findIps: Finder = (text, found) => {
  if (text.includes('.')) addIps(text, found, ipv4Candidate, 4)
  if (text.includes(':')) addIps(text, found, ipv6Candidate, 6)
}

function addIps(text: string, found: Match[], candidate: RegExp, version: number): void {
  for (const match of text.matchAll(candidate)) {
    // `::` by itself is punctuation in too many languages.
    if (match[0].length > 2 && isIP(match[0]) === version) add(found, '@ip', match.index, match[0].length)
  }
}

function add(found: Match[], rule: string, start: number, length: number): void {
  if (length > 0) found.push({ rule, start, end: start + length })
}
