import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { describeRelease } from '../../../protocol/release-info.ts'
import type { Release } from '../../api/types.ts'
import { ErrorLine, Notice } from '../../ui/notice.tsx'
import { BackLink } from '../shell/back-link.tsx'
import { PageHeader } from '../shell/page-header.tsx'
import { Unreadable } from '../shell/unreadable.tsx'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { Comparison } from './comparison.tsx'
import { hasSessions } from './figures.ts'
import type { ReleaseSearch } from './list-search.ts'
import { Places } from './places.tsx'
import { ReleaseCharts } from './release-charts.tsx'
import { listFacts } from './release-facts.ts'
import { ReleaseFigures, ReleaseFiguresSkeleton } from './release-figures.tsx'
import { ReleaseHeader } from './release-header.tsx'
import { ReleaseIssues } from './release-issues.tsx'
import { Commits, Deploys } from './release-work.tsx'
import { SessionAdvice } from './session-advice.tsx'
import { useRelease } from './use-release.ts'

const route = getRouteApi('/app/organizations/$org/releases/$version')

const noReleases: Release[] = []

/** A release: how its sessions went and whether that is better than before, its issues, what was changed. */
export function ReleasePage() {
  const { org, version } = route.useParams()
  // What was on its way for one release is not for the next.
  return <ReleaseView key={version} org={org} version={version} search={route.useSearch()} />
}

function ReleaseView({ org, version, search }: { org: string; version: string; search: ReleaseSearch }) {
  const navigate = useNavigate()
  const { release, error, sessions, sessionsError, neighbours, siblings, other } = useRelease(org, version, search)
  const goTo = (next: string | null | undefined) => {
    if (!next) return
    void navigate({
      to: '/organizations/$org/releases/$version/',
      params: { org, version: next },
      search: { ...search, compare: undefined },
    })
  }
  useShortcuts({
    '[': () => goTo(neighbours?.before),
    ']': () => goTo(neighbours?.after),
    u: () => search.start && void navigate({ to: './', search: { ...search, start: undefined, end: undefined } }),
    Escape: () => void navigate({ to: '/organizations/$org/releases/', params: { org }, search: true }),
  })
  useEffect(() => {
    document.title = `${describeRelease(version).description} · Releases · Lapwing`
  }, [version])

  const back = (
    <BackLink to="/organizations/$org/releases/" params={{ org }} search={true} aria-label="Back to the releases">
      Releases
    </BackLink>
  )
  // What was read stays when a later look fails.
  if (error && !release)
    return (
      <>
        <PageHeader title={back} />
        <Unreadable what="release" error={error} />
      </>
    )
  const own = release && sessions && { release, sessions }
  const compared = other.subject
  const isWithoutSessions = release !== undefined && !hasSessions(release)
  return (
    <>
      <PageHeader title={back} />
      <div className="mx-auto grid max-w-[1400px] gap-x-8 px-4 pb-8 md:px-6 xl:grid-cols-[minmax(0,1fr)_320px]">
        <div className="min-w-0 xl:col-span-2">
          <ReleaseHeader org={org} version={version} release={release} projects={search.project} />
          {sessionsError && <ErrorLine>{sessionsError.message}</ErrorLine>}
          {own ? (
            <ReleaseFigures facts={listFacts(own, compared, search.project, 'main')} than={other.version} />
          ) : (
            <ReleaseFiguresSkeleton />
          )}
        </div>
        <div className="min-w-0">
          {isWithoutSessions ? (
            <NoSessions />
          ) : (
            <ReleaseCharts
              org={org}
              version={version}
              search={search}
              sessions={sessions}
              other={compared?.sessions}
              otherVersion={other.version}
              siblings={siblings ?? noReleases}
            />
          )}
          <ReleaseIssues org={org} version={version} scope={search} />
        </div>
        <aside aria-label="Facts" className="min-w-0">
          <Comparison
            org={org}
            version={version}
            other={other.version}
            isChosen={search.compare !== undefined}
            siblings={siblings}
            facts={own && (compared || other.version === null) ? listFacts(own, compared, search.project, 'all') : null}
            onChoose={(chosen) =>
              void navigate({ to: './', search: { ...search, compare: chosen ?? undefined }, resetScroll: false })
            }
          />
          {release && (
            <>
              <Places org={org} release={release} search={search} />
              <Deploys org={org} release={release} />
              <Commits org={org} release={release} />
            </>
          )}
        </aside>
      </div>
    </>
  )
}

function NoSessions() {
  return (
    <div className="border-t border-line">
      <Notice title="No session of this release so far">
        Crash-free rates and adoption come of sessions, which most SDKs send by themselves:
        <SessionAdvice />
      </Notice>
    </div>
  )
}
