import { Search, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { ErrorLine } from '../../ui/notice.tsx'

/** The search box; Enter asks. Give it the query as its key: a tab, a link or the back button fill it anew. What the server cannot read stands below it in the server's words. */
export function IssueSearch({
  query,
  problem,
  onSearch,
}: {
  query: string
  problem: string | null
  onSearch: (query: string) => void
}) {
  const [text, setText] = useState(query)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSearch(text)
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
          type="search"
          aria-label="Search issues"
          aria-invalid={problem !== null}
          placeholder="is:unresolved level:error words"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
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
      </div>
      {problem !== null && (
        <div className="pt-1">
          <ErrorLine>{problem}</ErrorLine>
        </div>
      )}
    </form>
  )
}
