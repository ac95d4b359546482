/** Bars of counts, newest at the right; the tallest fills the height. Says its total and peak in words. */
export function Sparkline({
  counts,
  width = 112,
  height = 22,
  label,
}: {
  counts: number[]
  width?: number
  height?: number
  label: string
}) {
  const peak = Math.max(1, ...counts)
  const step = width / Math.max(1, counts.length)
  const gap = step > 3 ? 1 : 0
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      className="text-text-3"
    >
      <title>{label}</title>
      <path d={barsPath(counts, peak, step, gap, height)} fill="currentColor" opacity="0.75" />
      <path d={`M0 ${height - 0.5}H${width}`} stroke="var(--line)" strokeWidth="1" />
    </svg>
  )
}

function barsPath(counts: number[], peak: number, step: number, gap: number, height: number): string {
  return counts
    .map((count, index) => {
      if (count <= 0) return ''
      const top = height - Math.max(1.5, (count / peak) * (height - 1))
      return `M${(index * step).toFixed(2)} ${height}V${top.toFixed(2)}h${(step - gap).toFixed(2)}V${height}z`
    })
    .join('')
}
