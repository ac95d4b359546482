import { createFilter, createSessionFilter } from './filters/filters.ts'
import { createGrouper } from './grouping/group.ts'
import { createNormalizer } from './normalize/normalize.ts'
import type { DigestSteps } from './prepare.ts'
import { createScrubber } from './scrub/scrub.ts'
import { createRecordingScrubber } from './scrub/scrub-recording.ts'

/** The steps of the digest with their caches (user agents, compiled rules): one set a thread. */
export function createSteps(): DigestSteps {
  return {
    normalize: createNormalizer(),
    filter: createFilter(),
    filterSession: createSessionFilter(),
    scrub: createScrubber(),
    scrubRecording: createRecordingScrubber(),
    group: createGrouper(),
  }
}
