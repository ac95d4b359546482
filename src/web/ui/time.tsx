import { formatAge, formatAgo, formatExactTime, readTime } from '../format/time.ts'
import { useNow } from './clock.tsx'

/** A relative time, exact on hover: `2m`, or with `words` `2 minutes ago`. A dash when there is none. */
export function Time({ iso, words = false }: { iso: string | null | undefined; words?: boolean }) {
  const now = useNow()
  const time = readTime(iso)
  if (time === null) return <span className="text-text-3">–</span>
  return (
    <time dateTime={iso ?? undefined} title={formatExactTime(time)}>
      {words ? formatAgo(time, now) : formatAge(time, now)}
    </time>
  )
}
