import type { NormalizedEvent } from '../../../../protocol/event.ts'
import { eventTypes, levels } from '../../../../protocol/event.ts'

type Check = (value: unknown) => boolean

/** Where an event does not have the types of `NormalizedEvent`, as paths; empty when it has. */
export function findTypeErrors(event: NormalizedEvent): string[] {
  const errors: string[] = []
  checkMembers('', event, eventMembers, errors)
  for (const required of ['event_id', 'type', 'platform', 'level', 'timestamp', 'received', 'tags']) {
    if (event[required] === undefined || event[required] === null) errors.push(`${required} is missing`)
  }
  return errors
}

type Shape = { [member: string]: Check | Shape }

const isText: Check = (value) => typeof value === 'string' && value.isWellFormed() && !value.includes('\0')
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value)
const isFlag: Check = (value) => typeof value === 'boolean'
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value)
const oneOf =
  (values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value)
const shaped =
  (shape: Shape): Check =>
  (value) => {
    const errors: string[] = []
    checkMembers('', value, shape, errors)
    return errors.length === 0
  }

/** JSON that can be stored: no lone surrogates, no own `__proto__`, not deep. */
export const isJson: Check = (value) => isJsonTo(value, 60)

function isJsonTo(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'boolean') return true
  if (typeof value === 'string') return isText(value)
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || depth === 0) return false
  if (Array.isArray(value)) return value.every((item) => isJsonTo(item, depth - 1))
  return (
    Object.getPrototypeOf(value) === Object.prototype &&
    !Object.hasOwn(value, '__proto__') &&
    Object.entries(value).every(([key, item]) => item === undefined || (isText(key) && isJsonTo(item, depth - 1)))
  )
}

const isBag: Check = (value) => isRecord(value) && isJson(value)
const isPairs: Check = listOf(
  (pair) => Array.isArray(pair) && pair.length === 2 && isText(pair[0]) && (pair[1] === null || isText(pair[1])),
)
const isId: Check = (value) => isText(value) || isNumber(value)
const isLines: Check = listOf(orNull(isText))

const frame: Shape = {
  function: isText,
  raw_function: isText,
  symbol: isText,
  module: isText,
  package: isText,
  filename: isText,
  abs_path: isText,
  lineno: isNumber,
  colno: isNumber,
  platform: isText,
  in_app: isFlag,
  pre_context: isLines,
  context_line: isText,
  post_context: isLines,
  vars: isBag,
  data: isBag,
  instruction_addr: isText,
  addr_mode: isText,
  symbol_addr: isText,
  image_addr: isText,
  trust: isText,
  lock: isBag,
}
const stacktrace: Shape = {
  frames: (value) => Array.isArray(value) && value.length > 0 && value.length <= 250 && value.every(shaped(frame)),
  frames_omitted: (value) => Array.isArray(value) && value.length === 2 && value.every(isNumber),
  registers: isBag,
  lang: isText,
}
const mechanism: Shape = {
  type: isText,
  description: isText,
  help_link: isText,
  handled: isFlag,
  synthetic: isFlag,
  data: isBag,
  meta: isBag,
  source: isText,
  is_exception_group: isFlag,
  exception_id: isNumber,
  parent_id: isNumber,
}
const values = (shape: Shape): Shape => ({
  values: (list) => Array.isArray(list) && list.length > 0 && list.every(shaped(shape)),
})

const eventMembers: Shape = {
  event_id: (value) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value),
  type: oneOf(eventTypes),
  version: isText,
  platform: isText,
  level: oneOf(levels),
  timestamp: isNumber,
  start_timestamp: isNumber,
  received: isNumber,
  logger: isText,
  transaction: isText,
  transaction_info: isBag,
  server_name: isText,
  release: isText,
  dist: isText,
  environment: isText,
  time_spent: isNumber,
  logentry: { message: isText, formatted: isText, params: isJson },
  template: {
    filename: isText,
    abs_path: isText,
    lineno: isNumber,
    pre_context: listOf(isText),
    context_line: isText,
    post_context: listOf(isText),
  },
  exception: values({
    type: isText,
    value: isText,
    module: isText,
    stacktrace,
    raw_stacktrace: stacktrace,
    thread_id: isId,
    mechanism,
  }),
  stacktrace,
  threads: values({
    id: isId,
    name: isText,
    crashed: isFlag,
    current: isFlag,
    main: isFlag,
    state: isText,
    stacktrace,
    raw_stacktrace: stacktrace,
  }),
  breadcrumbs: values({
    timestamp: isNumber,
    type: isText,
    category: isText,
    level: oneOf(levels),
    message: isText,
    data: isBag,
    event_id: isText,
  }),
  user: {
    id: isText,
    email: isText,
    username: isText,
    name: isText,
    ip_address: isText,
    geo: { country_code: isText, city: isText, region: isText, subdivision: isText },
    data: isBag,
  },
  request: {
    url: isText,
    method: isText,
    data: isJson,
    query_string: isPairs,
    cookies: isPairs,
    headers: isPairs,
    env: isBag,
    fragment: isText,
    inferred_content_type: isText,
    api_target: isText,
    body_size: isNumber,
  },
  contexts: (value) => isRecord(value) && Object.values(value).every(orNull(isBag)),
  tags: listOf((pair) => Array.isArray(pair) && pair.length === 2 && isText(pair[0]) && isText(pair[1])),
  extra: isBag,
  modules: (value) => isRecord(value) && Object.values(value).every(orNull(isText)),
  debug_meta: isBag,
  sdk: {
    name: isText,
    version: isText,
    integrations: listOf(isText),
    packages: listOf(shaped({ name: isText, version: isText })),
    client_ip: isText,
  },
  fingerprint: (value) => Array.isArray(value) && value.length > 0 && value.every(isText),
  csp: isBag,
  hpkp: isBag,
  expectct: isBag,
  expectstaple: isBag,
  nel: isBag,
  spans: listOf(isBag),
  measurements: isBag,
  errors: listOf(shaped({ type: isText, name: isText, value: isJson, reason: isText })),
  _meta: isBag,
}

function checkMembers(path: string, value: unknown, shape: Shape, errors: string[]): void {
  if (!isRecord(value)) {
    errors.push(`${path} is no object`)
    return
  }
  for (const [member, item] of Object.entries(value)) {
    if (item === null || item === undefined) continue
    const check = Object.hasOwn(shape, member) ? shape[member] : undefined
    const at = path === '' ? member : `${path}.${member}`
    if (check === undefined) {
      // Other members of the event are kept; those of its interfaces are not.
      if (path !== '' || !isJson(item)) errors.push(`${at} is not known`)
    } else if (typeof check !== 'function') checkMembers(at, item, check, errors)
    else if (!check(item)) errors.push(`${at} is ${JSON.stringify(item)?.slice(0, 200)}`)
  }
}
