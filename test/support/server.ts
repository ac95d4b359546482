/** Boots the real server in a process of its own, as `npm start` does, and ends it in the ways that tests need. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

const main = path.join(import.meta.dirname, '../../bin/lapwing.js')

export interface BootedServer {
  url: string
  signIn: string
  dsn: string
  /** Data folder. */
  data: string
  process: ChildProcess
  /** Lines of the log so far. */
  log: string[]
  /** SIGKILL: no chance to clean up. */
  kill(): Promise<void>
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>
}

export interface BootOptions {
  data: string
  port?: number
  args?: string[]
  /** A command to put in front, e.g. to set a limit: `['prlimit', '--fsize=…', '--']`. */
  prefix?: string[]
}

/** Resolves when the server printed its three lines; rejects with the log when it ends before. */
export async function bootServer(options: BootOptions): Promise<BootedServer> {
  const words = [
    ...(options.prefix ?? []),
    process.execPath,
    main,
    'serve',
    '--data',
    options.data,
    '--port',
    String(options.port ?? 0),
    '--min-free-disk-mb',
    '0',
    ...(options.args ?? []),
  ]
  const [command = process.execPath, ...args] = words
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const log: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line))
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const said = new Map<string, string>()
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, name, value] = /^(Listening|Sign in|DSN): (.*)$/.exec(line) ?? []
      if (name !== undefined && value !== undefined) said.set(name, value)
      if (said.size === 3) resolve()
    })
    void exited.then((code) => reject(new Error(`the server ended with ${code}\n${log.join('\n')}`)))
  })
  return {
    url: said.get('Listening') ?? '',
    signIn: said.get('Sign in') ?? '',
    dsn: said.get('DSN') ?? '',
    data: options.data,
    process: child,
    log,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    async stop() {
      child.kill('SIGTERM')
      return exited
    },
  }
}

/** A fresh data folder that goes away with `remove`. */
export async function temporaryFolder(name: string): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), `lapwing-${name}-`))
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
