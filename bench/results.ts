/** Keeps the numbers: bench/results.json is the record, bench/RESULTS.md the table made of it. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import path from 'node:path'

export interface Measurement {
  value: number
  unit: string
  /** What the machine gives at most, measured in the same run. */
  ceiling?: number
  ratio?: number
  /** In words, e.g. `≥ 50 % of the ceiling`. */
  budget: string
  met: boolean
}

interface Recorded extends Measurement {
  commit: string
  machine: string
}

const folder = import.meta.dirname
const file = path.join(folder, 'results.json')

/** Prints a measurement and writes it into both files. */
export function record(name: string, measurement: Measurement): void {
  const rounded = { ...measurement, value: round(measurement.value) }
  if (measurement.ceiling !== undefined) rounded.ceiling = round(measurement.ceiling)
  if (measurement.ratio !== undefined) rounded.ratio = round(measurement.ratio)
  const all = readAll()
  all[name] = { ...rounded, commit: currentCommit(), machine: describeMachine() }
  const sorted = Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => a.localeCompare(b)))
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`)
  writeFileSync(path.join(folder, 'RESULTS.md'), toTable(sorted))
  const ceiling = rounded.ceiling === undefined ? '' : `, ceiling ${rounded.ceiling}, ratio ${rounded.ratio ?? ''}`
  console.log(
    `${name}: ${rounded.value} ${rounded.unit}${ceiling} (budget ${rounded.budget}: ${rounded.met ? 'met' : 'NOT met'})`,
  )
}

function readAll(): Record<string, Recorded> {
  if (!existsSync(file)) return {}
  // Written by this file.
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Recorded>
}

function toTable(all: Record<string, Recorded>): string {
  const rows = Object.entries(all).map(([name, entry]) => {
    const ceiling = entry.ceiling === undefined ? '' : `${entry.ceiling}`
    const ratio = entry.ratio === undefined ? '' : `${Math.round(entry.ratio * 100)} %`
    return `| ${name} | ${entry.value} ${entry.unit} | ${ceiling} | ${ratio} | ${entry.budget} | ${entry.met ? 'yes' : '**no**'} | ${entry.commit} |`
  })
  const machines = [...new Set(Object.values(all).map((entry) => entry.machine))]
  return [
    '# Bench results',
    '',
    'Made by `npm run bench -- ingest|digest|query|sessions|replays|player|memory|start`; do not edit. Ceilings are measured in the same run as the number beside them.',
    '',
    '| what | value | ceiling | ratio | budget | met | commit |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
    ...machines.map((machine) => `Machine: ${machine}`),
    '',
  ].join('\n')
}

function currentCommit(): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
}

function describeMachine(): string {
  const [cpu] = cpus()
  return `${cpus().length} × ${cpu?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 100) / 100
}
