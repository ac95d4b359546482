import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv, type AnySchema } from 'ajv'
import { describe, expect, test } from 'vitest'
import type { StoredEvent } from '../../protocol/event.ts'
import { toEventRow } from '../digest/columns.ts'
import { createGrouper } from '../digest/grouping/group.ts'
import { createNormalizer } from '../digest/normalize/normalize.ts'
import { deriveTags } from '../digest/normalize/tags.ts'
import type { Receipt } from '../digest/types.ts'
import { sharedSchemas } from '../http/routes.ts'
import { testNow } from '../http/testing/test-api.ts'
import { defaultProjectSettings } from '../projects/defaults.ts'
import { EventSchema, EventSummarySchema } from './schema.ts'
import { serializeEvent, serializeEventRow } from './serialize.ts'

const fixtures = process.env.LAPWING_FIXTURES ?? ''

/** Payloads as SDKs send them, with odd and broken parts, through the digest's steps and out of the API. */
describe.skipIf(fixtures === '')('payloads of SDKs come out in the shape of the contract', () => {
  const folder = path.join(fixtures, 'events')
  const names = fixtures === '' ? [] : readdirSync(folder)
  const ajv = new Ajv({ strict: false, validateFormats: false, schemas: [...sharedSchemas] })
  const normalize = createNormalizer()
  const group = createGrouper()
  const receipt: Receipt = {
    projectId: 1,
    publicKey: 'a'.repeat(32),
    receivedAt: testNow,
    clientIp: '10.0.0.1',
    userAgent: null,
    clientHints: {},
    origin: null,
    client: null,
  }

  function digest(name: string): StoredEvent {
    const event = normalize(JSON.parse(readFileSync(path.join(folder, name), 'utf8')), receipt, {
      eventId: null,
      sentAt: null,
    })
    const { grouping, summary } = group(event, defaultProjectSettings().grouping)
    event.tags = deriveTags(event)
    const stored: StoredEvent = { ...event, project: 1, grouping, summary }
    return JSON.parse(JSON.stringify(stored))
  }

  function faults(schema: AnySchema, value: unknown) {
    return ajv.validate(schema, value) ? [] : ajv.errors
  }

  test.each(names)('%s', (name) => {
    const event = digest(name)
    const full = serializeEvent(event, { issueId: 1, size: 1, stackTraceRules: '' })
    const row = serializeEventRow(toEventRow(event, { position: 0, receivedAt: testNow, issueId: 1 }))
    expect(faults(EventSchema, full)).toEqual([])
    expect(faults(EventSummarySchema, row)).toEqual([])
    expect(full.title).not.toBe('')
    expect(Object.keys(Object(full._meta['entries'])).every((index) => Number(index) < full.entries.length)).toBe(true)
  })
})
