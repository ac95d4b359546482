/** Crockford's base 32: no I, L, O or U, so that a short id can be read out over the phone. https://www.crockford.com/base32.html */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** `web`, 4242 → `WEB-44J`. */
export function writeShortId(slug: string, number: number): string {
  let text = ''
  for (let rest = number; rest > 0 || text === ''; rest = Math.floor(rest / 32)) text = (digits[rest % 32] ?? '') + text
  return `${slug.toUpperCase()}-${text}`
}

/** The slug (lower case) and the number in its project; null when it is no short id. */
export function readShortId(text: string): { slug: string; number: number } | null {
  const match = /^([a-z0-9_-]+)-([0-9a-z]{1,10})$/i.exec(text)
  if (!match) return null
  const [, slug = '', encoded = ''] = match
  let number = 0
  for (const letter of encoded.toUpperCase()) {
    const digit = digits.indexOf(letter === 'O' ? '0' : letter === 'I' || letter === 'L' ? '1' : letter)
    if (digit === -1) return null
    number = number * 32 + digit
  }
  return { slug: slug.toLowerCase(), number }
}
