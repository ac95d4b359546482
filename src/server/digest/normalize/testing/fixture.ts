import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Json, NormalizedEvent } from '../../../../protocol/event.ts'
import { exampleReceipt } from './example-receipt.ts'
import { createNormalizer } from '../normalize.ts'

/** The folder of event payloads for tests, null where none are given. */
export const eventFixtures = process.env.LAPWING_FIXTURES ? path.join(process.env.LAPWING_FIXTURES, 'events') : null

/** One payload of the fixtures, parsed. */
export function readEventFixture(name: string): Json {
  const parsed: Json = JSON.parse(readFileSync(path.join(eventFixtures ?? '', `${name}.json`), 'utf8'))
  return parsed
}

/** One payload of the fixtures, normalised. */
export function normalizedFixture(name: string): NormalizedEvent {
  return createNormalizer()(readEventFixture(name), exampleReceipt(), { eventId: null, sentAt: null })
}
