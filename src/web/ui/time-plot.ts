import UPlot from 'uplot'
import { formatCount } from '../format/number.ts'
import { axisLook, countSplits, formatTick, plotFont } from './plot.ts'
import { lonePlaces, shareFloor, stackUp, type Values } from './series.ts'

export type PlotShape = 'stack' | 'rates' | 'counts'

/** Something that happened: a thin line with a word. */
export interface ChartMark {
  /** Seconds since 1970. */
  time: number
  word: string
}

interface Plotted {
  colour: string
  values: Values
  /** What the axis has to reach, where that is not all of the values: what lies beyond runs out of the chart. */
  telling?: Values
  isSecond?: boolean
}

/** Room above the plot for the words of marks, in pixels. */
const markHeight = 15
/** Share of an axis of rates that is left above 1, so that a line along the top is seen whole. */
const lineRoom = 0.03
/** The same for all charts, so that their time axes lie under each other. */
const axisWidth = 46

/**
 * What uPlot is given: the first series last, so that it lies on top. Counts are stairs, each over the whole of its bucket; the last is
 * written twice so that it has a tread. A whole is drawn from the top down, each part covering the foot of those above. Rates are points in
 * the middle of their buckets.
 */
export function plotData(
  times: readonly number[],
  step: number,
  shape: PlotShape,
  series: Plotted[],
): UPlot.AlignedData {
  // What is compared with is drawn where it has something to tell: the rest is noise around the line that matters.
  const values = series.map((one) => (one.isSecond ? (one.telling ?? one.values) : one.values))
  if (shape === 'rates') return [times.map((time) => time + step / 2), ...values.map((one) => [...one]).toReversed()]
  const end = (times.at(-1) ?? 0) + step
  const counts = (shape === 'stack' ? stackUp(values) : values)
    .map((one) => one.map((value) => value ?? 0))
    .toReversed()
  return [[...times, end], ...counts.map((one) => [...one, one.at(-1) ?? 0])]
}

export function plotOptions({
  element,
  height,
  times,
  step,
  shape,
  series,
  marks,
}: {
  element: HTMLElement
  height: number
  times: readonly number[]
  step: number
  shape: PlotShape
  series: Plotted[]
  marks: ChartMark[]
}): UPlot.Options {
  const { colour, axis } = axisLook(element)
  const [first, end] = [times[0] ?? 0, (times.at(-1) ?? 0) + step]
  const isRates = shape === 'rates'
  const floor = isRates ? shareFloor(series.map(({ values, telling }) => telling ?? values)) : 0
  const stairs = UPlot.paths.stepped?.({ align: 1 })
  const lines = series.map(({ colour: name, values, telling, isSecond = false }, index): UPlot.Series => {
    const stroke = colour(name)
    if (!isRates) {
      // What there is most of is pale, so that what stands on it is seen.
      const fill = `color-mix(in oklch, ${stroke} ${index === 0 ? 45 : 80}%, ${colour('--surface-0')})`
      return { stroke, fill, width: 1, paths: stairs, points: { show: false } }
    }
    const lone = lonePlaces(isSecond ? (telling ?? values) : values)
    return {
      stroke,
      width: isSecond ? 1 : 1.75,
      dash: isSecond ? [3, 3] : undefined,
      points: { show: lone.length > 0, size: 4, fill: stroke, filter: () => lone },
    }
  })
  return {
    width: element.clientWidth,
    height,
    padding: [marks.length > 0 ? markHeight : 6, 12, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false, dist: 5 } },
    scales: {
      x: { range: [first, end] },
      y: {
        range: (_chart, _low, high) =>
          isRates ? [floor, 1 + (1 - floor) * lineRoom] : [0, Math.max(1, (high ?? 0) * 1.05)],
      },
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
        size: axisWidth,
        gap: 4,
        splits: (_chart, _axis, _low, high) => (isRates ? [floor, (floor + 1) / 2, 1] : countSplits(high)),
        values: (_chart, splits) =>
          splits.map(isRates ? (value) => `${Number((value * 100).toFixed(1))}%` : formatCount),
      },
    ],
    series: [{}, ...lines.toReversed()],
    hooks: { draw: [(chart) => drawMarks(chart, marks, colour('--line-strong'), colour('--text-2'))] },
  }
}

/** The words of marks that stand close to the one before are left out; their lines stay. */
function drawMarks(chart: UPlot, marks: ChartMark[], line: string, text: string): void {
  const { ctx, bbox } = chart
  const scale = devicePixelRatio
  ctx.save()
  ctx.font = plotFont.replace(/^\d+/, (size) => String(Number(size) * scale))
  ctx.textBaseline = 'bottom'
  ctx.textAlign = 'left'
  let free = Number.NEGATIVE_INFINITY
  for (const { time, word } of marks.toSorted((a, b) => a.time - b.time)) {
    const x = Math.round(chart.valToPos(time, 'x', true)) + 0.5
    if (x < bbox.left || x > bbox.left + bbox.width) continue
    ctx.strokeStyle = line
    ctx.lineWidth = 1
    ctx.setLineDash([2 * scale, 2 * scale])
    ctx.beginPath()
    ctx.moveTo(x, bbox.top - 2 * scale)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
    const width = ctx.measureText(word).width
    const left = Math.min(x, bbox.left + bbox.width - width)
    if (left < free) continue
    ctx.fillStyle = text
    ctx.fillText(word, left, bbox.top - 2 * scale)
    free = left + width + 8 * scale
  }
  ctx.restore()
}
