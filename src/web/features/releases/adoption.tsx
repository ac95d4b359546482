import { CircleCheck, CircleDashed, CircleSlash, type LucideIcon } from 'lucide-react'
import type { AdoptionStage } from '../../api/types.ts'
import { formatShare } from '../../format/number.ts'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import type { Adoption } from './figures.ts'
import { ShareBar } from './rate.tsx'

const stages: Record<AdoptionStage, { word: string; icon: LucideIcon; colour: string; meaning: string }> = {
  low_adoption: {
    word: 'low adoption',
    icon: CircleDashed,
    colour: 'text-text-3',
    meaning: 'Less than 10% of the sessions, so far',
  },
  adopted: { word: 'adopted', icon: CircleCheck, colour: 'text-ok', meaning: 'In use: at least 10% of the sessions' },
  replaced: {
    word: 'replaced',
    icon: CircleSlash,
    colour: 'text-text-3',
    meaning: 'Was in use, and is below 10% of the sessions now',
  },
}

/** How far a release has come, as a shape and a word. */
export function StageMark({ stage }: { stage: AdoptionStage }) {
  const { word, icon, colour, meaning } = stages[stage]
  return (
    <span className={classNames('inline-flex items-center gap-1 text-12 whitespace-nowrap', colour)} title={meaning}>
      <Icon of={icon} size={12} />
      {word}
    </span>
  )
}

/** Share of the last day's sessions with its bar, and the stage. */
export function AdoptionCell({ adoption: { share, stage } }: { adoption: Adoption }) {
  if (share === null) return <span className="block text-right text-text-3">–</span>
  return (
    <span className="block">
      <span className="flex items-center justify-between gap-1">
        {stage === null ? <span /> : <StageMark stage={stage} />}
        <span className="numeric">{formatShare(share)}</span>
      </span>
      <ShareBar share={share} />
    </span>
  )
}
