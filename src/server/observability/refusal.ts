import { randomUUID } from 'node:crypto'
import { type ErrorCode, LapwingError } from '../errors.ts'

/** Of these a request that cannot be read is answered with one; what each says beside it is of the contract of this API, which is not Sentry's. */
export type RequestFault =
  | { type: 'missing_required_field'; field_name: string }
  | { type: 'invalid_field'; field_name: string; detail: string }
  | { type: 'invalid_id'; field_name: string }
  | { type: 'invalid_enum_value'; field_name: string; value: string; allowed_values: string[] }
  | { type: 'unexpected_json_type'; field_name: string; actual: string; expected: string }
  | { type: 'value_not_permitted'; field_name: string; reason: string; allowed_values?: string[] }

/** A request that cannot be answered as it is asked. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest'
  readonly fault: RequestFault

  constructor(fault: RequestFault) {
    super(fault.type)
    this.fault = fault
  }
}

export interface Refusal {
  status: number
  headers: Record<string, string>
  body: Record<string, unknown>
  /** True when it is our fault and belongs into the log. */
  isSurprise: boolean
}

/** Larger bodies are not read. */
export const maxBodyBytes = 1024 * 1024

/** Maps whatever a route threw to this API's bodies: `{type, message, detail?, …}`. Never puts an unknown error's words into them. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof RefusedRequest) {
    const { fault } = error
    return refuse(400, { detail: sentenceOf(fault), message: messages[fault.type], ...fault })
  }
  if (error instanceof LapwingError) return refusalOfCode(error.code, error.detail, error.headers)
  if (hasCode(error)) {
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refusalOfCode('too_large')
    const { statusCode } = error
    if (error instanceof SyntaxError || error.code === 'FST_ERR_CTP_INVALID_JSON_BODY') {
      return refuse(400, { detail: 'The body is not JSON.', message: messages.parse_error, type: 'parse_error' })
    }
    if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return refusalOfCode('bad_request')
  }
  return refusalOfCode('internal')
}

function refusalOfCode(code: ErrorCode, detail?: string, headers: Record<string, string> = {}): Refusal {
  const named = detail === undefined ? {} : { detail }
  switch (code) {
    case 'unauthenticated':
    case 'invalid_token':
      return refuse(401, { ...named, message: 'Unauthenticated', type: 'unauthenticated' }, headers)
    case 'forbidden':
      return refuse(403, { ...named, message: 'Forbidden', type: 'forbidden' }, headers)
    case 'too_large':
      return refuse(413, { message: 'Request too large', type: 'request_entity_too_large', max_bytes: maxBodyBytes })
    case 'rate_limited': {
      const wait = Number(headers['retry-after'] ?? 60)
      return refuse(
        429,
        { message: 'Too many requests', type: 'too_many_requests', retry_after: wait },
        { ...headers, 'retry-after': String(wait) },
      )
    }
    case 'unavailable':
      return refuse(503, { ...named, message: 'Service unavailable', type: 'service_unavailable' }, headers)
    case 'internal': {
      const reference = randomUUID()
      const body = { message: 'Internal error', type: 'internal_error', reference_id: reference }
      return { ...refuse(500, body), isSurprise: true }
    }
    // None of these is thrown here; whatever comes to be is the request's fault.
    case 'bad_request':
    case 'conflict':
    case 'invalid_cursor':
    case 'invalid_input':
    case 'invalid_json':
    case 'invalid_query':
    case 'malformed_envelope':
    case 'malformed_event':
    case 'method_not_allowed':
    case 'missing_dsn_key':
    case 'not_found':
    case 'rejected_project':
    case 'unsupported_encoding':
      return refuse(400, { ...named, message: 'Bad request', type: 'bad_request' }, headers)
  }
}

function refuse(status: number, body: Record<string, unknown>, headers: Record<string, string> = {}): Refusal {
  return { status, headers, body, isSurprise: false }
}

const messages = {
  missing_required_field: 'Missing required field',
  invalid_field: 'Invalid field',
  invalid_id: 'Invalid id',
  invalid_enum_value: 'Invalid enum value',
  unexpected_json_type: 'Unexpected JSON type',
  value_not_permitted: 'Value not permitted',
  parse_error: 'Parse error',
} as const

/** What is wrong, for people. */
export function sentenceOf(fault: RequestFault): string {
  switch (fault.type) {
    case 'missing_required_field':
      return `${fault.field_name} is required.`
    case 'invalid_field':
      return fault.detail
    case 'invalid_id':
      return `There is nothing with this ${fault.field_name}.`
    case 'invalid_enum_value':
      return `${fault.field_name} is one of ${fault.allowed_values.join(', ')}.`
    case 'unexpected_json_type':
      return `${fault.field_name} is ${fault.expected}, not ${fault.actual}.`
    case 'value_not_permitted':
      return fault.reason
  }
}

function hasCode(error: unknown): error is Error & { code?: string; statusCode?: number } {
  return error instanceof Error && ('code' in error || 'statusCode' in error || error instanceof SyntaxError)
}
