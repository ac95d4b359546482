import type { Config } from '../config.ts'
import { checkDisk } from './doctor/disk.ts'
import type { Finding } from './doctor/finding.ts'
import { checkSpool } from './doctor/spool.ts'
import { checkStores } from './doctor/stores.ts'

/** Looks at everything that can be wrong with a data folder and changes nothing but what opening the stores does (migrations). */
export async function doctor(config: Config): Promise<number> {
  const findings: Finding[] = await checkDisk(config)
  if (!findings.some((finding) => finding.state === 'broken')) {
    findings.push(...(await checkSpool(config)))
    findings.push(...(await checkStores(config)))
  }
  for (const { state, what, advice } of findings) {
    console.log(`${state.padEnd(7)} ${what}`)
    if (advice !== undefined) console.log(`        → ${advice}`)
  }
  return findings.some((finding) => finding.state === 'broken') ? 1 : 0
}
