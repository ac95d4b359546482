import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { markReplayViewed, videoAddress } from '../../api/replays.ts'
import type { Replay } from '../../api/types.ts'
import { Notice } from '../../ui/notice.tsx'
import { Button } from '../../ui/button.tsx'
import { BackLink } from '../shell/back-link.tsx'
import { PageHeader } from '../shell/page-header.tsx'
import { Unreadable } from '../shell/unreadable.tsx'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { findClipGaps, readClips, readTouches } from './clips.ts'
import type { ReplaySearch } from './list-search.ts'
import { listMarks } from './marks.ts'
import { readMemory } from './memory.ts'
import { readMoments } from './moments.ts'
import { Panels } from './panels.tsx'
import { PlayerView } from './player.tsx'
import { recordingQuery, replayErrorsQuery, replayQuery } from './queries.ts'
import { ReplayHeader, ReplaySkeleton } from './replay-header.tsx'
import { whoOf } from './replay-words.ts'
import { findGaps, openingTime, readTimes, type Span } from './timeline.ts'
import { usePlayer } from './use-player.ts'
import { useVideoPlayer } from './use-video-player.ts'
import { VideoPicture } from './video-picture.tsx'

const route = getRouteApi('/app/organizations/$org/replays/$project/$replay')

/** Shown as a gap when nothing was recorded for so long. */
const gapMilliseconds = 10_000
const fullSnapshot = 2

/** A replay: what somebody saw and did, beside what went wrong meanwhile. */
export function ReplayPage() {
  // Links from events name the project of the event, which may be that of the server that the page talked to.
  const { org, project: named, replay: id } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { data: replay, error } = useQuery(replayQuery(org, id))
  const project = replay?.project_id ?? named
  useShortcuts({
    Escape: () => {
      if (!document.fullscreenElement)
        void navigate({ to: '/organizations/$org/replays/', params: { org }, search: true })
    },
  })
  useViewed(org, project, replay)
  useEffect(() => {
    document.title = `${replay ? whoOf(replay) : 'Replay'} · Replays · Lapwing`
  }, [replay])

  const back = (
    <BackLink to="/organizations/$org/replays/" params={{ org }} search={true} aria-label="Back to the replays">
      Replays
    </BackLink>
  )
  const span = replay && spanOf(replay)
  return (
    <>
      <PageHeader title={back} scoped={false} />
      {error && !replay ? (
        <Unreadable what="replay" error={error} />
      ) : !replay ? (
        <ReplaySkeleton />
      ) : span ? (
        <ReplayView key={`${project}/${id}`} org={org} project={project} replay={replay} span={span} search={search} />
      ) : (
        <Notice title="This replay was deleted">Its recording is gone, and with it who it showed.</Notice>
      )}
    </>
  )
}

function spanOf({ started_at, finished_at, is_archived }: Replay): Span | null {
  if (is_archived || !started_at || !finished_at) return null
  const start = Date.parse(started_at)
  return { start, end: Math.max(start + 1000, Date.parse(finished_at)) }
}

function ReplayView({
  org,
  project,
  replay,
  span: { start, end },
  search,
}: {
  org: string
  project: string
  replay: Replay
  span: Span
  search: ReplaySearch
}) {
  // A recording that is not over yet grows; what is open keeps the length that it began with.
  const span = useMemo(() => ({ start, end }), [start, end])
  const recording = useInfiniteQuery(recordingQuery(org, project, replay.id))
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = recording
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, isError, fetchNextPage])

  const pages = useMemo(() => recording.data?.pages.map(({ events }) => events) ?? [], [recording.data])
  const isComplete = recording.isSuccess && !hasNextPage
  const { data: errors = noErrors } = useQuery(replayErrorsQuery(org, replay))
  const moments = useMemo(() => readMoments(pages.flat()), [pages])
  const memory = useMemo(() => readMemory(pages.flat()), [pages])
  const times = useMemo(() => readTimes(pages.flat()), [pages])
  const loaded = useMemo(
    () => (isComplete ? end : times.reduce((a, b) => Math.max(a, b), start)),
    [isComplete, times, start, end],
  )
  const marks = useMemo(() => listMarks(moments, errors), [moments, errors])
  const clips = useMemo(() => readClips(pages.flat()), [pages])
  const touches = useMemo(() => readTouches(pages.flat(), clips), [pages, clips])
  const isVideo = clips.length > 0
  const gaps = useMemo(() => {
    const seen = { start, end: loaded }
    return isVideo ? findClipGaps(clips, seen, gapMilliseconds) : findGaps(seen, times, gapMilliseconds)
  }, [isVideo, clips, times, start, loaded])
  const hasPicture = useMemo(() => pages.some((page) => page.some(({ type }) => type === fullSnapshot)), [pages])
  const opening = openingTime(span, search)
  const pagePlayer = usePlayer(pages, isComplete, span, opening)
  const videoPlayer = useVideoPlayer(clips, isComplete, span, opening)
  const player = isVideo ? videoPlayer : pagePlayer

  const notice = recording.isError ? (
    <Notice
      title="The recording could not be read"
      action={
        <Button onClick={() => void (pages.length > 0 ? fetchNextPage() : recording.refetch())}>Try again</Button>
      }
    >
      <span role="alert">{recording.error.message}</span>
    </Notice>
  ) : isComplete && !hasPicture && !isVideo ? (
    <Notice title="There is no picture of this replay">
      {replay.sdk.name && /javascript|browser/.test(replay.sdk.name)
        ? 'The first part of the recording did not arrive. What it tells beside the picture stands here.'
        : 'No video of it arrived. What it tells beside the picture stands here.'}
    </Notice>
  ) : null

  return (
    <div className="mx-auto grid max-w-[1800px] gap-4 px-4 pb-6 md:px-5 xl:h-[calc(100dvh-3rem)] xl:grid-cols-[minmax(0,1fr)_400px] xl:grid-rows-[auto_minmax(0,1fr)]">
      <div className="min-w-0 xl:col-span-2">
        <ReplayHeader org={org} replay={replay} />
      </div>
      <div className="min-w-0 xl:overflow-y-auto">
        <PlayerView
          player={player}
          frame={pagePlayer.frame}
          video={
            isVideo && (
              <VideoPicture
                player={videoPlayer}
                touches={touches}
                addressOf={(segment) => videoAddress(org, project, replay.id, segment)}
              />
            )
          }
          span={span}
          loaded={loaded}
          marks={marks}
          gaps={gaps}
          notice={notice}
        />
      </div>
      <Panels
        org={org}
        moments={moments}
        errors={errors}
        memory={memory}
        span={span}
        at={player.at}
        isComplete={isComplete}
        onSeek={player.seek}
      />
    </div>
  )
}

const noErrors: never[] = []

/** Says that it was seen, once. */
function useViewed(org: string, project: string, replay: Replay | undefined): void {
  const queryClient = useQueryClient()
  const id = replay && !replay.is_archived && !replay.has_viewed ? replay.id : null
  useEffect(() => {
    if (id === null) return
    markReplayViewed(org, project, id).then(
      () => queryClient.invalidateQueries({ queryKey: ['replays', org], refetchType: 'none' }),
      // Nobody waits for it; the next visit says it again.
      () => {},
    )
  }, [org, project, id, queryClient])
}
