import { formatCount, formatExact } from '../format/number.ts'

/** A number as `1.2k`, exact on hover. */
export function Count({ value }: { value: number }) {
  return <span title={formatExact(value)}>{formatCount(value)}</span>
}
