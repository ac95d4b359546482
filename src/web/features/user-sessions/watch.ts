import type { Span } from '../replays/timeline.ts'
import type { Step } from './steps.ts'

/** The replay of a session, and where its page is. */
export interface Recording extends Span {
  project: string
  id: string
}

/** Clocks and the cut of a recording are not exact. */
const slack = 2_000

/** Where the player opens to show a step; null for what was not recorded. */
export function watchSearch(
  { start, end }: Span,
  step: Pick<Step, 'at' | 'kind'>,
): { t?: string; before?: string } | null {
  if (step.at < start - slack || step.at > end + slack) return null
  if (step.kind === 'error') return { before: new Date(step.at).toISOString() }
  return { t: String(Math.max(0, Math.floor((step.at - start) / 1000))) }
}
