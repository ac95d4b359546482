import { formatBytes } from '../../format/number.ts'
import type { MemoryReading } from './memory.ts'
import type { Span } from './timeline.ts'

const [width, height] = [360, 96]

/** Memory in use over the length of the replay, below what was taken in all; the line is now. */
export function MemoryChart({ readings, span, at }: { readings: readonly MemoryReading[]; span: Span; at: number }) {
  const top = readings.reduce((most, { total }) => Math.max(most, total), 1)
  const x = (time: number) => ((time - span.start) / Math.max(1, span.end - span.start)) * width
  const y = (bytes: number) => height - (bytes / top) * (height - 2)
  const line = (of: (reading: MemoryReading) => number) =>
    readings.map((reading) => `${x(reading.at).toFixed(1)},${y(of(reading)).toFixed(1)}`).join(' ')
  const label = `Memory in use, up to ${formatBytes(readings.reduce((most, { used }) => Math.max(most, used), 0))}`
  return (
    <figure className="border-b border-line p-3">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
        className="h-24 w-full"
      >
        <title>{label}</title>
        <polyline points={line(({ total }) => total)} fill="none" stroke="var(--line-strong)" strokeDasharray="3 3" />
        <polyline points={line(({ used }) => used)} fill="none" stroke="var(--accent)" strokeWidth="1.75" />
        <path d={`M${x(at).toFixed(1)} 0V${height}`} stroke="var(--text-3)" vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption className="numeric flex justify-between pt-1 text-12 text-text-3">
        <span>{label}</span>
        <span>of {formatBytes(top)}</span>
      </figcaption>
    </figure>
  )
}
