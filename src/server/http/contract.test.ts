import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv, type AnySchema } from 'ajv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiRoutes } from './routes.ts'
import { makeEvent, type Seeded, seedOrganization, storeEvents, testEventId } from './testing/seed.ts'
import { isSchema, openTestApi, type TestApi, testNow } from './testing/test-api.ts'

/** Names, types and required members of the public operations; where it lies is told by CONTRACT, else beside the fixtures. */
const file = contractFile()

interface Operation {
  method: string
  path: string
  responses: Record<string, AnySchema | null>
}

function contractFile(): string | null {
  const { LAPWING_CONTRACT: contract, LAPWING_FIXTURES: fixtures } = process.env
  if (contract) return contract
  const beside = fixtures ? path.join(fixtures, '../reference/api-contract.json') : ''
  return existsSync(beside) ? beside : null
}

/** OpenAPI's `nullable` as JSON schema: the type or null, null among the choices. */
function translate(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(translate)
  if (typeof schema !== 'object' || schema === null) return schema
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, translate(value)]),
  )
  return nullable === true ? { anyOf: [{ type: 'null' }, rest] } : rest
}

describe.skipIf(file === null)('answers validate against the public contract', () => {
  let api: TestApi
  let seeded: Seeded
  let issue: string
  const operations: Operation[] = file === null ? [] : JSON.parse(readFileSync(file, 'utf8')).operations
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
  const implemented = apiRoutes.filter((route) => operations.some((one) => isSame(one, route)))
  const valid: string[] = []

  beforeAll(async () => {
    api = await openTestApi()
    seeded = await seedOrganization(api.storage, 'acme', testNow)
    const events = [1, 2, 3].map((number) => makeEvent(seeded.project, number, testNow - number * 1000))
    const [issueId] = await storeEvents(api.storage, events)
    issue = String(issueId)
  })
  afterAll(async () => {
    process.stdout.write(`operations: ${valid.length} valid / ${implemented.length} implemented\n`)
    await api.close()
  })

  function isSame(operation: Operation, route: { method: string; path: string }): boolean {
    return operation.method === route.method && operation.path === `/api/0${route.path}`
  }

  const bodies: Record<string, { body: unknown }> = {
    'POST /organizations/{organization_id_or_slug}/projects/': { body: { name: 'Second' } },
    'POST /teams/{organization_id_or_slug}/{team_id_or_slug}/projects/': { body: { name: 'Third', platform: 'node' } },
    'PUT /projects/{organization_id_or_slug}/{project_id_or_slug}/': { body: { name: 'Shop' } },
    'POST /projects/{organization_id_or_slug}/{project_id_or_slug}/keys/': { body: { name: 'CI' } },
    'PUT /projects/{organization_id_or_slug}/{project_id_or_slug}/keys/{key_id}/': {
      body: { name: 'Front', rateLimit: { window: 60, count: 100 } },
    },
    'PUT /organizations/{organization_id_or_slug}/issues/{issue_id}/': { body: { status: 'resolved' } },
  }

  // What destroys comes last, parts before the whole.
  const ordered = implemented.toSorted((a, b) => weight(a) - weight(b))

  function weight(route: { method: string; path: string }): number {
    return route.method === 'DELETE' ? 1000 - route.path.length : 0
  }

  test.each(ordered.map((route) => ({ route, name: `${route.method} ${route.path}` })))(
    '$name',
    async ({ route, name }) => {
      const keys = await api.storage.meta.listKeys(seeded.project.id)
      const values: Record<string, string> = {
        organization_id_or_slug: 'acme',
        project_id_or_slug: 'web',
        team_id_or_slug: 'acme-team',
        issue_id: name.includes('shortids') ? 'WEB-1' : issue,
        event_id: name.includes('/issues/') ? 'latest' : testEventId(2),
        key: 'browser.name',
        key_id: keys[0]?.publicKey ?? '',
      }
      const url = route.path.replace(/\{(\w+)\}/g, (_, param: string) => values[param] ?? '')
      const operation = operations.find((one) => isSame(one, route))
      const [status, schema] = Object.entries(operation?.responses ?? {}).find(([code]) => code.startsWith('2')) ?? [
        '',
        null,
      ]
      const answer = await api.call(route.method, url, { token: seeded.token, ...bodies[name] })
      expect(answer.text, 'the answer').toBe(answer.status === Number(status) ? answer.text : `status ${status}`)
      expect(answer.status).toBe(Number(status))
      const translated = translate(schema) ?? true
      if (!isSchema(translated)) throw new Error('the contract has a response that is no schema')
      const validate = ajv.compile(translated)
      void validate(answer.json)
      expect(validate.errors ?? []).toEqual([])
      valid.push(name)
    },
  )

  test('every operation that is implemented is valid', () => {
    expect(valid).toHaveLength(implemented.length)
  })
})
