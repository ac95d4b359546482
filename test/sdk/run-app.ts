import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { dig, isRecord, type JsonRecord } from '../support/json.ts'

export interface AppRun {
  code: number | null
  /** Events as the SDK put them into envelopes, in order. */
  sent: JsonRecord[]
  /** Types of the other items. */
  items: string[]
  /** What items of sessions said, in order. */
  sessions: JsonRecord[]
  stderr: string
}

/** Runs an app of test/sdk/apps in a process of its own to its end. `onLine` hears each line as it comes. */
export async function runApp(name: string, dsn: string, onLine?: (line: JsonRecord) => void): Promise<AppRun> {
  const file = path.join(import.meta.dirname, 'apps', `${name}.mjs`)
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], SENTRY_DSN: dsn },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const run: AppRun = { code: null, sent: [], items: [], sessions: [], stderr: '' }
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    run.stderr += chunk
  })
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    const said: unknown = line.startsWith('{') ? JSON.parse(line) : null
    if (!isRecord(said)) return
    const sent = dig(said, 'sent')
    if (isRecord(sent)) run.sent.push(sent)
    if (typeof said['item'] === 'string') run.items.push(said['item'])
    const payload = dig(said, 'payload')
    if (isRecord(payload)) run.sessions.push(payload)
    onLine?.(said)
  })
  const read = new Promise((resolve) => lines.once('close', resolve))
  run.code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject))
  await read
  return run
}
