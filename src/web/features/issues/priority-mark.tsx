import type { IssuePriority } from '../../api/types.ts'

const marks: Record<IssuePriority, { word: string; bars: number; colour: string }> = {
  high: { word: 'High priority', bars: 3, colour: 'text-warning' },
  medium: { word: 'Medium priority', bars: 2, colour: 'text-text-2' },
  low: { word: 'Low priority', bars: 1, colour: 'text-text-3' },
}

/** The priority as bars of which more are full the higher it is; its word on hover and for screen readers. */
export function PriorityMark({ priority }: { priority: IssuePriority | null }) {
  if (!priority) return <span />
  const { word, bars, colour } = marks[priority]
  return (
    <span className={`inline-flex ${colour}`} title={word}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden>
        {[1, 2, 3].map((bar) => (
          <rect
            key={bar}
            x={bar * 4 - 3.5}
            y={11 - bar * 3}
            width="3"
            height={bar * 3}
            rx="0.5"
            fill={bar <= bars ? 'currentColor' : 'var(--line-strong)'}
          />
        ))}
      </svg>
      <span className="sr-only">{word}</span>
    </span>
  )
}
