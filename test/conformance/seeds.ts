/**
 * What the seed documents promise: an OpenAPI document (001), a reference in prose whose tables are written down here (003), and one on replays whose
 * lines were lost on its way, so that no reader takes it for YAML (004).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { dig, isRecord, type JsonRecord, list, record } from '../support/json.ts'
import { operationName } from './contract.ts'

export interface SeedOperation {
  operationId: string | null
  /** Answers by status; null for those without a described body. */
  responses: Map<number, unknown>
  query: string[]
}

/**
 * Members that an answer of seed 001 goes without: its schemas are one per thing, while Sentry's lists (and an issue's update) give less than
 * the thing itself; `full=true` gives whole events.
 */
const leftOut: Record<string, string[]> = {
  'GET /organizations/{}/issues/': ['tags'],
  'PUT /organizations/{}/issues/{}/': ['tags', 'stats'],
  'GET /organizations/{}/issues/{}/events/': ['entries', 'contexts', 'sdk'],
}

/** Types that today's contract gives otherwise: there the projects of a release have numbers as ids. */
const widened: Record<string, JsonRecord> = {
  '#/components/schemas/ProjectRef': { id: { type: ['string', 'integer'] } },
}

/** Operations of seed 001 by their names. */
export function readSeed001(): Map<string, SeedOperation> {
  const text = readFileSync(findSeed('001'), 'utf8')
  const document: unknown = parse(text.slice(text.indexOf('\nopenapi:')))
  const operations = new Map<string, SeedOperation>()
  for (const [at, methods] of Object.entries(record(document, 'paths'))) {
    for (const [method, operation] of Object.entries(record(methods))) {
      const id = dig(operation, 'operationId')
      const name = operationName(method, at)
      const responses = Object.entries(record(operation, 'responses')).map(([status, response]): [number, unknown] => [
        Number(status),
        promise(dig(response, 'content', 'application/json', 'schema') ?? null, document, leftOut[name]),
      ])
      operations.set(name, {
        operationId: typeof id === 'string' ? id : null,
        responses: new Map(responses),
        query: list(operation, 'parameters')
          .filter((parameter) => dig(parameter, 'in') === 'query')
          .map((parameter) => String(dig(parameter, 'name'))),
      })
    }
  }
  return operations
}

function findSeed(number: string): string {
  const folder = path.join(process.env['LAPWING_FIXTURES'] ?? '', '../seeds')
  const name = existsSync(folder) ? readdirSync(folder).find((file) => file.startsWith(number)) : undefined
  if (name === undefined) throw new Error(`there is no seed ${number} beside the fixtures`)
  return path.join(folder, name)
}

/** The schema as a promise: each member that it names is there, of the type that it names or null, for the seed marks neither. */
function promise(schema: unknown, document: unknown, without: string[] = []): unknown {
  const target = dig(schema, '$ref')
  if (typeof target === 'string') {
    const found = record(promise(dig(document, ...target.slice(2).split('/')), document, without))
    return { ...found, properties: { ...record(found, 'properties'), ...widened[target] } }
  }
  if (!isRecord(schema)) return schema
  const { properties, items, required: _, ...rest } = schema
  return {
    ...rest,
    ...(isRecord(properties) && {
      required: Object.keys(properties).filter((name) => !without.includes(name)),
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, orNull(promise(property, document))]),
      ),
    }),
    ...(items !== undefined && { items: promise(items, document, without) }),
  }
}

function orNull(schema: unknown): unknown {
  return { anyOf: [{ type: 'null' }, schema] }
}

const text = { type: 'string' }
const nullableText = { type: ['string', 'null'] }
const time = { type: 'string', format: 'date-time' }

const issue = {
  type: 'object',
  required:
    'id shortId title culprit status level count userCount firstSeen lastSeen assignedTo project permalink metadata'.split(
      ' ',
    ),
  properties: {
    id: { type: 'string', pattern: '^[0-9]+$' },
    shortId: { type: 'string', pattern: '^[A-Z0-9_-]+-[A-Z0-9]+$' },
    title: text,
    culprit: nullableText,
    status: { enum: ['resolved', 'unresolved', 'ignored'] },
    level: { enum: ['fatal', 'error', 'warning', 'info', 'debug'] },
    count: { type: 'string', pattern: '^[0-9]+$' },
    userCount: { type: 'integer' },
    firstSeen: time,
    lastSeen: time,
    assignedTo: { type: ['object', 'null'] },
    project: { type: 'object', required: ['id', 'name', 'slug'] },
    permalink: { type: 'string', format: 'uri' },
    metadata: { type: 'object' },
  },
}

const eventSummary = {
  type: 'object',
  required: ['eventID', 'id', 'dateCreated', 'message', 'title', 'platform', 'tags', 'user'],
  properties: {
    eventID: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    id: text,
    dateCreated: time,
    message: text,
    title: text,
    platform: nullableText,
    tags: { type: 'array', items: { type: 'object', required: ['key', 'value'] } },
    user: {
      anyOf: [{ type: 'null' }, { type: 'object', required: ['id', 'email', 'ip_address'] }],
    },
  },
}

