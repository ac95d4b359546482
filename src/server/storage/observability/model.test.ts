import { beforeEach } from 'vitest'
import { describeUserSessionStore } from './contract.ts'
import { openUserSessionModel } from './model.ts'
import type { UserSessionStore } from './port.ts'

let model: UserSessionStore
beforeEach(() => {
  model = openUserSessionModel()
})

/** The suite holds of the model what it holds the engines to: else one of the two has the port wrong. */
describeUserSessionStore('the model', () => ({ open: async () => model }))
