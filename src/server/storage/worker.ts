/** Entry of the storage worker thread: owns the databases, serves them to whoever holds a port. */
import { flushCompileCache } from 'node:module'
import { setPriority } from 'node:os'
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { tidyHeap } from '../tidy-heap.ts'
import { openStorage, type StorageOptions } from './open.ts'
import { serveStorage } from './remote.ts'

/** Main → worker: serve this port too, or close the stores and end. */
export type StorageCommand = { serve: MessagePort } | { close: true }

/** Worker → main. */
export type StorageState = { state: 'ready' } | { state: 'failed'; reason: string } | { state: 'closed' }

// Taking events in comes before storing them, and answering before digesting (10). On Linux a priority is a thread's own.
if (process.platform === 'linux') setPriority(5)

const say = (state: StorageState): void => parentPort?.postMessage(state)

try {
  // Handed over by app.ts, which has the same type.
  const storage = await openStorage(workerData as StorageOptions)
  parentPort?.on('message', (command: StorageCommand) => {
    if ('serve' in command) {
      serveStorage(command.serve, storage)
      return
    }
    storage.close().then(
      () => say({ state: 'closed' }),
      (error: unknown) => say({ state: 'failed', reason: String(error) }),
    )
  })
  say({ state: 'ready' })
  // Now, because a thread that is killed writes none (bin/lapwing.js).
  flushCompileCache()
  setTimeout(tidyHeap, 2000).unref()
} catch (error) {
  say({ state: 'failed', reason: error instanceof Error ? error.message : String(error) })
}
