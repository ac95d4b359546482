import { Skeleton } from './skeleton.tsx'
import type { TimeChartProps } from './time-chart.tsx'
import { later, useModule } from './use-module.ts'

const code = later(() => import('./time-chart.tsx'))

/** Rows above a chart: its title with the time, and its legend, which may take two lines on phones. */
const headHeight = 52
export const chartHeight = 136

/** A chart over time; the drawing library is fetched when the first comes into view of the code. */
export function TimeChart(props: TimeChartProps) {
  const drawn = useModule(code)
  return drawn ? <drawn.TimeChart {...props} /> : <TimeChartSkeleton height={props.height} />
}

/** The place of a chart that is on its way. */
export function TimeChartSkeleton({ height = chartHeight }: { height?: number }) {
  return (
    <div aria-hidden className="pb-4">
      <div style={{ height: headHeight }} className="flex flex-col justify-center gap-2.5">
        <Skeleton className="h-3 w-32" />
        <Skeleton className="h-3 w-64" />
      </div>
      <div style={{ height }} className="pb-5 pl-11">
        <Skeleton className="size-full" />
      </div>
    </div>
  )
}
