import { classNames } from '../../ui/class-names.ts'
import type { Difference } from './difference.ts'

const tones = { good: 'text-ok', bad: 'text-error', plain: 'text-text-3' }

/** `▲ 0.42 pts better`, in the colour of what it means; nothing where there is nothing to compare. */
export function DifferenceMark({ difference, than }: { difference: Difference | null; than: string }) {
  if (difference === null) return null
  const { arrow, number, word, tone } = difference
  return (
    <span className={classNames('numeric text-12 whitespace-nowrap', tones[tone])} title={`than ${than}`}>
      {arrow === '=' ? (
        'the same'
      ) : (
        <>
          <span aria-hidden>{arrow}</span> {number} {word}
        </>
      )}
    </span>
  )
}
