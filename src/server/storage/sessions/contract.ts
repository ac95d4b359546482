import { describe } from 'vitest'
import { describeAgainstModel } from './contract/against-model.ts'
import { describeStates } from './contract/states.ts'
import { describeSeries, describeTimes } from './contract/times.ts'
import { describeConditions } from './contract/conditions.ts'
import { describeCounting } from './contract/counting.ts'
import { describeGroups } from './contract/groups.ts'
import type { SessionHarness } from './contract/harness.ts'
import { describeKeeping } from './contract/keeping.ts'
import { describeRecording } from './contract/recording.ts'

/** What every engine of the sessions port must do. `harness` gives the running test's own empty store. */
export function describeSessionStore(name: string, harness: () => SessionHarness): void {
  describe(`session store on ${name}`, () => {
    describeRecording(harness)
    describeCounting(harness)
    describeTimes(harness)
    describeSeries(harness)
    describeGroups(harness)
    describeConditions(harness)
    describeStates(harness)
    describeKeeping(harness)
    describeAgainstModel(harness)
  })
}
