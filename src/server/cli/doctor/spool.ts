import { open, readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Config } from '../../config.ts'
import { storagePaths } from '../../storage/paths.ts'
import { scanRecords } from '../../storage/spool/scan.ts'
import { isMissing, listSegments, type Segment } from '../../storage/spool/segments.ts'
import type { Finding } from './finding.ts'

const chunkBytes = 4 * 1024 * 1024

/** Reads every record that is still in the spool. */
export async function checkSpool(config: Config): Promise<Finding[]> {
  const directory = storagePaths(config.data).spool
  const findings: Finding[] = []
  let segments: Segment[]
  try {
    segments = await listSegments(directory)
  } catch (error) {
    if (isMissing(error)) return [{ state: 'ok', what: 'no spool yet' }]
    throw error
  }
  let records = 0
  for (const [index, segment] of segments.entries()) {
    const { count, damaged, tail } = await readSegment(segment)
    records += count
    const isLast = index === segments.length - 1
    if (damaged > tail || (damaged > 0 && !isLast)) {
      findings.push({
        state: 'broken',
        what: `${damaged} damaged bytes in ${segment.path}`,
        advice:
          'the digest passes over them and goes on; check the disk, and restore the file from a backup if the events matter',
      })
    } else if (tail > 0) {
      findings.push({
        state: 'warning',
        what: `${tail} bytes of a torn write at the end of ${segment.path}`,
        advice:
          'nothing: they were never acknowledged (or a server is writing right now); the next start cuts them off',
      })
    }
  }
  findings.unshift({ state: 'ok', what: `spool: ${segments.length} segments, ${records} envelopes readable` })
  const quarantined = await readdir(path.join(directory, 'quarantine')).catch(() => [])
  if (quarantined.length > 0) {
    findings.push({
      state: 'warning',
      what: `${quarantined.length} envelopes in ${path.join(directory, 'quarantine')} could not be digested`,
      advice: 'report them with the message in the log; they are kept until you delete them',
    })
  }
  return findings
}

/** `tail` counts the damaged bytes behind the last whole record. */
async function readSegment(segment: Segment): Promise<{ count: number; damaged: number; tail: number }> {
  const handle = await open(segment.path, 'r')
  try {
    const { size } = await handle.stat()
    let count = 0
    let damaged = 0
    let whole = 0
    for (let next = 0; next < size; ) {
      const scan = await scanRecords(handle, next, size, chunkBytes)
      count += scan.records.length
      damaged += scan.damaged
      if (scan.records.length > 0) whole = scan.whole
      next = scan.next
    }
    return { count, damaged, tail: size - whole }
  } finally {
    await handle.close()
  }
}
