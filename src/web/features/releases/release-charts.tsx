import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { SessionsAnswer } from '../../api/sessions.ts'
import type { Release } from '../../api/types.ts'
import { describeRelease } from '../../../protocol/release-info.ts'
import { formatExact } from '../../format/number.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { TimeChart, TimeChartSkeleton } from '../../ui/time-charts.tsx'
import { describePeriod } from '../shell/scope.ts'
import type { ReleaseSearch } from './list-search.ts'
import { deploysQuery, releaseStatusesQuery } from './queries.ts'
import { formatRate } from './rate-words.ts'
import { axisOf, marksOf, rateSeries, statusSeries, userSeries } from './release-series.ts'

const group = 'release'
const count = (value: number) => formatExact(value)

interface ReleaseChartsProps {
  org: string
  version: string
  search: ReleaseSearch
  sessions: SessionsAnswer | undefined
  /** Of the release that it is compared with. */
  other: SessionsAnswer | undefined
  otherVersion: string | null
  /** Of the same projects. */
  siblings: Release[]
}

/** Sessions by how they ended, crash-free rates and users, over one time axis; dragging over any of them chooses a time. */
export function ReleaseCharts({ org, version, search, sessions, other, otherVersion, siblings }: ReleaseChartsProps) {
  const navigate = useNavigate()
  const { data: statuses, error } = useQuery({
    ...releaseStatusesQuery(org, version, search),
    placeholderData: (before) => before,
  })
  const { data: deploys } = useQuery(deploysQuery(org, version))
  const zoom = useCallback(
    (from: number, to: number) => {
      const [start, end] = [new Date(from).toISOString(), new Date(to).toISOString()]
      void navigate({ to: './', search: (before) => ({ ...before, statsPeriod: undefined, start, end }) })
    },
    [navigate],
  )
  const byStatus = useMemo(() => {
    if (!statuses) return null
    const axis = axisOf(statuses)
    return { ...axis, series: statusSeries(statuses), marks: marksOf(axis, siblings, deploys ?? []) }
  }, [statuses, siblings, deploys])
  const byRate = useMemo(() => {
    if (!sessions) return null
    const otherName = otherVersion === null ? '' : describeRelease(otherVersion).description
    return { ...axisOf(sessions), rates: rateSeries(sessions, other, otherName), users: userSeries(sessions) }
  }, [sessions, other, otherVersion])

  return (
    <section aria-label="Sessions over time" className="border-t border-line py-4">
      <div className="flex min-h-9 flex-wrap items-center gap-x-3 pb-2">
        <h2 className="text-14 font-semibold">Sessions over time</h2>
        <span className="text-12 text-text-3">{describePeriod(search)}</span>
        {search.start ? (
          <Button
            size="small"
            className="ml-auto"
            onClick={() =>
              void navigate({ to: './', search: (before) => ({ ...before, start: undefined, end: undefined }) })
            }
          >
            Zoom out
          </Button>
        ) : (
          <span className="ml-auto text-12 text-text-3 max-md:hidden">Drag over a chart to zoom in</span>
        )}
      </div>
      {error && <ErrorLine>{error.message}</ErrorLine>}
      {statuses?.groups.every(({ totals }) => !totals['sum(session)']) && (
        <p className="flex flex-wrap items-center gap-x-3 pb-2 text-13 text-text-2">
          No session of it in this period.
          <Button
            size="small"
            onClick={() =>
              void navigate({
                to: './',
                search: (before) => ({ ...before, statsPeriod: '90d', start: undefined, end: undefined }),
              })
            }
          >
            Widen the period
          </Button>
        </p>
      )}
      {byStatus ? (
        <TimeChart title="How they ended" shape="stack" format={count} group={group} onZoom={zoom} {...byStatus} />
      ) : (
        <TimeChartSkeleton />
      )}
      {byRate ? (
        <>
          <TimeChart
            title="Crash-free"
            times={byRate.times}
            step={byRate.step}
            shape="rates"
            series={byRate.rates}
            format={formatRate}
            group={group}
            onZoom={zoom}
          />
          <TimeChart
            title="Users"
            times={byRate.times}
            step={byRate.step}
            shape="counts"
            series={byRate.users}
            format={count}
            group={group}
            onZoom={zoom}
            height={104}
          />
        </>
      ) : (
        <>
          <TimeChartSkeleton />
          <TimeChartSkeleton height={104} />
        </>
      )}
    </section>
  )
}
