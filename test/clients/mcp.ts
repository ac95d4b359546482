import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { dig, list } from '../support/json.ts'

const program = path.join(import.meta.dirname, '../../node_modules/@sentry/mcp-server/dist/index.js')

export interface McpClient {
  /** Names of the tools that are offered directly. */
  tools(): Promise<string[]>
  /**
   * Calls a tool, through `execute_sentry_tool` where it is one of the catalogue, and gives what it says to the model; throws when it could not
   * make sense of an answer of ours.
   */
  call(name: string, input: Record<string, unknown>): Promise<string>
  close(): Promise<void>
}

/** Starts @sentry/mcp-server over stdio against a server of plain HTTP, and greets it as the protocol wants. */
export async function startMcp(url: string, token: string): Promise<McpClient> {
  const { host } = new URL(url)
  // Its own telemetry would go to Sentry.
  const flags = ['--access-token', token, '--host', host, '--insecure-http', '--all-skills', '--sentry-dsn', '']
  const child = spawn(process.execPath, [program, ...flags], {
    env: { PATH: process.env['PATH'] },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    log += chunk
  })
  let id = 0
  const waiting = new Map<number, (message: unknown) => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message: unknown = JSON.parse(line)
    waiting.get(Number(dig(message, 'id')))?.(message)
  })
  const write = (message: Record<string, unknown>) =>
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  const ask = async (method: string, params: Record<string, unknown>): Promise<unknown> => {
    id++
    const answer = new Promise((resolve) => waiting.set(id, resolve))
    write({ id, method, params })
    const ended = exited.then(() => {
      throw new Error(`the MCP server ended: ${log}`)
    })
    const message = await Promise.race([answer, ended])
    const error = dig(message, 'error')
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`)
    return dig(message, 'result')
  }
  await ask('initialize', {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'lapwing-test', version: '1.0.0' },
  })
  write({ method: 'notifications/initialized' })
  const tools = async () => list(await ask('tools/list', {}), 'tools').map((tool) => String(dig(tool, 'name')))
  const direct = new Set(await tools())
  return {
    tools,
    async call(name, input) {
      const params = direct.has(name)
        ? { name, arguments: input }
        : { name: 'execute_sentry_tool', arguments: { name, arguments: input } }
      const result = await ask('tools/call', params)
      const said = list(result, 'content')
        .map((part) => dig(part, 'text'))
        .filter((part) => typeof part === 'string')
        .join('\n')
      if (dig(result, 'isError') === true) throw new Error(`${name}: ${said}`)
      return said
    },
    async close() {
      child.kill()
      await exited
    },
  }
}
