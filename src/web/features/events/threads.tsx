import { useState } from 'react'
import type { EventDetail, Thread } from '../../api/types.ts'
import { Section } from '../../ui/section.tsx'
import { inputClass } from '../../ui/field.tsx'
import { findEntry, listExceptions, listThreads, threadToShow } from './entries.ts'
import { StackTrace } from './stack-trace.tsx'

/** Stacks that stand beside an exception: the threads of the program, or the bare stack of a message. */
export function Threads({ event }: { event: EventDetail }) {
  const threads = listThreads(event).filter((thread) => thread.stacktrace?.frames?.length)
  const bare = findEntry(event, 'stacktrace')
  // Beside an exception's stack the crashed thread would stand twice: a thread is shown when it is asked for.
  const hasStack = listExceptions(event).some((exception) => exception.stacktrace)
  const [chosen, setChosen] = useState(() => (hasStack ? -1 : threads.indexOf(threadToShow(threads) ?? {})))
  const thread = threads[chosen]

  if (bare?.frames?.length && listExceptions(event).length === 0 && threads.length === 0)
    return (
      <Section title="Stack trace">
        <StackTrace stack={bare} platform={event.platform} />
      </Section>
    )
  if (threads.length === 0 || (hasStack && threads.length === 1)) return null
  return (
    <Section
      title="Threads"
      note={`${threads.length} with a stack`}
      actions={
        <select
          aria-label="Thread"
          className={`${inputClass} h-7 max-w-72 px-2 text-12`}
          value={chosen}
          onChange={(change) => setChosen(Number(change.target.value))}
        >
          <option value={-1}>Show a thread…</option>
          {threads.map((one, index) => (
            <option key={`${index}:${one.id ?? ''}`} value={index}>
              {describeThread(one)}
            </option>
          ))}
        </select>
      }
    >
      {thread?.stacktrace && (
        <StackTrace
          key={chosen}
          stack={thread.stacktrace}
          platform={event.platform}
          endWord={thread.crashed ? 'crashed here' : undefined}
        />
      )}
    </Section>
  )
}

function describeThread(thread: Thread): string {
  const name = thread.name ?? (thread.id === null || thread.id === undefined ? 'thread' : `thread ${thread.id}`)
  return [name, thread.crashed && 'crashed', thread.current && 'current', thread.state].filter(Boolean).join(' · ')
}
