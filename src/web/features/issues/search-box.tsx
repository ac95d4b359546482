import { Search, X } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useDeferredValue, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { IconButton } from '../../ui/button.tsx'
import { classNames, floatClass } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { complete, spotAt } from './completion.ts'
import { type Option, type SearchSubject, useOptions } from './completion-options.ts'

const examples: Record<SearchSubject, string> = {
  issues: 'is:unresolved level:error words',
  events: 'release:1.2 user.email:… words',
  releases: 'release.version:>1.2 release.stage:adopted words',
  replays: 'user.email:… url:*checkout* count_errors:>0',
}

interface SearchBoxProps {
  org: string
  /** Decides which keys are offered: those of issues' own state for issues only, and so on. */
  about: SearchSubject
  project: readonly string[] | undefined
  query: string
  problem: string | null
  onSearch: (query: string) => void
}

/**
 * The search box; Enter asks, arrows and Tab choose from what the data offers. Give it the query as its key: a tab, a link or the back
 * button fill it anew. What the server cannot read stands below it in the server's words.
 */
export function SearchBox({ org, about, project, query, problem, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(query)
  const [caret, setCaret] = useState<number | null>(null)
  /** Row of the option that Enter takes; null: Enter asks. */
  const [at, setAt] = useState<number | null>(null)
  const box = useRef<HTMLInputElement>(null)
  const listId = useId()
  const spot = caret === null ? null : spotAt(text, caret)
  const options = useOptions(org, about, project, useDeferredValue(spot))
  const isOpen = spot !== null && options.length > 0

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setCaret(null)
    onSearch(text)
  }
  const take = (option: Option) => {
    if (!spot) return
    const next = complete(text, spot, option.value)
    // At once: what is typed before the next frame would go where the caret was.
    flushSync(() => {
      setText(next.text)
      setCaret(next.caret)
      setAt(null)
    })
    box.current?.focus()
    box.current?.setSelectionRange(next.caret, next.caret)
  }
  const steer = (event: KeyboardEvent<HTMLInputElement>) => {
    const chosen = at === null ? undefined : options[at]
    if (event.key === 'Escape') {
      if (!isOpen) event.currentTarget.blur()
      setCaret(null)
    } else if (!isOpen && event.key === 'ArrowDown') setCaret(event.currentTarget.selectionStart)
    else if (isOpen && event.key === 'ArrowDown') setAt(at === null ? 0 : (at + 1) % options.length)
    else if (isOpen && event.key === 'ArrowUp') setAt(at === null || at === 0 ? null : at - 1)
    else if (isOpen && event.key === 'Tab' && !event.shiftKey && (chosen ?? options[0]))
      take(chosen ?? options[0] ?? { value: '' })
    else if (isOpen && event.key === 'Enter' && chosen) take(chosen)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <form role="search" onSubmit={submit} className="min-w-0 grow">
      <div className="relative">
        <Icon
          of={Search}
          size={14}
          className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-text-3"
        />
        <input
          ref={box}
          type="search"
          role="combobox"
          aria-label={`Search ${about}`}
          aria-invalid={problem !== null}
          aria-expanded={isOpen}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && at !== null ? `${listId}-${at}` : undefined}
          placeholder={examples[about]}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setCaret(event.target.selectionStart)
            setAt(null)
          }}
          onKeyDown={steer}
          onClick={(event) => setCaret(event.currentTarget.selectionStart)}
          onBlur={() => setCaret(null)}
          className={classNames(
            'h-8 w-full rounded-md border bg-surface-0 pr-8 pl-8 font-mono text-12 focus-visible:outline-offset-0 max-sm:text-16 [&::-webkit-search-cancel-button]:hidden',
            problem === null ? 'border-line-strong' : 'border-error',
          )}
        />
        {text !== '' && (
          <IconButton
            label="Empty the search"
            className="absolute top-0.5 right-0.5"
            onClick={() => {
              setText('')
              onSearch('')
            }}
          >
            <Icon of={X} size={14} />
          </IconButton>
        )}
        {isOpen && <Options id={listId} options={options} at={at} onTake={take} />}
      </div>
      {problem !== null && (
        <div className="pt-1">
          <ErrorLine>{problem}</ErrorLine>
        </div>
      )}
    </form>
  )
}

function Options({
  id,
  options,
  at,
  onTake,
}: {
  id: string
  options: Option[]
  at: number | null
  onTake: (option: Option) => void
}) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="What can stand here"
      className={classNames(
        floatClass,
        'absolute top-full left-0 z-30 mt-1 max-h-80 w-full max-w-lg overflow-y-auto p-1',
      )}
    >
      {options.map((option, index) => (
        <div
          key={option.value}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          // Pressed, not clicked: the box must not lose the focus first.
          onPointerDown={(event) => {
            event.preventDefault()
            onTake(option)
          }}
          className={classNames(
            'flex min-h-8 cursor-default items-center gap-3 rounded-sm px-2 text-12 hover:bg-surface-3 max-md:min-h-10',
            index === at && 'bg-surface-3',
          )}
        >
          <span className="truncate font-mono">{option.value}</span>
          {option.note && <span className="ml-auto shrink-0 text-text-3">{option.note}</span>}
        </div>
      ))}
    </div>
  )
}
