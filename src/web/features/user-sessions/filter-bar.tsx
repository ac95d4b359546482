import { ChevronDown, X } from 'lucide-react'
import type { UserSession } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { Menu, MenuChoices } from '../../ui/menu.tsx'
import { SortMenu } from '../../ui/sort-menu.tsx'
import { AddFilter } from './add-filter.tsx'
import { flags, textFilters } from './filters.ts'
import { hasFilters, type SessionListSearch, sessionPlatforms, sessionSorts, withoutFilters } from './list-search.ts'

const chipClass =
  'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md border px-2 text-12 whitespace-nowrap select-none max-md:h-8'
const onClass = 'border-accent bg-accent-soft text-accent'
const offClass = 'border-line-strong bg-surface-0 text-text-2 hover:bg-surface-2 hover:text-text-1'

interface FilterBarProps {
  search: SessionListSearch
  /** Whose values are offered. */
  sessions: readonly UserSession[]
  onChange: (patch: Partial<SessionListSearch>) => void
}

/** What is looked for, and in which order: toggles, a chip for each text, one button for more. */
export function FilterBar({ search, sessions, onChange }: FilterBarProps) {
  return (
    <div className="flex items-start gap-3 px-4 pt-3 pb-2 max-md:items-center md:px-5">
      <div
        role="group"
        aria-label="Filters"
        className="flex min-w-0 grow items-center gap-1.5 max-md:overflow-x-auto max-md:py-0.5 max-md:[scrollbar-width:none] md:flex-wrap"
      >
        <PlatformMenu search={search} onChange={onChange} />
        {flags.map(({ name, label, without, title, icon }) => {
          const isOn = search[name] !== undefined
          return (
            <button
              key={name}
              type="button"
              aria-pressed={isOn}
              title={title}
              onClick={() => onChange({ [name]: isOn ? undefined : 'true' })}
              className={classNames(chipClass, isOn ? onClass : offClass, isOn && 'max-md:order-first')}
            >
              <Icon of={icon} size={14} /> {search[name] === 'false' ? without : label}
            </button>
          )
        })}
        {textFilters.flatMap(({ name, label }) =>
          (search[name] ?? []).map((text) => (
            <Chip
              key={`${name} ${text}`}
              label={label}
              text={text}
              onRemove={() => {
                const rest = search[name]?.filter((one) => one !== text) ?? []
                onChange({ [name]: rest.length > 0 ? rest : undefined })
              }}
            />
          )),
        )}
        <AddFilter
          sessions={sessions}
          onAdd={(name, text) => onChange({ [name]: [...new Set([...(search[name] ?? []), text])] })}
        />
        {hasFilters(search) && (
          <Button look="quiet" size="small" onClick={() => onChange(withoutFilters())}>
            Clear
          </Button>
        )}
      </div>
      <SortMenu
        sort={search.sort ?? '-created_at'}
        sorts={sessionSorts}
        size="small"
        onChange={(next) => onChange({ sort: next === '-created_at' ? undefined : next })}
      />
    </div>
  )
}

function PlatformMenu({ search, onChange }: Pick<FilterBarProps, 'search' | 'onChange'>) {
  const label = sessionPlatforms.find(({ value }) => value === search.platform)?.label ?? 'All platforms'
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Platform: ${label}`}
          className={classNames(chipClass, search.platform ? onClass : offClass)}
        >
          {label} <Icon of={ChevronDown} size={14} />
        </button>
      }
    >
      <MenuChoices
        value={search.platform ?? 'all'}
        options={[{ value: 'all', label: 'All platforms' }, ...sessionPlatforms]}
        onChange={(next) => onChange({ platform: next === 'all' ? undefined : next })}
      />
    </Menu>
  )
}

function Chip({ label, text, onRemove }: { label: string; text: string; onRemove: () => void }) {
  return (
    <span className={classNames(chipClass, onClass, 'max-w-72 !gap-0 !pr-0 max-md:order-first')}>
      <span className="shrink-0">{label}:&nbsp;</span>
      <span className="truncate font-medium" title={text}>
        {text}
      </span>
      <button
        type="button"
        aria-label={`Remove the filter ${label}: ${text}`}
        onClick={onRemove}
        className="flex h-full w-6 shrink-0 items-center justify-center rounded-md hover:text-text-1"
      >
        <Icon of={X} size={12} />
      </button>
    </span>
  )
}
