/** `Fixes WEB-4F`, `closed: WEB-1, API-2 and API-3`: https://docs.sentry.io/product/releases/associate-commits/. */
const keywords = new Set(['fix', 'fixes', 'fixed', 'close', 'closes', 'closed', 'resolve', 'resolves', 'resolved'])

const maxShortIds = 100

/** Short ids (upper case, each once) of the issues that a commit message says are solved by the commit. */
export function findFixedIssues(message: string): string[] {
  const found = new Set<string>()
  for (const line of message.split('\n')) {
    let isListing = false
    for (const word of line.split(/[\s,]+/)) {
      const bare = trimPunctuation(word)
      if (keywords.has(bare.toLowerCase())) isListing = true
      else if (isListing && /^#?[a-z0-9_-]{1,100}-[a-z0-9]{1,10}$/i.test(bare))
        found.add(bare.replace('#', '').toUpperCase())
      // `and`, `&` between two; a dot or any other word ends the list.
      else if (bare !== '' && bare.toLowerCase() !== 'and') isListing = false
      if (word.endsWith('.') || word.endsWith(';')) isListing = false
      if (found.size >= maxShortIds) return [...found]
    }
  }
  return [...found]
}

const punctuation = new Set('().:;!?"\'`[]&'.split(''))

function trimPunctuation(word: string): string {
  let start = 0
  let end = word.length
  while (start < end && punctuation.has(word[start] ?? '')) start += 1
  while (end > start && punctuation.has(word[end - 1] ?? '')) end -= 1
  return word.slice(start, end)
}
