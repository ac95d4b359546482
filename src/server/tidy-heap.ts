import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Collects what starting left behind and gives the pages back: V8 would keep them until there is work (16 to 20 MB over the two threads that are
 * there when idle; some 60 ms of a thread, once). Call it a while after the start, in each thread.
 */
export function tidyHeap(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  setFlagsFromString('--no-expose-gc')
  if (typeof collect === 'function') collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
