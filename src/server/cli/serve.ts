import { flushCompileCache } from 'node:module'
import { pino } from 'pino'
import { startServer } from '../app.ts'
import type { Config } from '../config.ts'
import { tidyHeap } from '../tidy-heap.ts'
import { rememberUrl } from './public-url.ts'

/** Starts the server, prints where it is and how to get in, and runs until SIGINT or SIGTERM. */
export async function serve(config: Config, words: string[]): Promise<number> {
  if (words.length > 0) {
    console.error(`serve takes no "${words[0]}"; see --help`)
    return 2
  }
  // The log goes to stderr: stdout has the three lines that scripts read.
  const log = pino(
    { level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination(2),
  )
  const stopped = new Promise<number>((resolve) => {
    process.once('SIGINT', () => resolve(0))
    process.once('SIGTERM', () => resolve(0))
  })
  const server = await startServer(config, log, (reason) => {
    log.fatal(`the storage thread ended, and so must the server; what was acknowledged is in the spool: ${reason}`)
    process.exit(1)
  })
  await rememberUrl(config.data, server.url)
  console.log(`Listening: ${server.url}`)
  console.log(`Sign in: ${server.welcome.signIn}`)
  if (server.welcome.dsn !== null) console.log(`DSN: ${server.welcome.dsn}`)
  // Now, because a process that is killed writes none (bin/lapwing.js).
  flushCompileCache()
  setTimeout(tidyHeap, 2000).unref()
  const code = await stopped
  await server.close()
  return code
}
