import type { NormalizedEvent, Stacktrace, Thread } from '../../../../protocol/event.ts'
import type { Variant } from './component.ts'
import { branch } from './component.ts'
import type { GroupingContext } from './stack.ts'
import { groupStack, stackVariant } from './stack.ts'

/** Groups by the one thread that matters: the crashed one, else the current one, else the only one. */
export function groupThreads(event: NormalizedEvent, context: GroupingContext): Variant[] {
  const threads = (event.threads?.values ?? []).filter((thread) => thread)
  const thread =
    only(threads.filter((each) => each.crashed === true)) ??
    only(threads.filter((each) => each.current === true)) ??
    only(threads)
  return thread === null ? [] : groupFrames(thread.stacktrace, 'threads', event, context)
}

/** Groups by a stack that belongs to nothing. */
export function groupStacktrace(event: NormalizedEvent, context: GroupingContext): Variant[] {
  return groupFrames(event.stacktrace, 'stacktrace', event, context)
}

function groupFrames(
  stacktrace: Stacktrace | null | undefined,
  id: string,
  event: NormalizedEvent,
  context: GroupingContext,
): Variant[] {
  const stack = groupStack(stacktrace, event, context)
  if (stack === null) return []
  return (['app', 'system'] as const).map((name): Variant => {
    const { contributes, values, component } = stackVariant(stack, name)
    const what = id === 'threads' ? 'thread stack-trace' : 'stack-trace'
    return {
      name,
      contributes,
      hint: null,
      values,
      hasStack: contributes,
      component: id === 'threads' ? branch('threads', contributes, [component]) : component,
      description: name === 'app' ? `in-app ${what}` : what,
    }
  })
}

function only(threads: Thread[]): Thread | null {
  return threads.length === 1 ? (threads[0] ?? null) : null
}
