import { describe, expect, test } from 'vitest'
import { replayOf } from './replay-of.ts'

const id = '2ded0027160344b38080e68773183061'
const tag = (value: string) => ({ key: 'replayId', value })

describe('the replay of an event', () => {
  test.each([
    ['in its contexts', { contexts: { replay: { replay_id: id } }, tags: [] }, id],
    ['in a tag', { contexts: null, tags: [tag(id)] }, id],
    ['with hyphens', { contexts: null, tags: [tag('2DED0027-1603-44b3-8080-e68773183061')] }, id],
    ['not one', { contexts: { replay: { replay_id: 7 } }, tags: [tag('../x')] }, null],
    ['none', { contexts: {}, tags: [] }, null],
  ])('%s', (_, event, found) => {
    expect(replayOf(event)).toBe(found)
  })
})
