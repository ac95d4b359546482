import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatUuid, parseEventId } from './event-id.ts'

const id = '9ec79c33ec9942ab8353589fcb2e04dc'

it.each([id, id.toUpperCase(), '9ec79c33-ec99-42ab-8353-589fcb2e04dc', '9EC79C33-EC99-42AB-8353-589FCB2E04DC'])(
  '%s is an event id',
  (text) => expect(parseEventId(text)).toBe(id),
)

it.each([
  undefined,
  null,
  1,
  '',
  id.slice(1),
  `${id}0`,
  `${id.slice(1)}g`,
  `${id}\n`,
  '9ec79c33-ec99-42ab-8353589f-cb2e04dc',
  [id],
])('%j is none', (value) => expect(parseEventId(value)).toBeNull())

it('the dashed form is the same id', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{32}$/), (id) => {
      expect(parseEventId(formatUuid(id))).toBe(id)
    }),
  )
})
