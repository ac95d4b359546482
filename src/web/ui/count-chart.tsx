import { type ReactNode, useEffect, useRef, useState } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatCount, formatExact, plural } from '../format/number.ts'
import { formatExactTime } from '../format/time.ts'
import { axisLook, countSplits, formatTick, useThemeName } from './plot.ts'

interface CountChartProps {
  /** `[seconds since 1970, count]`, oldest first, evenly spaced, zeros included. */
  buckets: [number, number][]
  /** What the counts span, as it follows a number of events: `in the last 24 hours`. */
  label: string
  height?: number
  aside?: ReactNode
}

/** Bars of counts: one axis, three hairlines, what lies under the pointer told in the row above. */
export function CountChart({ buckets, label, height = 104, aside }: CountChartProps) {
  const holder = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<number | null>(null)
  const theme = useThemeName()

  useEffect(() => {
    const element = holder.current
    if (!element) return
    const step = (buckets[1]?.[0] ?? 0) - (buckets[0]?.[0] ?? 0)
    const plot = new UPlot(
      {
        ...chartOptions(element, height, step),
        hooks: {
          setCursor: [(chart) => setAt(chart.cursor.idx ?? null)],
        },
      },
      [buckets.map(([time]) => time), buckets.map(([, count]) => count)],
      element,
    )
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }))
    resize.observe(element)
    return () => {
      resize.disconnect()
      plot.destroy()
    }
  }, [buckets, height, theme])

  const total = buckets.reduce((sum, [, count]) => sum + count, 0)
  const hovered = at === null ? undefined : buckets[at]
  return (
    <figure aria-label={`${plural(total, 'event')} ${label}`}>
      <figcaption className="flex h-7 items-center justify-between gap-3 text-12 text-text-2">
        <span className="numeric truncate">
          {hovered ? (
            <>
              <span className="font-medium text-text-1">{formatExact(hovered[1])}</span> ·{' '}
              {formatExactTime(hovered[0] * 1000)}
            </>
          ) : (
            <>
              <span className="font-medium text-text-1">{plural(total, 'event')}</span> {label}
            </>
          )}
        </span>
        {aside}
      </figcaption>
      <div ref={holder} style={{ height }} />
    </figure>
  )
}

function chartOptions(element: HTMLElement, height: number, step: number): UPlot.Options {
  const { colour, axis } = axisLook(element)
  const bars = UPlot.paths.bars?.({ size: [0.82, 28], align: 1 })
  return {
    width: element.clientWidth,
    height,
    padding: [6, 18, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    // Room for the last bar, which stands to the right of its time.
    scales: {
      x: { range: (_chart, from, to) => [from, to + step] },
      y: { range: (_chart, _low, high) => [0, Math.max(1, high * 1.05)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 20,
        gap: 4,
        space: 64,
        values: (_chart, splits) => splits.map((seconds) => formatTick(seconds, step)),
      },
      {
        ...axis,
        grid: { stroke: colour('--line'), width: 1 },
        size: 34,
        gap: 4,
        splits: (_chart, _axis, _low, high) => countSplits(high),
        values: (_chart, splits) => splits.map(formatCount),
      },
    ],
    series: [
      {},
      { stroke: colour('--accent'), fill: colour('--accent'), width: 0, paths: bars, points: { show: false } },
    ],
  }
}