const frame = {
  type: 'object',
  required: ['filename', 'function', 'lineNo', 'colNo', 'context', 'absPath'],
}
const exception = {
  type: 'object',
  required: ['type', 'value', 'stacktrace'],
  properties: {
    stacktrace: {
      anyOf: [
        { type: 'null' },
        { type: 'object', required: ['frames'], properties: { frames: { type: 'array', items: frame } } },
      ],
    },
  },
}
const exceptions = {
  type: 'object',
  required: ['values'],
  properties: { values: { type: 'array', items: exception } },
}
const wholeEvent = {
  ...eventSummary,
  required: [...eventSummary.required, 'context', 'entries'],
  properties: {
    ...eventSummary.properties,
    context: { type: 'object' },
    entries: {
      type: 'array',
      items: {
        type: 'object',
        required: ['type', 'data'],
        anyOf: [{ properties: { type: { not: { const: 'exception' } } } }, { properties: { data: exceptions } }],
      },
    },
  },
}

const tagValue = { type: 'object', required: ['value', 'count', 'firstSeen', 'lastSeen'] }

/** The tables of seed 003, by operation and status. */
export const seed003: ReadonlyMap<string, SeedOperation> = new Map(
  Object.entries({
    'GET /organizations/{}/issues/': [200, { type: 'array', items: issue }],
    'GET /projects/{}/{}/issues/': [200, { type: 'array', items: issue }],
    'GET /organizations/{}/issues/{}/': [200, issue],
    'PUT /organizations/{}/issues/{}/': [200, issue],
    'DELETE /organizations/{}/issues/{}/': [202, null],
    'PUT /projects/{}/{}/issues/': [200, null],
    'GET /organizations/{}/issues/{}/events/': [200, { type: 'array', items: eventSummary }],
    'GET /organizations/{}/issues/{}/events/{}/': [200, wholeEvent],
    'GET /organizations/{}/issues/{}/tags/{}/values/': [200, { type: 'array', items: tagValue }],
    'GET /organizations/{}/projects/': [200, { type: 'array', items: { required: ['id', 'slug', 'name'] } }],
    'GET /projects/{}/{}/': [200, { type: 'object', required: ['id', 'slug', 'name'] }],
    'GET /organizations/{}/': [200, { type: 'object', required: ['id', 'slug', 'name'] }],
  } satisfies Record<string, [number, unknown]>).map(([name, [status, schema]]) => [
    name,
    { operationId: null, responses: new Map([[status, schema]]), query: [] },
  ]),
)
export const wholeEvents = { type: 'array', items: wholeEvent }

const named = { type: 'object', required: ['name', 'version'] }
const whole = { type: ['integer', 'null'] }

const replay = {
  type: 'object',
  required: (
    'id title projectId duration countErrors countSegments countUrls startedAt finishedAt platform environment urls user browser os ' +
    'device tags'
  ).split(' '),
  properties: {
    id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    title: nullableText,
    projectId: text,
    duration: whole,
    countErrors: whole,
    countSegments: whole,
    countUrls: whole,
    startedAt: time,
    finishedAt: time,
    platform: nullableText,
    environment: nullableText,
    urls: { type: 'array', items: text },
    user: { type: 'object', required: ['id', 'name', 'email', 'ip_address'] },
    browser: named,
    os: named,
    device: { type: 'object', required: ['name', 'brand', 'model', 'family'] },
    tags: { type: 'object', additionalProperties: { type: 'array', items: text } },
  },
}
const recordingSegment = {
  type: 'object',
  required: ['id', 'replayId', 'segmentId', 'dateAdded'],
  properties: { id: { type: 'integer' }, replayId: text, segmentId: { type: 'integer' }, dateAdded: time },
}
export const recordingSegments = { type: 'array', items: recordingSegment }
export const recordedEvents = { type: 'array', items: { type: 'object' } }

const selectors = {
  type: 'array',
  items: {
    type: 'object',
    required: ['dom_element', 'count', 'dead_click_count', 'rage_click_count'],
    properties: {
      dom_element: text,
      count: { type: 'integer' },
      dead_click_count: { type: 'integer' },
      rage_click_count: { type: 'integer' },
    },
  },
}
const clicks = {
  type: 'array',
  items: {
    type: 'object',
    required: ['node_id', 'timestamp', 'element'],
    properties: {
      node_id: { type: 'integer' },
      timestamp: time,
      element: {
        type: 'object',
        required: ['tag', 'id', 'class', 'text'],
        properties: { class: { type: 'array', items: text } },
      },
    },
  },
}
const data = (schema: unknown) => ({ type: 'object', required: ['data'], properties: { data: schema } })

/**
 * Of seed 004, by operation. Two of its shapes cannot be given beside today's: who has viewed a replay is below `data.viewed_by` as Sentry's clients
 * look for it; and segments are told of as the seed says unless `download` asks for what they recorded, which is what the contract has.
 */
export const seed004: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['GET /organizations/{}/replays/', data({ type: 'array', items: replay })],
  ['GET /projects/{}/{}/replays/{}/', data(replay)],
  ['GET /projects/{}/{}/replays/{}/recording-segments/{}/', recordingSegment],
  ['GET /organizations/{}/replays/selectors/', data(selectors)],
  ['GET /organizations/{}/replays/{}/clicks/', data(clicks)],
  ['GET /organizations/{}/replay-count/', { type: 'object', additionalProperties: { type: 'integer' } }],
])
