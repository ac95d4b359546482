/**
 * What a key's values are. `version` is text that takes operators (`release.version:>1.2`); everything that a table does not name is text,
 * a tag.
 */
export type KeyType = 'text' | 'version' | 'number' | 'duration' | 'date' | 'boolean'

/** Key types by name; `measurements.*` stands for every key with that first part. */
export type KeyTable = Readonly<Record<string, KeyType>>

/** Null for a key that the table does not know. */
export function keyTypeOf(keys: KeyTable, name: string): KeyType | null {
  if (Object.hasOwn(keys, name)) return keys[name] ?? null
  const dot = name.indexOf('.')
  const family = dot === -1 ? null : `${name.slice(0, dot)}.*`
  return family !== null && Object.hasOwn(keys, family) ? (keys[family] ?? null) : null
}

/** Keys of an error event, wherever events are searched. */
export const eventKeys: KeyTable = {
  id: 'text',
  'event.id': 'text',
  'event.type': 'text',
  type: 'text',
  level: 'text',
  platform: 'text',
  'platform.name': 'text',
  title: 'text',
  message: 'text',
  culprit: 'text',
  location: 'text',
  environment: 'text',
  release: 'text',
  'release.version': 'version',
  'release.build': 'version',
  'release.package': 'text',
  'release.stage': 'text',
  dist: 'text',
  transaction: 'text',
  logger: 'text',
  server_name: 'text',
  url: 'text',
  'http.url': 'text',
  'http.method': 'text',
  'http.referer': 'text',
  'http.status_code': 'number',
  timestamp: 'date',
  'event.timestamp': 'date',
  'timestamp.to_hour': 'date',
  'timestamp.to_day': 'date',
  user: 'text',
  'user.id': 'text',
  'user.email': 'text',
  'user.username': 'text',
  'user.ip': 'text',
  'error.type': 'text',
  'error.value': 'text',
  'error.mechanism': 'text',
  'error.handled': 'boolean',
  'error.unhandled': 'boolean',
  'error.main_thread': 'boolean',
  'stack.abs_path': 'text',
  'stack.filename': 'text',
  'stack.function': 'text',
  'stack.module': 'text',
  'stack.package': 'text',
  'stack.lineno': 'number',
  'stack.colno': 'number',
  'stack.in_app': 'boolean',
  'device.class': 'text',
  'device.family': 'text',
  'os.name': 'text',
  'browser.name': 'text',
  'sdk.name': 'text',
  'sdk.version': 'text',
  'device.arch': 'text',
  'device.brand': 'text',
  'device.model_id': 'text',
  'device.name': 'text',
  'device.uuid': 'text',
  'device.locale': 'text',
  'device.orientation': 'text',
  'device.online': 'boolean',
  'device.charging': 'boolean',
  'device.simulator': 'boolean',
  'device.battery_level': 'number',
  'device.screen_density': 'number',
  'device.screen_dpi': 'number',
  'device.screen_height_pixels': 'number',
  'device.screen_width_pixels': 'number',
  'os.version': 'text',
  'os.build': 'text',
  'os.kernel_version': 'text',
  'app.in_foreground': 'boolean',
  'app.version': 'text',
  'app.build': 'text',
  'app.identifier': 'text',
  'culture.locale': 'text',
  'culture.timezone': 'text',
  'geo.country_code': 'text',
  'geo.city': 'text',
  'geo.region': 'text',
  'geo.subdivision': 'text',
  trace: 'text',
  'trace.id': 'text',
  replayId: 'text',
  replay_id: 'text',
  'replay.id': 'text',
  project: 'text',
  'project.name': 'text',
  'project.id': 'number',
  project_id: 'number',
}

/** Keys of an issue itself. */
export const issueKeys: KeyTable = {
  assigned: 'text',
  assigned_to: 'text',
  assigned_or_suggested: 'text',
  bookmarks: 'text',
  bookmarked_by: 'text',
  subscribed: 'text',
  subscribed_by: 'text',
  firstSeen: 'date',
  first_seen: 'date',
  age: 'date',
  lastSeen: 'date',
  last_seen: 'date',
  timesSeen: 'number',
  times_seen: 'number',
  firstRelease: 'text',
  'first-release': 'text',
  first_release: 'text',
  issue: 'text',
  'issue.id': 'number',
  'issue.category': 'text',
  'issue.type': 'text',
  'issue.priority': 'text',
}

/** What the issue list searches. */
export const issueSearchKeys: KeyTable = { ...eventKeys, ...issueKeys }

/** Keys of transactions and spans; aggregates over them are durations. */
export const performanceKeys: KeyTable = {
  'transaction.duration': 'duration',
  'span.duration': 'duration',
  'span.self_time': 'duration',
  'measurements.*': 'duration',
  'measurements.stall_count': 'number',
  'measurements.cls': 'number',
  'spans.*': 'duration',
}
