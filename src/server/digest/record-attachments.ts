import { blobKeyOf } from '../attachments/blob-key.ts'
import { measureItem } from '../../protocol/item-types.ts'
import type { NewAttachment } from '../storage/meta/ports/attachments.ts'
import type { Occurrence } from '../storage/meta/ports/issues.ts'
import type { OutcomeCount } from '../storage/meta/ports/outcomes.ts'
import type { Storage } from '../storage/storage.ts'
import { findIssueOfEvent } from '../user-reports/find-issue.ts'
import { outcomeOf, type PreparedAttachment } from './prepare.ts'
import { blobIdOf, putBlobs } from './put-blobs.ts'
import type { PreparedRun } from './record.ts'

/**
 * Puts the bytes of a run's attachments into the blob store, for meta to keep the rows that come back. The same file of the same event in another
 * envelope, before or in this run, is left out and counted as a duplicate: an SDK that did not hear the answer sends again.
 */
export async function keepAttachments(
  run: PreparedRun,
  storage: Pick<Storage, 'meta' | 'blobs'>,
): Promise<{ attachments: NewAttachment[]; outcomes: OutcomeCount[] }> {
  if (run.attachments.length === 0) return { attachments: [], outcomes: [] }
  const seen = createMemory(storage)
  const outcomes: OutcomeCount[] = []
  const fresh: { row: NewAttachment; content: Uint8Array }[] = []
  for (const attachment of run.attachments) {
    const isDuplicate = await seen.has(attachment)
    outcomes.push(...countAttachment(attachment, isDuplicate))
    if (isDuplicate) continue
    seen.add(attachment)
    const blobId = blobIdOf(run.spool, attachment)
    const { projectId, eventId, type, name, contentType, size, sha1, createdAt, content } = attachment
    const row = { projectId, eventId, issueId: null, blobId, type, name, contentType, size, sha1, createdAt }
    fresh.push({ row, content })
  }
  await putBlobs(
    storage.blobs,
    fresh.map(({ row, content }) => ({ key: blobKeyOf(row), content })),
  )
  return { attachments: fresh.map(({ row }) => row), outcomes }
}

/** Finds the issues of events that were there before; those of this run meta finds itself. */
export async function linkAttachments(
  attachments: NewAttachment[],
  occurrences: readonly Occurrence[],
  storage: Pick<Storage, 'payloads' | 'meta'>,
): Promise<NewAttachment[]> {
  if (attachments.length === 0) return attachments
  const coming = new Set(occurrences.map(({ projectId, eventId }) => `${projectId}:${eventId}`))
  const linked: NewAttachment[] = []
  for (const attachment of attachments) {
    const { projectId, eventId } = attachment
    const isComing = coming.has(`${projectId}:${eventId}`)
    linked.push({ ...attachment, issueId: isComing ? null : await findIssueOfEvent(projectId, eventId, storage) })
  }
  return linked
}

/** Takes away the bytes of those that meta left out, because their project was deleted while they came. */
export async function forgetAttachments(
  attachments: readonly NewAttachment[],
  storage: Pick<Storage, 'meta' | 'blobs'>,
): Promise<void> {
  for (const projectId of new Set(attachments.map((attachment) => attachment.projectId))) {
    if ((await storage.meta.findProjectById(projectId)) !== null) continue
    await storage.blobs.remove(attachments.filter((one) => one.projectId === projectId).map(blobKeyOf))
  }
}

function countAttachment(attachment: PreparedAttachment, isDuplicate: boolean): OutcomeCount[] {
  const { projectId, publicKey, createdAt: receivedAt } = attachment
  return measureItem('attachment', {}, attachment.size).map(({ category, quantity }) =>
    isDuplicate
      ? outcomeOf({ projectId, publicKey, receivedAt }, category, quantity, 'invalid', 'duplicate')
      : outcomeOf({ projectId, publicKey, receivedAt }, category, quantity, 'accepted', ''),
  )
}

/** Which files of which events are there already: from before, and from other envelopes of this run. Two alike in one envelope are two. */
function createMemory(storage: Pick<Storage, 'meta'>) {
  const nameOf = (one: Pick<NewAttachment, 'projectId' | 'eventId' | 'name' | 'type' | 'sha1'>) =>
    JSON.stringify([one.projectId, one.eventId, one.name, one.type, one.sha1])
  /** Of each event, whose rows were read: the position that a file was first seen at; null: in meta. */
  const events = new Map<string, Map<string, number | null>>()

  async function filesOf({ projectId, eventId }: PreparedAttachment): Promise<Map<string, number | null>> {
    const key = `${projectId}:${eventId}`
    let files = events.get(key)
    if (files === undefined) {
      const rows = await storage.meta.listAttachments(projectId, [eventId])
      files = new Map(rows.map((row) => [nameOf(row), null]))
      events.set(key, files)
    }
    return files
  }

  return {
    async has(attachment: PreparedAttachment): Promise<boolean> {
      const position = (await filesOf(attachment)).get(nameOf(attachment))
      return position !== undefined && position !== attachment.position
    },
    add(attachment: PreparedAttachment): void {
      events.get(`${attachment.projectId}:${attachment.eventId}`)?.set(nameOf(attachment), attachment.position)
    },
  }
}
