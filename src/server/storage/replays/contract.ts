import { describe } from 'vitest'
import { describeAgainstModel } from './contract/against-model.ts'
import { describeConditions } from './contract/conditions.ts'
import { describeCrowd } from './contract/crowd.ts'
import { describeFolding } from './contract/folding.ts'
import type { ReplayHarness } from './contract/harness.ts'
import { describeKeeping } from './contract/keeping.ts'
import { describeListing } from './contract/listing.ts'
import { describeRecording } from './contract/recording.ts'
import { describeSelectors } from './contract/selectors.ts'
import { describeValues } from './contract/values.ts'

/** What every engine of the replays port must do. `harness` gives the running test's own empty store. */
export function describeReplayStore(name: string, harness: () => ReplayHarness): void {
  describe(`replay store on ${name}`, () => {
    describeRecording(harness)
    describeFolding(harness)
    describeListing(harness)
    describeConditions(harness)
    describeSelectors(harness)
    describeValues(harness)
    describeKeeping(harness)
    describeCrowd(harness)
    describeAgainstModel(harness)
  })
}
