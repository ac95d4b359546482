import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Child {
  /** Lines printed so far. */
  lines: string[]
  /** Resolves when this many lines are there; rejects when the program ends before. */
  printed(count: number): Promise<void>
  /** Resolves with the exit code or the signal, and all that was printed on stderr. */
  ended: Promise<{ code: number | null; errors: string }>
  /** SIGKILL: no handler runs, nothing is flushed. */
  kill(): void
}

/** Runs a TypeScript program of ours in a process of its own. */
export function startChild(program: string, args: string[]): Child {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  let errors = ''
  let isOver = false
  const notify = () => {
    for (const look of waiting) look()
  }
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    notify()
  })
  const ended = new Promise<{ code: number | null; errors: string }>((resolve) => {
    child.on('close', (code) => {
      isOver = true
      notify()
      resolve({ code, errors })
    })
  })
  return {
    lines,
    ended,
    kill: () => child.kill('SIGKILL'),
    printed: (count) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (lines.length < count && !isOver) return
          waiting.delete(look)
          if (lines.length >= count) resolve()
          else reject(new Error(`${program} ended after ${lines.length} lines: ${errors}`))
        }
        waiting.add(look)
        look()
      }),
  }
}
