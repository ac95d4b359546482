import { useEffect, useId, useRef, useState } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatExactTime } from '../format/time.ts'
import { ChartLegend, type LegendItem } from './chart-legend.tsx'
import { useThemeName } from './plot.ts'
import { bucketAt, bucketsBetween, type Values } from './series.ts'
import { type ChartMark, type PlotShape, plotData, plotOptions } from './time-plot.ts'

export interface ChartSeries {
  key: string
  label: string
  /** Name of a token: `--accent`. */
  colour: string
  values: Values
  /** Of rates: what the axis has to reach, where that is not all of them. */
  telling?: Values
  /** What the legend says of all of it. */
  total: string
  /** What the values are compared with: thin and broken. */
  isSecond?: boolean
}

export interface TimeChartProps {
  title: string
  /** When buckets begin, seconds since 1970, evenly spaced. */
  times: readonly number[]
  /** Seconds from one to the next. */
  step: number
  /** Parts of a whole, from the bottom up; rates as lines, up to 1; or counts. */
  shape: PlotShape
  series: ChartSeries[]
  format: (value: number) => string
  marks?: ChartMark[]
  height?: number
  /** Charts of the same name share what lies under the pointer. */
  group: string
  /** Milliseconds since 1970: what was dragged over, to whole buckets. */
  onZoom: (from: number, to: number) => void
}

const noMarks: ChartMark[] = []

/** Values over time: one axis, three hairlines; what lies under the pointer is told above; dragging chooses a time. */
export function TimeChart(props: TimeChartProps) {
  const { title, times, step, shape, series, format, marks = noMarks, height = 136, group, onZoom } = props
  const holder = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<number | null>(null)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const theme = useThemeName()
  const titleId = useId()
  const zoom = useRef(onZoom)
  useEffect(() => {
    zoom.current = onZoom
  })

  useEffect(() => {
    const element = holder.current
    if (!element) return
    const shown = series.filter(({ key }) => !hidden.has(key))
    const findBucket = (chart: UPlot) => {
      const { left = -1 } = chart.cursor
      setAt(left < 0 ? null : bucketAt(times, step, chart.posToVal(left, 'x')))
    }
    const select = (chart: UPlot) => {
      const { left, width } = chart.select
      const range =
        width > 0 ? bucketsBetween(times, step, chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x')) : null
      if (range) zoom.current(range.from * 1000, range.to * 1000)
    }
    const options = plotOptions({ element, height, times, step, shape, series: shown, marks })
    const plot = new UPlot(
      {
        ...options,
        cursor: {
          ...options.cursor,
          // A drag is one chart's alone: the others only follow the pointer.
          sync: { key: group, filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' } },
        },
        hooks: { ...options.hooks, setCursor: [findBucket], setSelect: [select] },
      },
      plotData(times, step, shape, shown),
      element,
    )
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }))
    resize.observe(element)
    return () => {
      resize.disconnect()
      plot.destroy()
    }
  }, [times, step, shape, series, hidden, marks, height, group, theme])

  const hovered = at === null ? undefined : times[at]
  const items = series.map(({ key, label, colour, values, total, isSecond }): LegendItem => {
    const value = at === null ? undefined : (values[at] ?? null)
    const text = value === undefined ? total : value === null ? '–' : format(value)
    return { key, label, colour, text, isSecond, isHidden: hidden.has(key) }
  })
  const toggle = (key: string) =>
    setHidden((before) => {
      const next = new Set(before)
      if (!next.delete(key)) next.add(key)
      return next.size === series.length ? new Set() : next
    })
  return (
    <figure aria-labelledby={titleId} className="pb-4">
      <figcaption className="min-h-[52px] pb-1">
        <div className="flex h-6 items-baseline justify-between gap-3">
          <h3 id={titleId} className="shrink-0 text-13 font-medium">
            {title}
          </h3>
          <span className="numeric truncate text-12 text-text-2">
            {hovered === undefined ? '' : formatExactTime(hovered * 1000)}
          </span>
        </div>
        <ChartLegend items={items} onToggle={series.length > 1 ? toggle : null} />
      </figcaption>
      <div ref={holder} style={{ height }} className="cursor-crosshair" />
    </figure>
  )
}
