/**
 * The closed catalogue of errors that Lapwing answers with. Each has a status and a sentence in Sentry's shape
 * (`{"detail": …}`); routes and verbs throw or return one of these, and `http/errors.ts` maps anything else to `internal`.
 */
export const errorCatalogue = {
  bad_request: { status: 400, detail: 'Bad request' },
  invalid_input: { status: 400, detail: 'Invalid input' },
  invalid_query: { status: 400, detail: 'Invalid search query' },
  invalid_cursor: { status: 400, detail: 'Invalid cursor parameter.' },
  invalid_json: { status: 400, detail: 'JSON parse error' },
  malformed_envelope: { status: 400, detail: 'bad envelope' },
  malformed_event: { status: 400, detail: 'invalid event payload' },
  unsupported_encoding: { status: 415, detail: 'unsupported content encoding' },
  unauthenticated: { status: 401, detail: 'Authentication credentials were not provided.' },
  invalid_token: { status: 401, detail: 'Invalid token' },
  missing_dsn_key: { status: 401, detail: 'missing authorization information' },
  rejected_project: { status: 403, detail: 'event submission rejected with_reason: ProjectId' },
  forbidden: { status: 403, detail: 'You do not have permission to perform this action.' },
  not_found: { status: 404, detail: 'The requested resource does not exist' },
  method_not_allowed: { status: 405, detail: 'Method not allowed' },
  conflict: { status: 409, detail: 'A resource with this name already exists' },
  too_large: { status: 413, detail: 'payload exceeds the size limit' },
  rate_limited: { status: 429, detail: 'Sentry dropped data due to a quota or internal rate limit being reached.' },
  internal: { status: 500, detail: 'Internal Error' },
  unavailable: { status: 503, detail: 'The server is not taking in data at the moment; try again later' },
} as const satisfies Record<string, { status: number; detail: string }>

export type ErrorCode = keyof typeof errorCatalogue

/** An expected failure on its way to the client. `fields` become Sentry's `{"field": ["message"]}` body for 400s. */
export class LapwingError extends Error {
  override readonly name = 'LapwingError'
  readonly code: ErrorCode
  readonly status: number
  readonly detail: string
  readonly causes: string[]
  readonly fields: Record<string, string[]> | null
  readonly headers: Record<string, string>

  constructor(
    code: ErrorCode,
    options: {
      detail?: string
      causes?: string[]
      fields?: Record<string, string[]>
      headers?: Record<string, string>
    } = {},
  ) {
    const detail = options.detail ?? errorCatalogue[code].detail
    super(detail)
    this.code = code
    this.status = errorCatalogue[code].status
    this.detail = detail
    this.causes = options.causes ?? []
    this.fields = options.fields ?? null
    this.headers = options.headers ?? {}
  }
}
