import { useMemo } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { CodeLine, useTokens } from '../../ui/code-tokens.tsx'

/** Source around a frame with line numbers; the frame's own line is marked by colour and an arrow. */
export function SourceLines({
  lines,
  marked,
  language,
}: {
  lines: [number, string | null][]
  marked: number | null
  language: string
}) {
  const code = useMemo(() => lines.map(([, text]) => (text ?? '').replace(/\r?\n$/, '')).join('\n'), [lines])
  const tokens = useTokens(code, language)
  return (
    <div className="overflow-x-auto bg-surface-0 py-1.5" tabIndex={0} role="group" aria-label="Source">
      <pre className="w-max min-w-full">
        {code.split('\n').map((text, index) => {
          const number = lines[index]?.[0]
          const isMarked = number === marked
          return (
            <code
              key={`${number}:${index}`}
              className={classNames('flex min-h-5 pr-4', isMarked && 'bg-mark')}
              aria-current={isMarked ? 'location' : undefined}
            >
              <span
                aria-hidden
                className={classNames(
                  'sticky left-0 w-4 shrink-0 pl-1 select-none',
                  isMarked ? 'text-error' : 'text-transparent',
                )}
              >
                ▸
              </span>
              <span
                className={classNames(
                  'numeric w-12 shrink-0 pr-4 text-right select-none',
                  isMarked ? 'font-semibold text-text-1' : 'text-text-3',
                )}
              >
                {number}
              </span>
              <span className="whitespace-pre">
                <CodeLine text={text} tokens={tokens?.[index]} />
              </span>
            </code>
          )
        })}
      </pre>
    </div>
  )
}
