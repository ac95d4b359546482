import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { JsonObject } from '../../../protocol/event.ts'
import { isFromStage, type ToStage } from '../../replay-stage/messages.ts'

/** Of the frame's many words about the time so few are shown. */
const timeMilliseconds = 100

export interface Pace {
  speed: number
  skipsIdle: boolean
}

export const firstPace: Pace = { speed: 1, skipsIdle: true }

/** What steers a replay, and where it is. */
export interface Player {
  /** Milliseconds since 1970. */
  at: number
  isPlaying: boolean
  /** The first picture stands. */
  isShown: boolean
  /** Why what is asked for is not shown yet. */
  waits: 'loading' | 'seeking' | null
  isSkipping: boolean
  pace: Pace
  seek: (at: number) => void
  toggle: () => void
  setPace: (pace: Pace) => void
}

export interface PagePlayer extends Player {
  /** Shows the recorded page. */
  frame: RefObject<HTMLIFrameElement | null>
}

/**
 * Speaks with the frame that shows the recording: hands on what is loaded, page after page, and keeps where it is. A frame that is exchanged for another
 * (which lets other hosts in) is told everything again.
 */
export function usePlayer(
  pages: readonly (readonly JsonObject[])[],
  isComplete: boolean,
  span: { start: number; end: number },
  opening: number,
): PagePlayer {
  const frame = useRef<HTMLIFrameElement>(null)
  const [at, setAt] = useState(opening)
  const [isPlaying, setPlaying] = useState(false)
  const [isShown, setShown] = useState(false)
  const [waits, setWaits] = useState<Player['waits']>(null)
  const [isSkipping, setSkipping] = useState(false)
  const [pace, setPaceState] = useState<Pace>(firstPace)
  /** How many frames said that they are ready. */
  const [frames, setFrames] = useState(0)
  /** How often it was told where to go. */
  const orders = useRef(0)
  const sent = useRef({ frames: 0, pages: 0, isLast: false })
  const now = useRef({ at: opening, isPlaying: false, isOver: false, pace, end: span.end })

  const tell = useCallback((message: ToStage) => {
    frame.current?.contentWindow?.postMessage(message, location.origin)
  }, [])
  const go = useCallback(
    (to: number, plays: boolean) => {
      now.current.at = to
      now.current.isPlaying = plays
      now.current.isOver = false
      setAt(to)
      setPlaying(plays)
      tell({ kind: plays ? 'play' : 'pause', at: to, order: ++orders.current })
    },
    [tell],
  )

  useEffect(() => {
    let shownAt = 0
    const listen = ({ source, origin, data, timeStamp }: MessageEvent) => {
      if (source !== frame.current?.contentWindow || origin !== location.origin || !isFromStage(data)) return
      if (data.kind === 'ready') {
        setShown(false)
        setFrames((count) => count + 1)
      } else if (data.kind === 'shown') setShown(true)
      else if (data.order === orders.current) {
        // It ends with the last picture; what came after it left none.
        const time = data.kind === 'ended' ? now.current.end : data.at
        now.current.at = time
        setWaits(data.kind === 'waiting' ? 'loading' : data.kind === 'seeking' ? 'seeking' : null)
        if (data.kind === 'ended') {
          now.current.isPlaying = false
          now.current.isOver = true
          setPlaying(false)
        } else if (data.kind === 'time' && now.current.isPlaying && timeStamp - shownAt < timeMilliseconds) return
        shownAt = timeStamp
        setAt(time)
        setSkipping(data.kind === 'time' && data.isSkipping)
      }
    }
    window.addEventListener('message', listen)
    return () => window.removeEventListener('message', listen)
  }, [])

  useEffect(() => {
    if (frames === 0) return
    if (sent.current.frames !== frames) {
      sent.current = { frames, pages: 0, isLast: false }
      tell({ kind: 'pace', ...now.current.pace })
      tell({ kind: now.current.isPlaying ? 'play' : 'pause', at: now.current.at, order: orders.current })
    }
    const fresh = pages.slice(sent.current.pages)
    if (fresh.length === 0 && sent.current.isLast === isComplete) return
    // What SDKs write between the pictures is for the panels.
    const events = fresh.flatMap((page) => page.filter(({ type }) => type !== 5))
    tell({ kind: 'events', events, isLast: isComplete })
    sent.current = { frames, pages: pages.length, isLast: isComplete }
  }, [frames, pages, isComplete, tell])

  const { start, end } = span
  const seek = useCallback(
    (to: number) => go(Math.min(Math.max(to, start), end), now.current.isPlaying),
    [go, start, end],
  )

  return {
    frame,
    at,
    isPlaying,
    isShown,
    waits,
    isSkipping,
    pace,
    seek,
    // What came to its end begins again.
    toggle: () => go(now.current.isOver ? start : now.current.at, !now.current.isPlaying),
    setPace: (next) => {
      now.current.pace = next
      setPaceState(next)
      tell({ kind: 'pace', ...next })
    },
  }
}
