import { describeRelease } from '../../../protocol/release-info.ts'
import type { Release } from '../../api/types.ts'
import { Picker } from '../../ui/picker.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { DifferenceMark } from './difference-mark.tsx'
import type { Fact } from './release-facts.ts'
import { ReleaseLink } from './release-name.tsx'

const cell = 'border-b border-line py-1.5 pr-3 last:pr-0'

interface ComparisonProps {
  org: string
  version: string
  /** What it is compared with; null where there is nothing. */
  other: string | null
  isChosen: boolean
  /** What it can be compared with; undefined while they are on their way. */
  siblings: Release[] | undefined
  /** Null while they are on their way. */
  facts: Fact[] | null
  /** Null: with the one before. */
  onChoose: (version: string | null) => void
}

/** The release beside another one, figure by figure. */
export function Comparison({ org, version, other, isChosen, siblings, facts, onChoose }: ComparisonProps) {
  const versions = new Set([...(other === null ? [] : [other]), ...(siblings ?? []).map((sibling) => sibling.version)])
  versions.delete(version)
  return (
    <section aria-label="Comparison" className="border-t border-line py-4">
      <div className="flex min-h-9 items-center gap-2 pb-2">
        <h2 className="text-13 font-semibold">Compared with</h2>
        <div className="ml-auto flex min-w-0 items-center gap-1">
          {versions.size > 0 && (
            <Picker
              label="Release"
              summary={other === null ? 'none' : describeRelease(other).description}
              isChanged={isChosen}
              options={[...versions].map((one) => ({ value: one, label: one }))}
              chosen={other === null ? [] : [other]}
              multiple={false}
              onChange={([chosen]) => onChoose(chosen ?? null)}
            />
          )}
        </div>
      </div>
      {siblings !== undefined && versions.size === 0 ? (
        <p className="text-12 text-text-3">It is the only release of its projects so far.</p>
      ) : siblings === undefined || facts === null ? (
        <Skeleton className="h-[34rem]" />
      ) : (
        <table className="w-full text-left text-12">
          <thead className="text-text-3">
            <tr>
              <th className={`${cell} font-normal`}>
                <span className="sr-only">Figure</span>
              </th>
              <th className={`${cell} text-right font-mono font-normal`}>{describeRelease(version).description}</th>
              <th className={`${cell} text-right font-normal`}>
                {other !== null && <ReleaseLink org={org} version={other} isShort />}
              </th>
            </tr>
          </thead>
          <tbody>
            {facts.map((fact) => (
              <tr key={fact.key}>
                <th className={`${cell} font-normal text-text-2`}>
                  {fact.name}
                  {other !== null && (
                    <span className="block">
                      <DifferenceMark difference={fact.difference} than={describeRelease(other).description} />
                    </span>
                  )}
                </th>
                <td className={`${cell} numeric text-right align-top font-medium`}>{fact.value}</td>
                <td className={`${cell} numeric text-right align-top text-text-2`}>{fact.other ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
