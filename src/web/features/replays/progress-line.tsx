import { type KeyboardEvent, memo, type PointerEvent, useMemo, useState } from 'react'
import { classNames } from '../../ui/class-names.ts'
import type { LineMark, MarkKind } from './marks.ts'
import { formatPosition, placeOf, type Span, thin } from './timeline.ts'

/** As many marks side by side as can be told apart. */
const places = 120

/** Told apart by shape as well. */
const shapes: Record<MarkKind, { colour: string; shape: string }> = {
  error: { colour: 'text-error', shape: 'M5 1a4 4 0 1 0 0 8a4 4 0 1 0 0-8z' },
  rage: { colour: 'text-error', shape: 'M5 .8 9.700 9H.3z' },
  dead: { colour: 'text-warning', shape: 'M5 .8 9.700 9H.3z' },
  navigation: { colour: 'text-accent', shape: 'M5 .6 9.400 5 5 9.400 .6 5z' },
  click: { colour: 'text-text-3', shape: 'M5 3a2 2 0 1 0 0 4a2 2 0 1 0 0-4z' },
}

interface ProgressLineProps {
  span: Span
  at: number
  /** Up to where it is loaded. */
  loaded: number
  marks: readonly LineMark[]
  gaps: readonly Span[]
  onSeek: (at: number) => void
}

/** Where the replay is, what happened when, and where nothing did. */
export function ProgressLine({ span, at, loaded, marks, gaps, onSeek }: ProgressLineProps) {
  const [isDragged, setDragged] = useState(false)
  const length = span.end - span.start
  const seekTo = ({ clientX, currentTarget }: PointerEvent<HTMLDivElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    if (width > 0) onSeek(span.start + Math.min(1, Math.max(0, (clientX - left) / width)) * length)
  }
  const steer = (event: KeyboardEvent) => {
    if (event.key !== 'Home' && event.key !== 'End') return
    event.preventDefault()
    onSeek(event.key === 'Home' ? span.start : span.end)
  }
  return (
    <div className="px-1.5">
      <Marks span={span} marks={marks} onSeek={onSeek} />
      <div
        role="slider"
        tabIndex={0}
        aria-label="Position"
        aria-valuemin={0}
        aria-valuemax={Math.round(length / 1000)}
        aria-valuenow={Math.round((at - span.start) / 1000)}
        aria-valuetext={`${formatPosition(at - span.start)} of ${formatPosition(length)}`}
        className="group relative flex h-5 cursor-pointer touch-none items-center rounded-sm"
        onKeyDown={steer}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setDragged(true)
          seekTo(event)
        }}
        onPointerMove={(event) => isDragged && seekTo(event)}
        onPointerUp={() => setDragged(false)}
        onPointerCancel={() => setDragged(false)}
      >
        <div className="relative h-1.5 w-full overflow-hidden rounded-full bg-surface-2">
          <Bar from={0} to={placeOf(span, loaded)} className="bg-surface-3" />
          <Bar from={0} to={placeOf(span, at)} className="bg-accent" />
          {gaps.map((gap) => (
            <Bar
              key={gap.start}
              from={placeOf(span, gap.start)}
              to={placeOf(span, gap.end)}
              className="bg-[repeating-linear-gradient(135deg,transparent_0_2px,var(--surface-0)_2px_4px)] opacity-70"
            />
          ))}
        </div>
        <span
          className="absolute size-3 -translate-x-1/2 rounded-full border-2 border-surface-0 bg-accent"
          style={{ left: `${placeOf(span, at) * 100}%` }}
        />
      </div>
    </div>
  )
}

function Bar({ from, to, className }: { from: number; to: number; className: string }) {
  return (
    <span
      aria-hidden
      className={classNames('absolute inset-y-0', className)}
      style={{ left: `${from * 100}%`, width: `${Math.max(0, to - from) * 100}%` }}
    />
  )
}

const Marks = memo(function Marks({
  span,
  marks,
  onSeek,
}: {
  span: Span
  marks: readonly LineMark[]
  onSeek: (at: number) => void
}) {
  const shown = useMemo(() => thin(span, marks, places), [span, marks])
  return (
    <div role="group" aria-label="Marks" className="relative h-4">
      {shown.map((mark) => {
        const { colour, shape } = shapes[mark.kind]
        return (
          <button
            key={`${mark.kind}:${mark.at}`}
            type="button"
            // Reached by shift and the arrows: a line of a hundred stops would be none.
            tabIndex={-1}
            aria-label={mark.label}
            title={`${formatPosition(mark.at - span.start)} ${mark.label}`}
            onClick={() => onSeek(mark.at)}
            className={classNames('absolute top-0 flex h-4 w-3.5 -translate-x-1/2 items-center justify-center', colour)}
            style={{ left: `${placeOf(span, mark.at) * 100}%`, zIndex: mark.weight }}
          >
            <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden>
              <path d={shape} fill="currentColor" />
            </svg>
          </button>
        )
      })}
    </div>
  )
})
