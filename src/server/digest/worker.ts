/** Entry of the digest worker thread: reads the spool, prepares events, hands them to the storage thread. */
import { mkdir, writeFile } from 'node:fs/promises'
import { flushCompileCache } from 'node:module'
import { setPriority } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { createAutoAssigner } from '../projects/auto-assign.ts'
import { connectStorage } from '../storage/remote.ts'
import { openSpoolReader } from '../storage/spool/reader.ts'
import { followSpool } from './follow.ts'
import { createProgress } from './progress.ts'
import { createSettingsCache } from './settings.ts'
import { createSteps } from './steps.ts'

export interface DigestWorkerData {
  spool: string
  spoolDirectory: string
  progress: SharedArrayBuffer
  storagePort: MessagePort
}

/** To the main thread. */
export interface DigestLog {
  level: 'info' | 'warn' | 'error'
  message: string
}

// Taking events in comes before digesting them. On Linux a priority is a thread's own; elsewhere it would be the process's.
if (process.platform === 'linux') setPriority(10)

// Handed over by app.ts, which has the same type.
const data = workerData as DigestWorkerData
const storage = connectStorage(data.storagePort)
const progress = createProgress(data.progress)
const log = (level: DigestLog['level'], message: string): void =>
  parentPort?.postMessage({ level, message } satisfies DigestLog)

let wake = (): void => undefined
parentPort?.on('message', () => wake())

// Now, because a thread that is killed writes none (bin/lapwing.js).
flushCompileCache()

await followSpool({
  spool: data.spool,
  storage,
  progress,
  reader: openSpoolReader(data.spoolDirectory, (position, bytes) => {
    log('error', `passed over ${bytes} damaged bytes of the spool behind position ${position}`)
  }),
  steps: createSteps(),
  settingsOf: createSettingsCache(storage.meta, Date.now),
  assignOwners: createAutoAssigner(storage.meta, Date.now, (error) => {
    log('error', `new issues could not be assigned: ${error instanceof Error ? error.message : String(error)}`)
  }),
  async quarantine(record, error) {
    const folder = path.join(data.spoolDirectory, 'quarantine')
    await mkdir(folder, { recursive: true })
    await writeFile(path.join(folder, `${String(record.position).padStart(16, '0')}.envelope`), record.envelope)
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    log('error', `could not digest the envelope at ${record.position}, kept in ${folder}: ${reason}`)
  },
  sleep: () =>
    new Promise((resolve) => {
      wake = resolve
    }),
  pause: (milliseconds) => delay(milliseconds),
  log,
})
