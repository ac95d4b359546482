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
  const [chosen, setChosen] = useState(() => threads.indexOf(threadToShow(threads) ?? {}))
  // The crashed thread of an exception has the exception's stack: it would stand twice.
  const isRepeat = threads.length === 1 && listExceptions(event).some((exception) => exception.stacktrace)
  const thread = threads[chosen] ?? threads[0]

  if (bare?.frames?.length && listExceptions(event).length === 0 && threads.length === 0)
    return (
      <Section title="Stack trace">
        <StackTrace stack={bare} platform={event.platform} />
      </Section>
    )
  if (!thread?.stacktrace || isRepeat) return null
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
          {threads.map((one, index) => (
            <option key={`${index}:${one.id ?? ''}`} value={index}>
              {describeThread(one)}
            </option>
          ))}
        </select>
      }
    >
      <StackTrace
        key={chosen}
        stack={thread.stacktrace}
        platform={event.platform}
        endWord={thread.crashed ? 'crashed here' : undefined}
      />
    </Section>
  )
}

function describeThread(thread: Thread): string {
  const name = thread.name ?? (thread.id === null || thread.id === undefined ? 'thread' : `thread ${thread.id}`)
  return [name, thread.crashed && 'crashed', thread.current && 'current', thread.state].filter(Boolean).join(' · ')
}
