import { type PageLinks, readLinkHeader } from './link-header.ts'

export type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>

/** An answer that is not 2xx, with the server's own words. `status` 0: the server could not be reached. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** Messages by field, from `{"field": ["message"]}` bodies. */
  readonly fields: Record<string, string>

  constructor(status: number, detail: string, fields: Record<string, string> = {}) {
    super(detail)
    this.status = status
    this.fields = fields
  }
}

export interface RequestOptions {
  query?: Query
  body?: unknown
  signal?: AbortSignal
}

export interface Page<Item> extends PageLinks {
  items: Item[]
  /** How many there are on all pages; null where the server does not count them. */
  hits: number | null
  /** The server counts no further than this: as many or more. Null: to the end. */
  hitsAtMost: number | null
}

/** `{a: ['x', 'y'], b: null, c: ''}` → `?a=x&a=y&c=`; '' when nothing is left. */
export function writeQuery(query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value === null || value === undefined) continue
    for (const one of Array.isArray(value) ? value : [value]) params.append(key, String(one))
  }
  const text = params.toString()
  return text && `?${text}`
}

/** Makes an ApiError's words out of `{"detail": "…"}`, `{"detail": {"message": "…"}}` or `{"field": ["…"]}`. */
export function readErrorBody(status: number, body: unknown): ApiError {
  const fallback = `The server answered ${status}.`
  if (typeof body !== 'object' || body === null) return new ApiError(status, fallback)
  const fields: Record<string, string> = {}
  let detail: string | null = null
  for (const [key, value] of Object.entries(body)) {
    if (key === 'causes') continue
    const text = Array.isArray(value) ? value.filter((one) => typeof one === 'string').join(' ') : value
    if (key === 'detail') detail = typeof text === 'string' ? text : readMessage(value)
    else if (typeof text === 'string' && text !== '') fields[key] = text
  }
  return new ApiError(status, detail ?? Object.values(fields)[0] ?? fallback, fields)
}

function readMessage(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('message' in value)) return null
  return typeof value.message === 'string' ? value.message : null
}

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (options.body !== undefined) headers['Content-Type'] = 'application/json'
  let response: Response
  try {
    response = await fetch(`/api/0${path}${writeQuery(options.query)}`, {
      method,
      headers,
      credentials: 'same-origin',
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
    })
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw new ApiError(0, 'The server cannot be reached. Nothing was changed; try again when it is back.')
  }
  if (!response.ok) throw readErrorBody(response.status, await response.json().catch(() => null))
  return response
}

/**
 * Calls /api/0 with the session cookie; throws ApiError unless 2xx. The type is the caller's word for what the operation
 * answers: the server's own contract tests hold it to that.
 */
export async function request<Answer>(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(method, path, options)
  // 204 has no body; the caller's type is void then.
  const text = await response.text()
  return JSON.parse(text || 'null')
}

/** A list with the cursors of the pages beside it. */
export async function requestPage<Item>(path: string, options: RequestOptions = {}): Promise<Page<Item>> {
  const response = await send('GET', path, options)
  return {
    items: await response.json(),
    hits: readNumber(response.headers.get('X-Hits')),
    hitsAtMost: readNumber(response.headers.get('X-Max-Hits')),
    ...readLinkHeader(response.headers.get('Link')),
  }
}

const readNumber = (text: string | null) => (text === null || !/^\d+$/.test(text) ? null : Number(text))
