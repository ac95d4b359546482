/** A running API over real stores in a folder of its own, for route tests. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Ajv, type AnySchema } from 'ajv'
import { type FastifyInstance, type FastifySerializerCompiler, fastify, type InjectOptions } from 'fastify'
import { openStorage } from '../../storage/open.ts'
import type { Storage } from '../../storage/storage.ts'
import { registerApi } from '../api.ts'
import { sharedSchemas } from '../routes.ts'

export const testBaseUrl = 'https://lapwing.test'
/** 2026-11-20T12:00:00Z */
export const testNow = Date.UTC(2026, 10, 20, 12)

export interface TestApi {
  app: FastifyInstance
  storage: Storage
  /** Moves the API's clock. */
  clock: { now: number }
  /** What was logged as a surprise. */
  logged: object[]
  /** How often `onProjectsChanged` was called. */
  changes: { count: number }
  call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, options?: CallOptions): Promise<Answer>
  close(): Promise<void>
}

export interface CallOptions {
  token?: string
  headers?: Record<string, string>
  body?: unknown
}

export interface Answer {
  status: number
  headers: Record<string, string | string[] | number | undefined>
  json: unknown
  text: string
}

export async function openTestApi(): Promise<TestApi> {
  const directory = await mkdtemp(path.join(tmpdir(), 'lapwing-api-'))
  const storage = await openStorage({ directory, duckdbMemoryMb: 64 })
  const app = fastify()
  const clock = { now: testNow }
  const logged: object[] = []
  const changes = { count: 0 }
  const log = {
    error: (fields: object) => void logged.push(fields),
    warn: (fields: object) => void logged.push(fields),
  }
  const onProjectsChanged = () => void changes.count++
  registerApi(
    app,
    { storage, baseUrl: testBaseUrl, version: '0.0.0', now: () => clock.now, log, onProjectsChanged },
    { serializer: checkingSerializer() },
  )
  await app.ready()
  return {
    app,
    storage,
    clock,
    logged,
    changes,
    async call(method, url, options = {}) {
      const authorization = options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }
      const request: InjectOptions = { method, url: `/api/0${url}`, headers: { ...authorization, ...options.headers } }
      if (options.body !== undefined) {
        request.payload = JSON.stringify(options.body)
        request.headers = { 'content-type': 'application/json', ...request.headers }
      }
      const response = await app.inject(request)
      const isJson = String(response.headers['content-type']).includes('json') && response.body !== ''
      return {
        status: response.statusCode,
        headers: response.headers,
        json: isJson ? JSON.parse(response.body) : null,
        text: response.body,
      }
    },
    async close() {
      await app.close()
      await storage.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Writes answers as they are, and fails those that differ from the schema in openapi.json: the document must not lie. */
function checkingSerializer(): FastifySerializerCompiler<unknown> {
  const ajv = new Ajv({ strict: false, validateFormats: false, schemas: [...sharedSchemas] })
  return ({ schema, url, method }) => {
    if (!isSchema(schema)) throw new Error(`${method} ${url} has no schema`)
    const validate = ajv.compile(schema)
    return (data) => {
      if (!validate(data))
        throw new Error(`${method} ${url} answers off its schema: ${ajv.errorsText(validate.errors)}`)
      return JSON.stringify(data)
    }
  }
}

export function isSchema(value: unknown): value is AnySchema {
  return typeof value === 'boolean' || (typeof value === 'object' && value !== null)
}
