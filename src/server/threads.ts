/** Starting the two worker threads. */
import { setFlagsFromString } from 'node:v8'
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import type { DigestLog, DigestWorkerData } from './digest/worker.ts'
import type { Progress } from './digest/progress.ts'
import { connectStorage } from './storage/remote.ts'
import type { Storage } from './storage/storage.ts'
import type { StorageOptions } from './storage/open.ts'
import type { StorageCommand, StorageState } from './storage/worker.ts'

/**
 * V8 would let the young generation of each thread grow to 134 MB under load (739 MB resident in all), for a few percent of speed. Three
 * times a semi-space: 12 MB for the digest, which makes the garbage, 4 MB for storage. The main thread's is set on the command line
 * (bin/lapwing.js), which would hold for all: the flag is taken back before the first worker starts.
 */
const digestLimits = { maxYoungGenerationSizeMb: 36 }
const storageLimits = { maxYoungGenerationSizeMb: 12 }

export interface StorageThread {
  storage: Storage
  /** One more connection to the stores, to be handed to another thread. */
  connect: () => MessagePort
  close(): Promise<void>
}

/**
 * Starts the thread that owns the databases; resolves when they are open, rejects with the reason when they can't be. `onExit` hears of an end
 * that nobody asked for.
 */
export async function startStorageThread(
  options: StorageOptions,
  onExit: (reason: string) => void,
): Promise<StorageThread> {
  setFlagsFromString('--max-semi-space-size=0')
  const worker = new Worker(new URL('./storage/worker.ts', import.meta.url), {
    workerData: options,
    resourceLimits: storageLimits,
  })
  const state = await nextState(worker)
  if (state.state !== 'ready') {
    await worker.terminate()
    throw new Error(state.state === 'failed' ? state.reason : 'the storage thread ended while it started')
  }
  let closing = false
  let lastError = 'it ended'
  worker.on('error', (error) => {
    lastError = error instanceof Error ? (error.stack ?? error.message) : String(error)
  })
  worker.on('exit', () => {
    if (!closing) onExit(lastError)
  })

  function connect(): MessagePort {
    const { port1, port2 } = new MessageChannel()
    worker.postMessage({ serve: port2 } satisfies StorageCommand, [port2])
    return port1
  }

  return {
    storage: connectStorage(connect()),
    connect,
    async close() {
      closing = true
      const closed = nextState(worker)
      worker.postMessage({ close: true } satisfies StorageCommand)
      await closed
      await worker.terminate()
    },
  }
}

function nextState(worker: Worker): Promise<StorageState> {
  return new Promise((resolve, reject) => {
    worker.once('message', (state: StorageState) => resolve(state))
    worker.once('error', reject)
  })
}

export interface DigestThread {
  /** To be called after the spool grew: starts the worker, or wakes it when it sleeps. */
  wake: () => void
  /** To be called now and then: ends a worker that has slept for long. */
  rest: () => void
  close(): Promise<void>
}

const restartMs = 1000
/** A thread with nothing to do holds some 25 MB; starting it again takes 0.2 s. */
const restMs = 5 * 60_000

/** The digest, on demand; when it dies it is started again, from what was committed. */
export function createDigestThread(
  options: Omit<DigestWorkerData, 'storagePort' | 'progress'>,
  progress: Progress,
  connect: () => MessagePort,
  log: (level: DigestLog['level'], message: string) => void,
): DigestThread {
  let worker: Worker | null = null
  let closing = false
  let sleepingSince: number | null = null

  function start(): void {
    const storagePort = connect()
    const workerData: DigestWorkerData = { ...options, progress: progress.shared, storagePort }
    const started = new Worker(new URL('./digest/worker.ts', import.meta.url), {
      workerData,
      transferList: [storagePort],
      resourceLimits: digestLimits,
    })
    worker = started
    started.on('message', ({ level, message }: DigestLog) => log(level, message))
    started.on('error', (error) => {
      log('error', `digest thread: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    })
    started.on('exit', () => {
      if (closing || worker !== started) return
      log('error', `the digest thread ended; starting it again in ${restartMs} ms`)
      setTimeout(start, restartMs).unref()
    })
  }

  return {
    wake() {
      sleepingSince = null
      if (worker === null) start()
      else if (progress.takeSleeper()) worker.postMessage('wake')
    },
    rest() {
      if (worker === null || !progress.isAsleep()) {
        sleepingSince = null
        return
      }
      sleepingSince ??= performance.now()
      if (performance.now() - sleepingSince < restMs || !progress.takeSleeper()) return
      // The sleeper was taken, so that nobody wakes the thread that goes: whoever comes next starts another.
      const resting = worker
      worker = null
      void resting.terminate()
    },
    async close() {
      closing = true
      await worker?.terminate()
    },
  }
}
