import type { SpoolReader, SpoolRecord } from '../storage/spool/port.ts'
import type { Storage } from '../storage/storage.ts'
import type { NewIssue } from '../projects/auto-assign.ts'
import { catchUpEvents } from './catch-up.ts'
import { heldBytes } from './items/gather-content.ts'
import { createEventsQueue } from './events-queue.ts'
import { type DigestSteps, nothingPrepared, outcomeOf, type Prepared, prepareRecord } from './prepare.ts'
import type { Progress } from './progress.ts'
import { type PreparedRun, recordRun } from './record.ts'
import type { ProjectSettings } from './types.ts'

export interface FollowContext {
  spool: string
  storage: Storage
  reader: SpoolReader
  progress: Progress
  steps: DigestSteps
  settingsOf(projectId: number): Promise<ProjectSettings | null>
  /** Hears of issues that began; what it does is part of the run. */
  assignOwners?: (issues: NewIssue[]) => Promise<void>
  /** Keeps the bytes of a record that the digest could not handle. */
  quarantine(record: SpoolRecord, error: unknown): Promise<void>
  /** Resolves when there may be something to read. */
  sleep(): Promise<void>
  /** Waits before trying again after a failure. */
  pause(milliseconds: number): Promise<void>
  log: (level: 'info' | 'warn' | 'error', message: string) => void
}

/**
 * 280 events of 3.6 KB or 40 of 50 KB: enough to share two commits (a sync is 2–4 ms), small enough that the storage thread answers queries
 * in between (a run keeps it busy for some 15 ms). 560 small ones would take 60 MB more under load, for no more speed.
 */
const runLimits = { maxBytes: 2 * 1024 * 1024, maxRecords: 280 }

/** Sessions, a seventh of an event in bytes and less in work, are not among those records: so many share the commits of a run. */
const maxSessions = 4000

/**
 * Recordings grow tenfold when they are inflated: with so many bytes of them in memory, packed where they are large, a run is full, whatever else was
 * read. So the digest holds two runs of these.
 */
const maxRecordedBytes = 16 * 1024 * 1024

/** How long to prepare between two looks at the mail. */
const sliceMs = 3

/** Digests the spool for as long as the process lives. A failing store (full disk …) is tried again, from what was committed. */
export async function followSpool(context: FollowContext): Promise<never> {
  const { storage, spool, log } = context
  for (let failures = 0; ; failures++) {
    try {
      const rows = await catchUpEvents(storage, spool, (count) => log('info', `events view: ${count} rows caught up`))
      if (rows > 0) log('info', `events view caught up with ${rows} rows from the payloads`)
      const from = await storage.meta.offset(spool)
      context.progress.setDigested(from)
      await digestFrom(context, from, () => {
        failures = 0
      })
    } catch (error) {
      log('error', `digest stopped, trying again: ${error instanceof Error ? error.message : String(error)}`)
    }
    await context.pause(Math.min(250 * 2 ** failures, 10_000))
  }
}

/** While one run is being stored, the next is prepared; the events view takes its rows in batches of its own. */
async function digestFrom(context: FollowContext, start: number, onProgress: () => void): Promise<void> {
  const { progress, spool, storage } = context
  const queue = createEventsQueue(storage.events, spool, start, (position) => {
    progress.setDigested(position)
    onProgress()
  })
  let position = start
  let storing: Promise<void> = Promise.resolve()
  for (;;) {
    const end = progress.written()
    if (position >= end) {
      await storing
      progress.fallAsleep()
      if (progress.written() <= position) await Promise.race([context.sleep(), queue.failed])
      continue
    }
    const run = await prepareRun(context, position, end)
    await storing
    storing = recordRun(storage, run, context.assignOwners).then((rows) => queue.add(rows, run.to))
    // Awaited in the next turn; until then a rejection must not count as unhandled.
    storing.catch(() => undefined)
    // Their bytes lie in the reader's buffer, which the next read overwrites; a copy of 100 MB would cost more than the wait.
    if (run.attachments.length > 0 || isFullOfRecordings(run)) await storing
    position = run.to
  }
}

/** As much as fits into one run, and another look at the spool as long as that is mostly sessions. */
async function prepareRun(
  { spool, reader, ...context }: FollowContext,
  from: number,
  end: number,
): Promise<PreparedRun> {
  const run: PreparedRun = { spool, from, to: from, ...nothingPrepared() }
  const room = { ...runLimits }
  do {
    const { records, next } = await reader.read(run.to, end, room)
    const { others, stoppedAt } = await prepareRecords(context, records, run)
    run.to = stoppedAt ?? next
    room.maxRecords -= others
    for (const { envelope } of records) room.maxBytes -= envelope.length
    // With less room than half the next look would bring crumbs; attachments are views of what it would overwrite.
  } while (
    run.to < end &&
    room.maxRecords > runLimits.maxRecords / 2 &&
    room.maxBytes > 0 &&
    run.sessions.updates.length + run.sessions.counts.length < maxSessions &&
    run.attachments.length === 0 &&
    !isFullOfRecordings(run)
  )
  return run
}

function isFullOfRecordings({ replays }: Prepared): boolean {
  let bytes = 0
  for (const { recording } of replays.segments) bytes += recording === null ? 0 : heldBytes(recording.content)
  return bytes >= maxRecordedBytes
}

/**
 * Adds to `prepared` what these records hold; says how many of them held anything but sessions, and the position of the first that it did not
 * come to, when it was full before.
 */
async function prepareRecords(
  context: Pick<FollowContext, 'steps' | 'settingsOf' | 'quarantine'>,
  records: SpoolRecord[],
  prepared: Prepared,
): Promise<{ others: number; stoppedAt: number | null }> {
  let others = 0
  let sliceEnd = performance.now() + sliceMs
  for (const record of records) {
    if (prepared.replays.segments.length > 0 && isFullOfRecordings(prepared)) {
      return { others, stoppedAt: record.position }
    }
    // The stores' answers for the run before come in between: its next step must not wait until this run is prepared.
    if (performance.now() > sliceEnd) {
      await new Promise(setImmediate)
      sliceEnd = performance.now() + sliceMs
    }
    const settings = await context.settingsOf(record.receipt.projectId)
    try {
      const { events, reports, attachments, sessions, replays, userSessions, outcomes } = prepareRecord(
        context.steps,
        record,
        settings,
      )
      prepared.events.push(...events)
      prepared.reports.push(...reports)
      prepared.attachments.push(...attachments)
      prepared.sessions.updates.push(...sessions.updates)
      prepared.sessions.counts.push(...sessions.counts)
      prepared.replays.segments.push(...replays.segments)
      prepared.replays.links.push(...replays.links)
      prepared.userSessions.push(...userSessions)
      prepared.outcomes.push(...outcomes)
      const isSessions = sessions.updates.length + sessions.counts.length > 0
      if (!isSessions || events.length + reports.length + attachments.length > 0) others += 1
    } catch (error) {
      // A surprise: the bytes are kept, the rest goes on.
      await context.quarantine(record, error)
      prepared.outcomes.push(outcomeOf(record.receipt, 'default', 1, 'invalid', 'internal'))
      others += 1
    }
  }
  return { others, stoppedAt: null }
}
