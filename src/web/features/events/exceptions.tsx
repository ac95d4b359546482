import { useState } from 'react'
import type { EventDetail, Exception, Mechanism } from '../../api/types.ts'
import { plural } from '../../format/number.ts'
import { classNames } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Section } from '../../ui/section.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { listExceptions } from './entries.ts'
import { exceptionName, exceptionTitle, writeStack } from './frames.ts'
import { StackTrace } from './stack-trace.tsx'

type Shown = 'mapped' | 'raw'

/** The exception with its stack, then what caused it, one under the other. */
export function Exceptions({ event }: { event: EventDetail }) {
  const exceptions = listExceptions(event)
  const [shown, setShown] = useState<Shown>('mapped')
  if (exceptions.length === 0) return null
  const hasRaw = exceptions.some((exception) => exception.rawStacktrace)
  const stackOf = (exception: Exception) =>
    shown === 'raw' ? (exception.rawStacktrace ?? exception.stacktrace) : exception.stacktrace
  const text = exceptions
    .map((exception) => writeStack(exceptionTitle(exception), stackOf(exception)))
    .join('\nCaused by: ')

  return (
    <Section
      title="Stack trace"
      note={exceptions.length > 1 ? `${plural(exceptions.length, 'exception')} in a chain` : undefined}
      actions={
        <>
          {hasRaw && (
            <Segmented
              label="Source"
              value={shown}
              options={[
                { value: 'mapped', label: 'Original' },
                { value: 'raw', label: 'As sent' },
              ]}
              onChange={setShown}
            />
          )}
          <CopyButton text={text} label="Copy the stack trace as text" withWord="Copy" />
        </>
      }
    >
      {exceptions.length > 1 && <Chain exceptions={exceptions} />}
      {exceptions.map((exception, index) => {
        const stack = stackOf(exception)
        return (
          <article
            key={`${index}:${exceptionTitle(exception)}`}
            id={chainId(index)}
            className={classNames('scroll-mt-28', index > 0 && 'pt-5')}
          >
            {index > 0 && <p className="pb-1 text-12 text-text-3">Caused by</p>}
            <ExceptionHead exception={exception} />
            {stack ? (
              <StackTrace
                stack={stack}
                platform={event.platform}
                endWord={index === 0 && exception.mechanism?.handled === false ? 'crashed here' : 'thrown here'}
              />
            ) : (
              <p className="rounded-md border border-line px-3 py-2 text-13 text-text-3">
                This exception came without a stack trace.
              </p>
            )}
          </article>
        )
      })}
    </Section>
  )
}

const chainId = (index: number) => `exception-${index + 1}`

function Chain({ exceptions }: { exceptions: Exception[] }) {
  return (
    <nav aria-label="Exception chain" className="mb-4 flex flex-wrap items-center gap-x-2 gap-y-1 text-12">
      {exceptions.map((exception, index) => (
        <span key={chainId(index)} className="flex items-center gap-2">
          {index > 0 && <span className="text-text-3">caused by</span>}
          <a href={`#${chainId(index)}`} className="max-w-96 truncate font-mono text-accent hover:underline">
            {exceptionName(exception)}
          </a>
        </span>
      ))}
    </nav>
  )
}

function ExceptionHead({ exception }: { exception: Exception }) {
  const name = exceptionName(exception)
  return (
    <div className="mb-2.5">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h3 className="font-mono text-13 font-semibold wrap-any">
          {exception.module && <span className="font-normal text-text-3">{exception.module}.</span>}
          {name}
        </h3>
        {exception.mechanism && <MechanismLine mechanism={exception.mechanism} />}
      </div>
      {exception.value && exception.value !== name && (
        <p className="max-h-40 overflow-y-auto font-mono text-12 whitespace-pre-wrap text-text-2 wrap-any">
          {exception.value}
        </p>
      )}
    </div>
  )
}

function MechanismLine({ mechanism }: { mechanism: Mechanism }) {
  const words = [
    mechanism.handled === false ? 'unhandled' : mechanism.handled === true ? 'handled' : null,
    mechanism.type && mechanism.type !== 'generic' ? `by ${mechanism.type}` : null,
    mechanism.synthetic ? 'synthetic' : null,
    mechanism.source ? `from ${mechanism.source}` : null,
  ].filter((word) => word !== null)
  if (words.length === 0 && !mechanism.description) return null
  return (
    <p className="text-12 text-text-3">
      <span className={mechanism.handled === false ? 'text-error' : undefined}>{words[0]}</span>
      {words.slice(1).map((word) => ` · ${word}`)}
      {mechanism.description && ` · ${mechanism.description}`}
    </p>
  )
}
