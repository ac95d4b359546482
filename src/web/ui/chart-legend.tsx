import { classNames } from './class-names.ts'

export interface LegendItem {
  key: string
  label: string
  /** Name of a token. */
  colour: string
  /** Of all, or of what lies under the pointer. */
  text: string
  isSecond?: boolean
  isHidden: boolean
}

/** What each colour is, with its value; pressed, it is taken out of the chart or put back. */
export function ChartLegend({ items, onToggle }: { items: LegendItem[]; onToggle: ((key: string) => void) | null }) {
  return (
    <ul className="-mx-1.5 flex flex-wrap text-12">
      {items.map((item) => (
        <li key={item.key}>
          <button
            type="button"
            disabled={onToggle === null}
            aria-pressed={onToggle === null ? undefined : !item.isHidden}
            title={onToggle === null ? undefined : item.isHidden ? `Show ${item.label}` : `Hide ${item.label}`}
            onClick={() => onToggle?.(item.key)}
            className={classNames(
              'flex h-6 items-center gap-1.5 rounded-sm px-1.5 text-text-2',
              onToggle !== null && 'hover:bg-surface-2',
              item.isHidden && 'line-through',
            )}
          >
            <Swatch {...item} />
            {item.label}
            <span className="numeric font-medium text-text-1">{item.text}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** A filled square, a broken line for what is compared with, an empty square for what is hidden. */
function Swatch({ colour, isSecond = false, isHidden }: LegendItem) {
  return (
    <svg width="12" height="10" viewBox="0 0 12 10" aria-hidden style={{ color: `var(${colour})` }}>
      {isSecond ? (
        <path d="M0 5h12" stroke="currentColor" strokeWidth="1.500" strokeDasharray="3 2" />
      ) : (
        <rect
          x="1.500"
          y="0.500"
          width="9"
          height="9"
          rx="2"
          stroke="currentColor"
          fill={isHidden ? 'none' : 'currentColor'}
        />
      )}
    </svg>
  )
}
