import { beforeEach } from 'vitest'
import { describeReplayStore } from './contract.ts'
import { openReplayModel } from './model.ts'
import type { ReplayStore } from './port.ts'

let model: ReplayStore
beforeEach(() => {
  model = openReplayModel()
})

/** The suite holds of the model what it holds the engines to: else one of the two has the port wrong. */
describeReplayStore('the model', () => ({ open: async () => model }))
