import { spawn } from 'node:child_process'
import path from 'node:path'

const program = path.join(import.meta.dirname, '../../node_modules/.bin/sentry-cli')

export interface CliRun {
  code: number | null
  /** What it says to people. */
  said: string
  /** What it asked the server, from its own log. */
  requests: { method: string; path: string; status: number }[]
}

/** Runs sentry-cli to its end in a folder that is also its home, so that no settings of the machine are read. */
export async function runSentryCli(
  words: string[],
  where: { folder: string; env: Record<string, string> },
): Promise<CliRun> {
  const child = spawn(program, [...words, '--log-level=debug'], {
    cwd: where.folder,
    env: { PATH: process.env['PATH'], HOME: where.folder, SENTRY_DISABLE_UPDATE_CHECK: '1', ...where.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  }
  const code = await new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject))
  const lines = output.split('\n')
  return { code, said: lines.filter((line) => !isLogged(line)).join('\n'), requests: readRequests(lines) }
}

function isLogged(line: string): boolean {
  return /^\s+(DEBUG|INFO)\s/.test(line)
}

/** Pairs of `> GET /path HTTP/1.1` and `< HTTP/1.1 200 OK`. */
function readRequests(lines: string[]): CliRun['requests'] {
  const requests: CliRun['requests'] = []
  for (const line of lines) {
    const [, method, asked] = / > (GET|POST|PUT|DELETE) (\S+) HTTP\//.exec(line) ?? []
    if (method !== undefined && asked !== undefined) requests.push({ method, path: asked, status: 0 })
    const status = / < HTTP\/\S+ (\d+)/.exec(line)?.[1]
    const last = requests.at(-1)
    if (status !== undefined && last !== undefined) last.status = Number(status)
  }
  return requests
}
