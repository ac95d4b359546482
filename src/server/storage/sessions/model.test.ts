import { beforeEach } from 'vitest'
import { describeSessionStore } from './contract.ts'
import { openSessionModel, type SessionModel } from './model.ts'

let model: SessionModel
beforeEach(() => {
  model = openSessionModel()
})

/** The suite holds of the model what it holds the engines to: else one of the two has the port wrong. */
describeSessionStore('the model', () => ({ open: async () => model }))
