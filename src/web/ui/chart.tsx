import type { ReactNode } from 'react'
import { Skeleton } from './skeleton.tsx'
import { later, useModule } from './use-module.ts'

const code = later(() => import('./count-chart.tsx'))

/** Counts over time; the drawing library is fetched when the first chart comes into view of the code. */
export function Chart(props: { buckets: [number, number][]; label: string; height?: number; aside?: ReactNode }) {
  const drawn = useModule(code)
  return drawn ? <drawn.CountChart {...props} /> : <Skeleton className="h-[132px] w-full" />
}
