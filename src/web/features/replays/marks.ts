import type { ReplayError } from '../../api/replays.ts'
import type { Moment, MomentKind } from './moments.ts'
import type { Mark } from './timeline.ts'

export type MarkKind = Extract<MomentKind, 'click' | 'dead' | 'rage' | 'navigation'> | 'error'

export interface LineMark extends Mark {
  kind: MarkKind
  label: string
}

const weights: Record<MarkKind, number> = { error: 5, rage: 4, dead: 3, navigation: 2, click: 1 }

const isMarked = (kind: MomentKind): kind is MarkKind & MomentKind => Object.hasOwn(weights, kind)

/** What stands on the line of a replay: errors, clicks and where one went. */
export function listMarks(moments: readonly Moment[], errors: readonly ReplayError[]): LineMark[] {
  const ofMoments = moments.flatMap(({ at, kind, title, text }): LineMark[] =>
    isMarked(kind) ? [{ at, kind, weight: weights[kind], label: `${title}: ${text}` }] : [],
  )
  const ofErrors = errors.map(
    ({ timestamp, title }): LineMark => ({
      at: Date.parse(timestamp),
      kind: 'error',
      weight: weights.error,
      label: `Error: ${title}`,
    }),
  )
  return [...ofMoments, ...ofErrors].toSorted((a, b) => a.at - b.at)
}
