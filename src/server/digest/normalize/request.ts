import type { Json, Pairs, Request } from '../../../protocol/event.ts'
import { bag, copyBag, largeBag } from './bag.ts'
import { cutText } from './clean-text.ts'
import type { Notes } from './notes.ts'
import { reject } from './notes.ts'
import { headerName, pairs, parseCookies, parseQuery } from './pairs.ts'
import type { Fields, Reader } from './read.ts'
import { asRecord, readCount, readField, fieldsReader, text } from './read.ts'
import { fitText } from './text.ts'

const maxUrl = 2048
/** Bodies are parsed up to this many characters; what is longer would be cut right after. */
const maxParsed = 262_144

const readMethod: Reader<string> = (notes, value) => {
  const method = typeof value === 'string' ? value.trim().toUpperCase() : ''
  return /^[A-Z_-]{3,32}$/.test(method) ? method : reject(notes, 'invalid_data', value, 'expected an HTTP method')
}

const fields: Fields<Omit<Request, 'data' | 'inferred_content_type'>> = {
  url: text(maxUrl),
  method: readMethod,
  query_string: pairs(parseQuery),
  cookies: pairs(parseCookies),
  headers: pairs(parseHeaders, headerName),
  env: bag(largeBag),
  fragment: text(1024),
  api_target: text(128),
  body_size: readCount,
}

const readMembers = fieldsReader(fields)

/** The request that was being handled: query and fragment apart from the URL, cookies from the header, the body parsed. */
export const readRequest: Reader<Request> = (notes, value) => {
  const record = asRecord(notes, value)
  if (record === null) return null
  const request: Request = readMembers(notes, record)
  splitUrl(notes, request)
  moveCookies(notes, request)
  const body = readField(notes, record, 'data', readBody)
  if (body) request.data = body.data
  const type = body?.contentType ?? headerValue(request.headers, 'content-type')?.split(';', 1)[0]?.trim()
  if (type) request.inferred_content_type = cutText(type, 128)
  return Object.keys(request).length > 0 ? request : null
}

/** One value of a header list, by lower-case name. */
export function headerValue(headers: Pairs | null | undefined, name: string): string | null {
  for (const [header, value] of headers ?? []) if (header.toLowerCase() === name) return value
  return null
}

function splitUrl(notes: Notes, request: Request): void {
  let url = request.url
  if (!url) return
  // Old browser SDKs cut URLs with an ellipsis character.
  if (url.endsWith('…')) url = `${url.slice(0, -1)}...`
  const hash = url.indexOf('#')
  if (hash >= 0) {
    if (!request.fragment && hash + 1 < url.length) request.fragment = cutText(url.slice(hash + 1), 1024)
    url = url.slice(0, hash)
  }
  const question = url.indexOf('?')
  if (question >= 0) {
    request.query_string ??=
      readField(notes, { query_string: url.slice(question) }, 'query_string', fields.query_string) ?? null
    if (request.query_string === null) delete request.query_string
    url = url.slice(0, question)
  }
  request.url = url
}

function moveCookies(notes: Notes, request: Request): void {
  const header = headerValue(request.headers, 'cookie')
  if (header === null || !request.headers) return
  request.headers = request.headers.filter(([name]) => name !== 'Cookie')
  if (request.headers.length === 0) delete request.headers
  request.cookies ??= readField(notes, { cookies: header }, 'cookies', fields.cookies) ?? null
  if (request.cookies === null) delete request.cookies
}

interface Body {
  data: Json
  contentType: string | null
}

/** The body; JSON and form data that come as text are parsed, since what SDKs say of the content type is often wrong. */
const readBody: Reader<Body> = (notes, value) => {
  if (typeof value !== 'string') return { data: copyBag(notes, value, largeBag), contentType: null }
  const json = parseJson(value)
  if (json !== undefined) return { data: copyBag(notes, json, largeBag), contentType: 'application/json' }
  const form = parseForm(value)
  if (value.includes('%00')) notes.isClean = false
  if (form) return { data: copyBag(notes, form, largeBag), contentType: 'application/x-www-form-urlencoded' }
  return { data: fitText(notes, value, largeBag.size), contentType: null }
}

/** A list or object in JSON text; undefined when it is none. */
export function parseJson(value: string): unknown {
  const start = value.trimStart().charCodeAt(0)
  if ((start !== 0x7b && start !== 0x5b) || value.length > maxParsed) return undefined
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

/**
 * `a=1&b=2` as an object, repeats as lists; null for what only looks like a form: base64 with its padding, a word,
 * XML, half a JSON.
 */
export function parseForm(value: string): Record<string, string | string[]> | null {
  if (!/^[\x21-\x7e]+$/.test(value) || /^[<{[]/.test(value) || !value.includes('=') || value.length > maxParsed)
    return null
  const entries = [...new URLSearchParams(value)]
  const only = entries[0]
  if (!only || (entries.length === 1 && (only[1] === '' || only[1] === '='))) return null
  const form: Record<string, string | string[]> = {}
  for (const [name, item] of entries) {
    if (name === '__proto__') continue
    const known = Object.hasOwn(form, name) ? form[name] : undefined
    if (Array.isArray(known)) known.push(item)
    else form[name] = known === undefined ? item : [known, item]
  }
  return form
}

/** Header lines, as some SDKs send them in one text. */
function parseHeaders(text: string): Pairs {
  const out: Pairs = []
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) out.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()])
  }
  return out
}

/** The request with headers added that it lacks. */
export function withHeaders(request: Request | null | undefined, added: Pairs): Request | null | undefined {
  const missing = added.filter(([name]) => headerValue(request?.headers, name.toLowerCase()) === null)
  if (missing.length === 0) return request
  return { ...request, headers: [...(request?.headers ?? []), ...missing] }
}
