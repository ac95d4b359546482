import type { SessionSighting } from '../storage/meta/ports/issues.ts'
import type { Prepared } from './prepare.ts'

/** The releases and environments that sessions name: what meta is told of them, however many there are. */
export function sightSessions({ updates, counts }: Prepared['sessions']): SessionSighting[] {
  const sightings = new Map<string, SessionSighting>()
  for (const sessions of [updates, counts]) {
    for (const { projectId, release, environment, started } of sessions) {
      // Neither holds a line break.
      const key = `${projectId}\n${environment}\n${release}`
      const sighting = sightings.get(key)
      if (!sighting) sightings.set(key, { projectId, release, environment, firstStarted: started })
      else if (started < sighting.firstStarted) sighting.firstStarted = started
    }
  }
  return [...sightings.values()]
}
