import { type RefCallback, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type Clip, clipAfter, clipAt } from './clips.ts'
import type { Span } from './timeline.ts'
import { firstPace, type Pace, type Player } from './use-player.ts'

/** Of the many times so few are shown. */
const timeMilliseconds = 100
/** A video that stands is not sent where it is already. */
const nearSeconds = 0.02
/** Before its end there is a picture; at its end not always. */
const beforeEnd = 0.05

export interface VideoPlayer extends Player {
  /** The clip that is seen and the one after it, which is loaded meanwhile. */
  seen: Clip | null
  next: Clip | null
  /** Of a clip's element; it says so again whenever the element can do more, or failed. */
  hold: (clip: Clip) => RefCallback<HTMLVideoElement>
  refresh: () => void
  /** The video of what is seen cannot be played. */
  isBroken: boolean
}

/** Plays the clips one after the other as one video; where there is none time goes on, or is skipped. */
export function useVideoPlayer(
  clips: readonly Clip[],
  isComplete: boolean,
  { start, end }: Span,
  opening: number,
): VideoPlayer {
  const elements = useRef(new Map<number, HTMLVideoElement>())
  const now = useRef({ at: opening, isPlaying: false, isOver: false, toldAt: 0, pace: firstPace })
  const [at, setAt] = useState(opening)
  const [isPlaying, setPlaying] = useState(false)
  const [isShown, setShown] = useState(false)
  const [waits, setWaits] = useState<Player['waits']>(null)
  const [isBroken, setBroken] = useState(false)
  const [seenSegment, setSeenSegment] = useState<number | null>(null)
  const [pace, setPaceState] = useState<Pace>(firstPace)

  /** Makes the picture that of the time, and tells what is to tell. */
  const refresh = useCallback(() => {
    const state = now.current
    const clip = clipAt(clips, state.at)
    const element = clip && elements.current.get(clip.segment)
    for (const other of elements.current.values()) if (other !== element) other.pause()
    setSeenSegment(clip?.segment ?? null)
    setBroken(Boolean(element?.error))
    if (!clip || !element || element.readyState < HTMLMediaElement.HAVE_METADATA) {
      setWaits(element?.error ? null : 'loading')
      return
    }
    const isRunning = state.isPlaying && state.at >= clip.at && state.at < clip.end
    element.playbackRate = state.pace.speed
    if (!isRunning) element.pause()
    if (element.paused) {
      const last = Math.max(0, element.duration - beforeEnd)
      const seconds = Math.min(Math.max(0, Math.min(state.at, clip.end) - clip.at) / 1000, last)
      if (Math.abs(element.currentTime - seconds) > nearSeconds) element.currentTime = seconds
      // Who pauses it before it began is told so by a rejection.
      if (isRunning) element.play().catch(() => {})
    }
    const hasPicture = element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA
    if (hasPicture) setShown(true)
    setWaits(hasPicture ? null : element.seeking ? 'seeking' : 'loading')
  }, [clips])

  const go = useCallback(
    (to: number, plays: boolean) => {
      Object.assign(now.current, { at: to, isPlaying: plays, isOver: false })
      // It is sent there anew.
      for (const element of elements.current.values()) element.pause()
      setAt(to)
      setPlaying(plays)
      refresh()
    },
    [refresh],
  )

  // New clips may show what was waited for.
  useEffect(refresh, [refresh])

  useEffect(() => {
    if (!isPlaying) return
    let before = performance.now()
    let frame = 0
    const step = () => {
      frame = requestAnimationFrame(step)
      const time = performance.now()
      const passed = (time - before) * now.current.pace.speed
      before = time
      const state = now.current
      const next = advance(state.at, passed, clips, elements.current, state.pace.skipsIdle)
      if (next === null && !isComplete) return setWaits('loading')
      if (next === null) {
        cancelAnimationFrame(frame)
        Object.assign(state, { at: end, isPlaying: false, isOver: true })
        setAt(end)
        setPlaying(false)
        return refresh()
      }
      state.at = next
      refresh()
      if (time - state.toldAt < timeMilliseconds) return
      state.toldAt = time
      setAt(next)
    }
    frame = requestAnimationFrame(step)
    return () => cancelAnimationFrame(frame)
  }, [isPlaying, clips, isComplete, end, refresh])

  const hold = useCallback(
    ({ segment }: Clip): RefCallback<HTMLVideoElement> =>
      (element) => {
        if (element) elements.current.set(segment, element)
        return () => {
          elements.current.delete(segment)
        }
      },
    [],
  )
  const seen = useMemo(() => clips.find(({ segment }) => segment === seenSegment) ?? null, [clips, seenSegment])
  const seek = useCallback(
    (to: number) => go(Math.min(Math.max(to, start), end), now.current.isPlaying),
    [go, start, end],
  )

  return {
    seen,
    next: seen && clipAfter(clips, seen.at),
    hold,
    refresh,
    isBroken,
    at,
    isPlaying,
    isShown,
    waits,
    isSkipping: false,
    pace,
    seek,
    // What came to its end begins again.
    toggle: () => go(now.current.isOver ? start : now.current.at, !now.current.isPlaying),
    setPace: (to) => {
      now.current.pace = to
      setPaceState(to)
      refresh()
    },
  }
}

/** Where it is so many milliseconds later; null: behind the last clip. */
function advance(
  at: number,
  passed: number,
  clips: readonly Clip[],
  elements: ReadonlyMap<number, HTMLVideoElement>,
  skipsGaps: boolean,
): number | null {
  const clip = clipAt(clips, at)
  if (clip && at >= clip.at && at < clip.end) {
    const element = elements.get(clip.segment)
    // Where it cannot be played time goes on.
    if (element?.error) return Math.min(at + passed, clip.end)
    if (element?.ended) return clip.end
    // The video is the clock.
    const isRunning = element && !element.paused && !element.seeking
    return isRunning ? Math.min(Math.max(at, clip.at + element.currentTime * 1000), clip.end) : at
  }
  const next = clipAfter(clips, at)
  if (!next) return null
  return skipsGaps ? next.at : Math.min(at + passed, next.at)
}
