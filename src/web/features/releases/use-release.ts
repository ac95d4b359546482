import { useQuery } from '@tanstack/react-query'
import type { SessionsAnswer } from '../../api/sessions.ts'
import { projectsWithin } from './figures.ts'
import type { ReleaseSearch } from './list-search.ts'
import { neighboursQuery, releaseQuery, releaseSessionsQuery, siblingsQuery } from './queries.ts'
import type { Subject } from './release-facts.ts'

const refetchMilliseconds = 30_000

/** A release, those beside it, and the one that it is compared with: the chosen one, else the one before it in its first project. */
export function useRelease(org: string, version: string, search: ReleaseSearch) {
  const { environment } = search
  const { data: release, error } = useQuery({
    ...releaseQuery(org, version, environment),
    refetchInterval: refetchMilliseconds,
  })
  const within = release && projectsWithin(release, search.project)
  const projects = within && within.length > 0 ? within : (release?.projects ?? [])
  const { data: neighbours } = useQuery(neighboursQuery(org, version, projects[0]?.id, environment))
  const { data: siblings } = useQuery(
    siblingsQuery(
      org,
      projects.map(({ id }) => String(id)),
    ),
  )
  const otherVersion = search.compare ?? neighbours?.before ?? null
  const { data: sessions, error: sessionsError } = useQuery({
    ...releaseSessionsQuery(org, version, search),
    // What is shown of another period stays until this one is there, so that a zoom does not flicker.
    placeholderData: (before) => before,
  })
  const { data: other } = useQuery({
    ...releaseQuery(org, otherVersion ?? '', environment),
    enabled: otherVersion !== null,
  })
  const { data: otherSessions } = useQuery({
    ...releaseSessionsQuery(org, otherVersion ?? '', search),
    enabled: otherVersion !== null,
    placeholderData: (before: SessionsAnswer | undefined, query) =>
      query?.queryKey[2] === otherVersion ? before : undefined,
  })
  const subject: Subject | null = other && otherSessions ? { release: other, sessions: otherSessions } : null
  return {
    release,
    error,
    sessions,
    sessionsError,
    neighbours,
    /** Undefined while they are on their way. */
    siblings,
    other: { version: otherVersion, subject },
  }
}
