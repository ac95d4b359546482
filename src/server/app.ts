/** The only wiring: stores, threads, ingest, API and web become one server here. */
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { fastify } from 'fastify'
import type { Logger } from 'pino'
import { bootstrap, type Welcome } from './bootstrap.ts'
import type { Config } from './config.ts'
import { createProgress } from './digest/progress.ts'
import { registerApi } from './http/api.ts'
import { registerWeb } from './http/web.ts'
import { createKeyCache } from './ingest/key-cache.ts'
import { createOutcomeCounter } from './ingest/outcome-counter.ts'
import { createRateLimiter } from './ingest/rate-limiter.ts'
import { registerIngest } from './ingest/routes.ts'
import { defaultIngestLimits } from './ingest/types.ts'
import { scheduleAdoption } from './jobs/adoption.ts'
import { scheduleAutoResolve } from './jobs/auto-resolve.ts'
import { followJobs } from './jobs/follow-jobs.ts'
import { scheduleRetention } from './jobs/retention.ts'
import { warmUp } from './warm-up.ts'
import { registerObservability } from './observability/routes.ts'
import { openSpool } from './storage/spool/writer.ts'
import { storagePaths } from './storage/paths.ts'
import { createDigestThread, startStorageThread } from './threads.ts'
import { isCaughtUp } from './digest/catch-up.ts'

export interface Server {
  /** As people and SDKs reach it, without a trailing slash. */
  url: string
  welcome: Welcome
  close(): Promise<void>
}

export const version = '0.1.0'
const webDirectory = path.join(import.meta.dirname, '../../dist/web')

/** Starts everything on the config's data folder; resolves when requests are answered. `onFatal` hears of what cannot be mended by going on. */
export async function startServer(config: Config, log: Logger, onFatal: (reason: string) => void): Promise<Server> {
  await mkdir(config.data, { recursive: true })
  const port = config.port === 0 ? await findFreePort(config.host) : config.port
  const url = config.url ?? localUrl(config.host, port)
  const paths = storagePaths(config.data)
  const thread = await startStorageThread({ directory: config.data, duckdbMemoryMb: config.duckdbMemoryMb }, onFatal)
  const { storage } = thread
  const progress = createProgress()

  let wake = (): void => undefined
  const spool = await openSpool(paths.spool, {
    segmentBytes: config.segmentBytes,
    maxBacklogBytes: config.maxBacklogBytes,
    minFreeDiskBytes: config.minFreeDiskBytes,
    minimumPosition: (id) => storage.meta.offset(id),
    onDurable(end) {
      progress.setWritten(end)
      wake()
    },
    log: (level, message) => log[level](message),
  })
  progress.setWritten(spool.end())
  const digest = createDigestThread(
    { spool: spool.id, spoolDirectory: paths.spool },
    progress,
    thread.connect,
    (level, message) => log[level](message),
  )
  wake = digest.wake
  if (!(await isCaughtUp(storage, spool.id, spool.end()))) wake()

  const keys = createKeyCache(storage.meta, Date.now)
  const outcomes = createOutcomeCounter(storage.meta, Date.now, (error) =>
    log.error(error, 'outcomes could not be counted'),
  )
  const app = fastify({
    trustProxy: config.trustProxy,
    bodyLimit: config.maxRequestBytes,
    forceCloseConnections: true,
    // The default is none; a body that trickles in would hold its memory for ever.
    requestTimeout: 120_000,
    // Tag keys stand in paths; the default of 100 would answer 404 to long ones.
    routerOptions: { maxParamLength: 500 },
  })
  await app.register(registerIngest, {
    findKey: keys.find,
    spool,
    rateLimiter: createRateLimiter(),
    countOutcome: outcomes.count,
    now: Date.now,
    onSpoolError: (error) => log.error(error, 'an envelope could not be spooled'),
    limits: { ...defaultIngestLimits, requestBytes: config.maxRequestBytes, envelopeBytes: config.maxEnvelopeBytes },
  })
  const jobs = followJobs({ storage, spool: spool.id, now: Date.now, log })
  registerApi(app, {
    storage,
    baseUrl: url,
    version,
    now: Date.now,
    log,
    onProjectsChanged: keys.clear,
    onJobFiled: () => jobs.wake(),
  })
  registerObservability(app, {
    storage,
    baseUrl: url,
    now: Date.now,
    log,
    maxRequests: config.observabilityRequests,
  })
  await registerWeb(app, { directory: webDirectory, meta: storage.meta, baseUrl: url, now: Date.now })

  const welcome = await bootstrap(storage.meta, url, Date.now())
  await app.listen({ host: config.host, port })
  // Nobody waits for it; a close in between ends it.
  warmUp(storage, url, Date.now()).catch((error: unknown) => log.debug(error, 'the start page could not be read ahead'))

  const housekeeping = setInterval(() => {
    digest.rest()
    spool
      .release(progress.digested())
      .catch((error: unknown) => log.error(error, 'spool segments could not be deleted'))
  }, 1000)
  const autoResolve = scheduleAutoResolve(storage, Date.now, log)
  const adoption = scheduleAdoption(storage, Date.now, log)
  const retention = scheduleRetention(storage, config.retentionDays, Date.now, log)

  return {
    url,
    welcome,
    async close() {
      clearInterval(housekeeping)
      retention.stop()
      adoption.stop()
      autoResolve.stop()
      await app.close()
      await outcomes.close()
      await jobs.stop()
      await spool.close()
      await digest.close()
      await thread.close()
    },
  }
}

/** The address as a person at this machine would type it. */
function localUrl(host: string, port: number): string {
  const isLocal = ['0.0.0.0', '::', '127.0.0.1', '::1', 'localhost'].includes(host)
  const name = isLocal ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** For `--port 0`: the URL has to be known before anything listens on it. */
function findFreePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, host, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
