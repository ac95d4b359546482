import { useState } from 'react'
import type { IssueDetail } from '../../api/types.ts'
import { Chart } from '../../ui/chart.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { periodBuckets } from './series.ts'

type Period = '24h' | '14d'

const labels: Record<Period, string> = { '24h': 'in the last 24 hours', '14d': 'in the last 14 days' }

/** How often it happened, by hour or by day; the last day first, unless it was quiet. */
export function IssueChart({ issue }: { issue: IssueDetail }) {
  const [period, setPeriod] = useState<Period>(() =>
    periodBuckets(issue.stats, '24h').some(([, count]) => count > 0) ? '24h' : '14d',
  )
  return (
    <Chart
      buckets={periodBuckets(issue.stats, period)}
      label={labels[period]}
      aside={
        <Segmented
          label="Period of the chart"
          value={period}
          options={[
            { value: '24h', label: '24 h' },
            { value: '14d', label: '14 d' },
          ]}
          onChange={setPeriod}
        />
      }
    />
  )
}
