/** Product names of crawlers, lower case, beside those that end in bot, spider or crawler. */
const names = [
  'mediapartners-google',
  'feedfetcher-google',
  'google-inspectiontool',
  'bingpreview',
  'slurp',
  'sogou',
  'facebookexternalhit',
  'facebookcatalog',
  'ia_archiver',
  'slack',
  'pingdom',
  'aws security scanner',
  'better uptime',
  'chrome-lighthouse',
]
/** `Googlebot/2.1`, `Bytespider;`, `HubSpot Crawler`; Cubot makes telephones. */
const suffix = /(?<!cu)(?:bots?|spider|crawler)(?:[^a-z]|$)/
/** Fetches pages for people, runs no scripts of its own: https://api.slack.com/robots. */
const allowed = /slackbot 1\.\d/

/** Whether a `User-Agent` header is a crawler's. */
export function isCrawler(userAgent: string): boolean {
  const lower = userAgent.slice(0, 1024).toLowerCase()
  if (!suffix.test(lower) && !names.some((name) => lower.includes(name))) return false
  return !allowed.test(lower)
}
