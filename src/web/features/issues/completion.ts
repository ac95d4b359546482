/** What stands under the caret of the search box, and what it becomes when an option is taken. */
export interface CompletionSpot {
  /** Range of the text that an option replaces. */
  from: number
  to: number
  /** Null while the key itself is typed. */
  key: string | null
  /** What was typed of it, without quotes. */
  typed: string
}

interface Word {
  from: number
  to: number
  /** Of the list that it is a value of. */
  key?: string
}

/** Ends of a word: spaces and brackets, but not within quotes. */
function wordAround(text: string, caret: number): Word {
  let from = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"' && text[at - 1] !== '\\') isQuoted = !isQuoted
    else if (!isQuoted && (char === ' ' || char === '(' || char === ')')) {
      if (at >= caret) return { from, to: at }
      from = at + 1
    }
  }
  return { from, to: text.length }
}

/** Reads the word at the caret: `!browser.na|` is a key, `is:un|` a value, `assigned:[me, #w|` the last value of a list. */
export function spotAt(text: string, caret: number): CompletionSpot {
  const word = wordInList(text, caret) ?? wordAround(text, caret)
  const from = text[word.from] === '!' && word.key === undefined ? word.from + 1 : word.from
  const piece = text.slice(from, word.to)
  if (word.key !== undefined) return { from, to: word.to, key: word.key, typed: bare(piece) }
  const colon = piece.indexOf(':')
  if (colon <= 0 || caret <= from + colon) return { from, to: word.to, key: null, typed: piece }
  const start = from + colon + 1
  return { from: start, to: word.to, key: piece.slice(0, colon), typed: bare(text.slice(start, word.to)) }
}

/** Within `key:[a, b` up to the bracket's end; null elsewhere. */
function wordInList(text: string, caret: number): Word | null {
  const before = text.slice(0, caret)
  const open = before.lastIndexOf(':[')
  if (open === -1 || before.indexOf(']', open) !== -1) return null
  const key = before.slice(Math.max(before.lastIndexOf(' ', open), before.lastIndexOf('(', open)) + 1, open)
  const comma = before.lastIndexOf(',')
  let from = Math.max(open + 2, comma + 1)
  while (text[from] === ' ' && from < caret) from++
  const rest = text.slice(caret)
  const end = rest.search(/[\],]/)
  return { from, to: end === -1 ? text.length : caret + end, key: key.replace(/^!/, '') }
}

function bare(value: string): string {
  return value.replace(/^"/, '').replace(/"$/, '')
}

/** The text with an option in place, and where the caret goes. A key gets its colon, a value a space. */
export function complete(text: string, spot: CompletionSpot, option: string): { text: string; caret: number } {
  const isKey = spot.key === null
  const rest = text.slice(spot.to)
  const isInList = /^\s*[\],]/.test(rest)
  const inserted = isKey ? `${option}:` : `${quoteValue(option)}${isInList || rest.startsWith(' ') ? '' : ' '}`
  return { text: text.slice(0, spot.from) + inserted + rest, caret: spot.from + inserted.length }
}

/** Values with spaces, brackets, quotes or asterisks stand in quotes, the last two escaped. */
export function quoteValue(value: string): string {
  if (!/[\s()[\],"*]/.test(value)) return value
  return `"${value.replace(/["*]/g, (sign) => `\\${sign}`)}"`
}

/** The condition for one value of a tag: `os.name:"Mac OS X"`, `!has:dist` for none; a user's tag names the member that it was made of. */
export function conditionOf(key: string, value: string): string {
  const [, member, rest] = key === 'user' ? (/^(id|email|username|ip):(.*)$/s.exec(value) ?? []) : []
  if (member !== undefined && rest !== undefined) return conditionOf(`user.${member}`, rest)
  if (value === '') return `!has:${key}`
  return `${/^[\w.-]+$/.test(key) ? key : `tags[${key}]`}:${quoteValue(value)}`
}
