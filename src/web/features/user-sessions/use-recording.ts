import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { WholeUserSession } from '../../api/types.ts'
import { type Moment, readMoments } from '../replays/moments.ts'
import { recordingQuery, replayQuery } from '../replays/queries.ts'
import type { Recording } from './watch.ts'

/** So many pages of ten segments are read by themselves: about the first hour. */
const mostPages = 10

export interface ReadRecording {
  /** Null while it is looked for, and when there is none (any more). */
  recording: Recording | null
  moments: readonly Moment[]
  isReading: boolean
  error: Error | null
  /** Reads on, where a recording is long; null when all is read. */
  readOn: (() => void) | null
}

/** What the replay of a session recorded, as far as it is read. */
export function useRecording(org: string, session: WholeUserSession): ReadRecording {
  const [id = ''] = session.recording_ids
  const project = session.project_id
  const replay = useQuery({ ...replayQuery(org, id), enabled: id !== '' })
  const { started_at: started, finished_at: finished, is_archived: isArchived } = replay.data ?? {}
  const recording = useMemo(() => {
    if (!started || !finished || isArchived) return null
    const start = Date.parse(started)
    return { project, id, start, end: Math.max(start + 1000, Date.parse(finished)) }
  }, [started, finished, isArchived, project, id])

  const pages = useInfiniteQuery({ ...recordingQuery(org, project, id), enabled: recording !== null })
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage, data } = pages
  const count = data?.pages.length ?? 0
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError && count < mostPages) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, isError, fetchNextPage, count])
  const moments = useMemo(() => readMoments(data?.pages.flatMap(({ events }) => events) ?? []), [data])
  return {
    recording,
    moments,
    isReading: (id !== '' && replay.isPending) || (recording !== null && (pages.isPending || isFetchingNextPage)),
    error: replay.error ?? pages.error,
    readOn: hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : null,
  }
}
