import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Release } from '../../api/types.ts'
import { Count } from '../../ui/count.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { readFigures } from './figures.ts'
import type { ReleaseSearch } from './list-search.ts'
import { releasePlacesQuery } from './queries.ts'
import { VerdictMark } from './rate.tsx'
import { formatRate } from './rate-words.ts'

const cell = 'border-b border-line py-1.5 pr-3 last:pr-0'

/** In which projects and environments its sessions were; each leads to those alone. */
export function Places({ org, release, search }: { org: string; release: Release; search: ReleaseSearch }) {
  const { data, error } = useQuery({
    ...releasePlacesQuery(org, release.version, search),
    placeholderData: (before) => before,
  })
  const nameOf = (id: number | null | undefined) => release.projects.find((project) => project.id === id)?.slug ?? '–'
  const places = (data?.groups ?? []).toSorted(
    (a, b) => (b.totals['sum(session)'] ?? 0) - (a.totals['sum(session)'] ?? 0),
  )
  return (
    <section aria-label="Environments" className="border-t border-line py-4">
      <h2 className="pb-2 text-13 font-semibold">Environments</h2>
      {error && <ErrorLine>{error.message}</ErrorLine>}
      {!data && !error && <Skeleton className="h-16" />}
      {data && places.length === 0 && <p className="text-12 text-text-3">No session in this period.</p>}
      {places.length > 0 && (
        <table className="w-full text-left text-12">
          <thead className="text-text-3">
            <tr>
              <th className={`${cell} font-normal`}>Where</th>
              <th className={`${cell} text-right font-normal`}>Sessions</th>
              <th className={`${cell} text-right font-normal`}>Users</th>
              <th className={`${cell} text-right font-normal`}>Crash-free</th>
            </tr>
          </thead>
          <tbody>
            {places.map(({ by: { project, environment }, totals }) => {
              const { sessions, users, crashFreeSessions } = readFigures(totals)
              return (
                <tr key={`${project} ${environment}`}>
                  <th className={`${cell} font-normal`}>
                    <Link
                      to="/organizations/$org/releases/$version/"
                      params={{ org, version: release.version }}
                      search={{
                        ...search,
                        project: project ? [String(project)] : undefined,
                        environment: environment ? [environment] : undefined,
                      }}
                      className="hover:underline"
                    >
                      {environment || 'no environment'}
                    </Link>
                    <span className="block text-text-3">{nameOf(project)}</span>
                  </th>
                  <td className={`${cell} numeric text-right align-top`}>
                    <Count value={sessions} />
                  </td>
                  <td className={`${cell} numeric text-right align-top`}>
                    <Count value={users} />
                  </td>
                  <td className={`${cell} numeric text-right align-top whitespace-nowrap`}>
                    {crashFreeSessions !== null && <VerdictMark rate={crashFreeSessions} />}{' '}
                    {formatRate(crashFreeSessions)}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </section>
  )
}
