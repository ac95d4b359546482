import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import type { WholeUserSession } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { BackLink } from '../shell/back-link.tsx'
import { PageHeader } from '../shell/page-header.tsx'
import { Unreadable } from '../shell/unreadable.tsx'
import { letGo, useShortcuts } from '../shell/use-shortcuts.ts'
import { readSessionListSearch } from './list-search.ts'
import { userSessionQuery } from './queries.ts'
import { SessionFacts } from './session-facts.tsx'
import { SessionHeader, SessionSkeleton } from './session-header.tsx'
import { nameOf } from './session-words.ts'
import { filterSteps, listSteps, type StepFilter, stepFilters } from './steps.ts'
import { TimeLine } from './time-line.tsx'
import { useRecording } from './use-recording.ts'
import { watchSearch } from './watch.ts'

const route = getRouteApi('/app/organizations/$org/sessions/$session')

/** A session: all that is known of it on one time line. */
export function SessionPage() {
  const { org, session: id } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { data: session, error } = useQuery(userSessionQuery(org, id, search.in))
  useShortcuts({
    Escape: () =>
      void navigate({
        to: '/organizations/$org/sessions/',
        params: { org },
        search: readSessionListSearch,
      }),
  })
  useEffect(() => {
    document.title = `${session ? nameOf(session).name : 'Session'} · Sessions · Lapwing`
  }, [session])
  const back = (
    <BackLink
      to="/organizations/$org/sessions/"
      params={{ org }}
      search={readSessionListSearch}
      aria-label="Back to the sessions"
    >
      Sessions
    </BackLink>
  )
  return (
    <>
      <PageHeader title={back} scoped={false} />
      {error && !session ? (
        <Unreadable what="session" error={error} />
      ) : !session ? (
        <SessionSkeleton />
      ) : (
        <SessionView key={`${session.project_id}/${session.session_id}`} org={org} session={session} />
      )}
    </>
  )
}

function SessionView({ org, session }: { org: string; session: WholeUserSession }) {
  const { recording, moments, isReading, error, readOn } = useRecording(org, session)
  const steps = useMemo(() => listSteps(session, recording, moments), [session, recording, moments])
  const { show } = route.useSearch()
  const filter = stepFilters.find(({ value }) => value === show)?.value ?? 'all'
  const shown = useMemo(() => filterSteps(steps, filter), [steps, filter])
  const navigate = useNavigate()
  const [current, setCurrent] = useState(-1)
  const step = (by: number) => {
    letGo()
    setCurrent((before) => Math.max(0, Math.min(shown.length - 1, before + by)))
  }
  const open = () => {
    const one = shown[current]
    if (one?.event) {
      const { issue, id } = one.event
      void navigate({ to: '/organizations/$org/issues/$issue/events/$event/', params: { org, issue, event: id } })
      return
    }
    const watch = one && recording && watchSearch(recording, one)
    if (watch)
      void navigate({
        to: '/organizations/$org/replays/$project/$replay/',
        params: { org, project: recording.project, replay: recording.id },
        search: watch,
      })
  }
  useShortcuts({ j: () => step(1), k: () => step(-1), Enter: open })
  const choose = (next: StepFilter) => {
    setCurrent(-1)
    void navigate({
      to: './',
      search: (before) => ({ ...before, show: next === 'all' ? undefined : next }),
      replace: true,
      resetScroll: false,
    })
  }

  return (
    <div className="mx-auto max-w-[1400px] px-4 pb-10 md:px-5">
      <SessionHeader org={org} session={session} />
      <div className="grid gap-x-8 xl:grid-cols-[minmax(0,1fr)_320px]">
        <div className="min-w-0">
          <Section title="What happened" note={session.has_more_events ? 'the last 100 events' : undefined}>
            <div className="mb-3 overflow-x-auto">
              <Segmented
                label="Kind"
                value={filter}
                options={stepFilters.map(({ value, label }) => ({
                  value,
                  label: `${label} ${filterSteps(steps, value).length}`,
                }))}
                onChange={choose}
              />
            </div>
            {shown.length === 0 && !isReading ? (
              <p className="py-6 text-text-3">
                {filter === 'all'
                  ? 'Nothing is kept of what happened in this session.'
                  : 'Nothing of this kind is known of this session.'}
              </p>
            ) : (
              <TimeLine
                org={org}
                steps={shown}
                start={Date.parse(session.created_at)}
                recording={recording}
                current={current}
              />
            )}
            {isReading && (
              <p role="status" className="py-3 text-12 text-text-3">
                Reading the recording…
              </p>
            )}
            {error && <ErrorLine>The replay could not be read: {error.message}</ErrorLine>}
            {readOn && !isReading && (
              <Button size="small" className="mt-3" onClick={readOn}>
                Read on in the recording
              </Button>
            )}
          </Section>
        </div>
        <SessionFacts org={org} session={session} />
      </div>
    </div>
  )
}
