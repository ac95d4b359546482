import { beforeAll, describe, expect, test } from 'vitest'
import { errorCatalogue } from '../errors.ts'
import { describeApi } from './describe.ts'
import { apiRoutes } from './routes.ts'

interface Described {
  name: string
  operationId?: string
  summary?: string
  tags?: string[]
  parameters?: { name: string; in: string; description?: string }[]
  security?: Record<string, string[]>[]
  responses: Record<string, { $ref?: string; description?: string }>
}

let document: Record<string, unknown>
let operations: Described[]
beforeAll(async () => {
  document = await describeApi('0.0.0')
  const paths: Record<string, Record<string, Omit<Described, 'name'>>> = JSON.parse(JSON.stringify(document['paths']))
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
  )
})

const namesOf = (wrong: Described[]) => wrong.map(({ name }) => name)

describe('the OpenAPI document', () => {
  test('has every route once', () => {
    const routes = apiRoutes.map((route) => `${route.method.toLowerCase()} /api/0${route.path}`)
    expect(operations.map(({ name }) => name).toSorted()).toEqual(routes.toSorted())
  })

  test('names every operation, each otherwise', () => {
    const ids = operations.map(({ operationId }) => operationId)
    expect(ids.filter((id, index) => id === undefined || ids.indexOf(id) !== index)).toEqual([])
    expect(ids.filter((id) => !/^[a-z][A-Za-z0-9]+$/.test(id ?? ''))).toEqual([])
  })

  test('says in words what each operation does, and where it belongs', () => {
    expect(namesOf(operations.filter(({ summary, tags }) => !summary || !tags?.length))).toEqual([])
  })

  test('says what each parameter means', () => {
    const all = operations.flatMap(({ name, parameters }) =>
      (parameters ?? []).map((parameter) => ({ name, parameter })),
    )
    const silent = all.filter(({ parameter }) => !parameter.description)
    expect(silent.map(({ name, parameter }) => `${name}: ${parameter.in} ${parameter.name}`)).toEqual([])
  })

  test('names the scopes and the errors of each operation', () => {
    expect(namesOf(operations.filter(({ security }) => security === undefined))).toEqual([])
    const guarded = operations.filter(({ security }) => security?.length !== 0)
    expect(namesOf(guarded.filter(({ responses }) => !('401' in responses && '403' in responses)))).toEqual([])
    const finding = operations.filter(({ name }) => name.includes('{'))
    expect(namesOf(finding.filter(({ responses }) => !('404' in responses && '400' in responses)))).toEqual([])
  })

  test('describes the errors as the catalogue has them', () => {
    const text = JSON.stringify(document['components'])
    for (const code of ['invalid_query', 'unauthenticated', 'forbidden', 'not_found'] as const) {
      expect(text).toContain(JSON.stringify({ detail: errorCatalogue[code].detail }))
    }
  })

  test('refers to nothing that is not there', () => {
    const refs = new Set([...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? ''))
    const lost = [...refs].filter((ref) => {
      let at: unknown = document
      for (const step of ref.slice(2).split('/')) {
        at = typeof at === 'object' && at !== null ? Object.entries(at).find(([key]) => key === step)?.[1] : undefined
      }
      return at === undefined
    })
    expect(lost).toEqual([])
  })
})
