import { compareReleases } from '../../../protocol/release.ts'
import type { Resolution } from './ports/issues.ts'

/**
 * Whether an event of this release shows that a resolved issue is not solved. `datedAt` gives when a release came up, null when it is not
 * known; the event's own time stands in for a release that it is the first to name.
 *
 * Versions decide where both can be compared, dates elsewhere (https://docs.sentry.io/product/releases/setup/#resolution). An event without a
 * release proves nothing against a resolution that names one, and nothing does while the commit is in no release.
 */
export function isRegression(
  resolution: Resolution | null,
  event: { release: string | null; timestamp: number },
  resolvedAt: number,
  datedAt: (release: string) => number | null,
): boolean {
  // From before the resolution, arriving late: it is what was resolved.
  if (event.timestamp < resolvedAt) return false
  if (resolution === null) return true
  if (resolution.kind === 'commit' || event.release === null) return false
  const { release, isNext } = resolution
  if (event.release === release) return !isNext
  const order = compareReleases(event.release, release)
  if (order !== null) return isNext ? order > 0 : order >= 0
  return (datedAt(event.release) ?? event.timestamp) > (datedAt(release) ?? resolvedAt)
}
