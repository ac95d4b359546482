/** Sentry's rule: lower-case letters, digits, `-` and `_`, 1…100 of them, not digits alone (those are ids). */
export function isSlug(text: string): boolean {
  return /^[a-z0-9_-]{1,100}$/.test(text) && !/^\d+$/.test(text)
}

/** `Café Nr. 5` → `cafe-nr-5`; null when nothing is left of it. */
export function slugOf(name: string): string | null {
  const ascii = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
  const slug = ascii
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 50)
  if (slug === '') return null
  return /^\d+$/.test(slug) ? `p-${slug}` : slug
}
