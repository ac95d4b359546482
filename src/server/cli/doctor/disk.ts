import { access, constants } from 'node:fs/promises'
import type { Config } from '../../config.ts'
import { readFreeDisk } from '../../storage/spool/free-disk.ts'
import type { Finding } from './finding.ts'

const MiB = 1024 * 1024

/** Is the folder there, may we write to it, is there room? */
export async function checkDisk(config: Config): Promise<Finding[]> {
  const { data } = config
  try {
    await access(data, constants.F_OK)
  } catch {
    return [
      {
        state: 'broken',
        what: `there is no folder ${data}`,
        advice: 'start the server once, or name another with --data',
      },
    ]
  }
  try {
    await access(data, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    return [
      {
        state: 'broken',
        what: `this user may not read and write ${data}`,
        advice: `give it to the user that runs the server: chown -R <user> ${data}`,
      },
    ]
  }
  const disk = await readFreeDisk(data, config.minFreeDiskBytes)
  const free = Math.round(disk.free / MiB)
  const least = Math.round(disk.least / MiB)
  const room = `${free} MiB free on the disk of ${data}`
  if (disk.free < disk.least) {
    return [
      {
        state: 'broken',
        what: `${room}: below ${least} MiB ingest answers 503`,
        advice: 'make room, keep fewer days (--retention-days), or lower --min-free-disk-mb',
      },
    ]
  }
  if (free < 4 * least)
    return [{ state: 'warning', what: room, advice: `below ${least} MiB ingest will answer 503: make room` }]
  return [{ state: 'ok', what: room }]
}
