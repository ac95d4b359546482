export interface PageLinks {
  /** Cursor of the page before; null when there is nothing. */
  previous: string | null
  next: string | null
}

/** Reads the cursors of Sentry's Link header: `<url>; rel="next"; results="true"; cursor="…"`, comma-separated. */
export function readLinkHeader(header: string | null): PageLinks {
  const links: PageLinks = { previous: null, next: null }
  for (const part of (header ?? '').split(/,\s*(?=<)/)) {
    const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(part)?.[1] ?? null
    const rel = attribute('rel')
    if ((rel !== 'previous' && rel !== 'next') || attribute('results') !== 'true') continue
    links[rel] = attribute('cursor')
  }
  return links
}
