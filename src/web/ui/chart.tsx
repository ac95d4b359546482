import { lazy, type ReactNode, Suspense } from 'react'
import { Skeleton } from './skeleton.tsx'

const CountChart = lazy(() => import('./count-chart.tsx').then((module) => ({ default: module.CountChart })))

/** Counts over time; the drawing library is fetched when the first chart comes into view of the code. */
export function Chart(props: { buckets: [number, number][]; label: string; height?: number; aside?: ReactNode }) {
  return (
    <Suspense fallback={<Skeleton className="h-[132px] w-full" />}>
      <CountChart {...props} />
    </Suspense>
  )
}
