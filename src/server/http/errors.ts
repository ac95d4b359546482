import { randomUUID } from 'node:crypto'
import type { FastifyError } from 'fastify'
import { errorCatalogue, LapwingError } from '../errors.ts'

export interface ErrorAnswer {
  status: number
  headers: Record<string, string>
  /** `{"detail": …}`, `{"field": ["…"]}` or, for surprises, with an `errorId` that the log has too. */
  body: Record<string, unknown>
  /** True when it is our fault and belongs into the log. */
  surprise: boolean
}

/** Maps whatever a route threw to Sentry's answer. Never puts an unknown error's words into the body. */
export function answerError(error: unknown): ErrorAnswer {
  if (error instanceof LapwingError) {
    const body = error.fields ?? { detail: error.detail, ...(error.causes.length > 0 && { causes: error.causes }) }
    return { status: error.status, headers: error.headers, body, surprise: error.status === 500 }
  }
  if (isFastifyError(error)) {
    if (error.validation) return expected(400, validationBody(error))
    if (error.code === 'FST_ERR_CTP_INVALID_JSON_BODY' || error instanceof SyntaxError) {
      return expected(400, { detail: `JSON parse error - ${error.message}` })
    }
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return expected(413, { detail: errorCatalogue.too_large.detail })
    if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
      return expected(415, { detail: 'Unsupported media type in request; send application/json' })
    }
    const status = error.statusCode
    if (status !== undefined && status >= 400 && status < 500) return expected(status, { detail: error.message })
  }
  const { status, detail } = errorCatalogue.internal
  return { status, headers: {}, body: { detail, errorId: randomUUID().replaceAll('-', '') }, surprise: true }
}

function expected(status: number, body: Record<string, unknown>): ErrorAnswer {
  return { status, headers: {}, body, surprise: false }
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && ('code' in error || 'statusCode' in error || 'validation' in error)
}

/** Body faults name the field as Sentry does; faults elsewhere say where they are in the sentence. */
function validationBody(error: FastifyError): Record<string, unknown> {
  const where = error.validationContext ?? 'body'
  const fields: Record<string, string[]> = {}
  for (const fault of telling(error.validation ?? [])) {
    const path = fault.instancePath.split('/').filter((part) => part !== '')
    const { missingProperty: missing, additionalProperty: unknown } = fault.params
    const member = missing ?? unknown
    if (typeof member === 'string') path.push(member)
    const allowed = fault.params['allowedValues']
    const choices = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : ''
    const message =
      typeof missing === 'string'
        ? 'This field is required.'
        : typeof unknown === 'string'
          ? 'This field is not supported.'
          : `${fault.message ?? 'is invalid'}${choices}`
    const name = path.join('.')
    ;(fields[name] ??= []).push(message)
  }
  if (where === 'body' && !('' in fields)) return fields
  const [name = '', messages = []] = Object.entries(fields)[0] ?? []
  const place = where === 'querystring' ? 'query parameter' : where === 'params' ? 'path parameter' : where
  return { detail: `Invalid ${place}${name && ` "${name}"`}: ${messages.join('; ')}` }
}

/** Of a value that may also be null, `must be null` and `must match a schema in anyOf` tell nobody anything. */
function telling<Fault extends { keyword: string; params: Record<string, unknown> }>(faults: Fault[]): Fault[] {
  const told = faults.filter((fault) => fault.keyword !== 'anyOf' && fault.params['type'] !== 'null')
  return told.length > 0 ? told : faults
}
