/** Text as the stores can hold it: no lone surrogates (no UTF-8 for them), no NUL (PostgreSQL refuses it). */
export function cleanText(value: string): string {
  const formed = value.isWellFormed() ? value : value.toWellFormed()
  return formed.includes('\0') ? formed.replaceAll('\0', '\uFFFD') : formed
}

/** The text, or its start and three dots, of at most `limit` UTF-16 units; never cut through a surrogate pair. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text
  if (limit < 3) return '...'.slice(0, Math.max(limit, 0))
  let end = limit - 3
  const last = text.charCodeAt(end - 1)
  if (last >= 0xd800 && last <= 0xdbff) end--
  return `${text.slice(0, end)}...`
}
