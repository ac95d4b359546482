import { describe } from 'vitest'
import { describeAgainstModel } from './contract/against-model.ts'
import { describeCutting } from './contract/cutting.ts'
import type { UserSessionHarness } from './contract/harness.ts'
import { describeJoining } from './contract/joining.ts'
import { describeKeeping } from './contract/keeping.ts'
import { describeListing } from './contract/listing.ts'

/** What every engine of the user sessions port must do. `harness` gives the running test's own empty store. */
export function describeUserSessionStore(name: string, harness: () => UserSessionHarness): void {
  describe(`user session store on ${name}`, () => {
    describeJoining(harness)
    describeListing(harness)
    describeKeeping(harness)
    describeAgainstModel(harness)
    describeCutting(harness)
  })
}
