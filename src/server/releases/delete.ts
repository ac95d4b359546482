import { LapwingError } from '../errors.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Release } from '../storage/meta/ports/releases.ts'

/** Deletes a release with its commits' order, deploys and counts; `bad_request` while there are issues that began in it. */
export async function deleteRelease(release: Release, meta: Pick<MetaStore, 'deleteRelease'>): Promise<void> {
  if ((await meta.deleteRelease(release.id)) === 'deleted') return
  const detail =
    'There are issues whose first event was of this release. Delete those before it, or archive it instead.'
  throw new LapwingError('bad_request', { detail })
}
