import { describeRelease } from '../../../protocol/release-info.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { DifferenceMark } from './difference-mark.tsx'
import { VerdictMark } from './rate.tsx'
import type { Fact } from './release-facts.ts'

const grid = 'grid grid-cols-2 gap-x-6 gap-y-4 pb-5 sm:grid-cols-3 lg:grid-cols-6'

/** How it goes, at a glance: each figure with the difference to the release that it is compared with. */
export function ReleaseFigures({ facts, than }: { facts: Fact[]; than: string | null }) {
  return (
    <dl className={grid}>
      {facts.map(({ key, name, value, difference, rate }) => (
        <div key={key} className="min-w-0">
          <dt className="truncate text-12 text-text-3">{name}</dt>
          <dd>
            <span className="numeric flex items-center gap-2 text-20 leading-7 font-medium">
              {value}
              {rate !== null && <VerdictMark rate={rate} withWord />}
            </span>
            <span className="block h-5">
              {than !== null && <DifferenceMark difference={difference} than={describeRelease(than).description} />}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

export function ReleaseFiguresSkeleton() {
  return (
    <div className={grid} aria-hidden>
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index} className="flex h-[68px] flex-col justify-around">
          <Skeleton className="h-3 w-20" />
          <Skeleton className="h-5 w-16" />
          <Skeleton className="h-3 w-24" />
        </div>
      ))}
    </div>
  )
}
