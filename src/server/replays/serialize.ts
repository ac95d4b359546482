import { isoTime } from '../http/schema.ts'
import type { Replay, ReplayDeletion, ReplaySegmentRow, ReplaySelector } from '../storage/replays/port.ts'
import type { ReplayClick, ReplayElement } from '../storage/replays/records.ts'
import type {
  RecordingSegmentJson,
  ReplayClickJson,
  ReplayDeletionJson,
  ReplayFieldName,
  ReplayJson,
  ReplaySelectorJson,
} from './schema.ts'

/** A replay as both documents show one; only the fields that are named, unless there are none. */
export function serializeReplay(replay: Replay, fields: readonly ReplayFieldName[]): ReplayJson {
  const whole = replay.isArchived ? serializeArchived(replay) : serializeWhole(replay)
  if (fields.length === 0) return whole
  const names: readonly string[] = fields
  return Object.fromEntries(Object.entries(whole).filter(([name]) => names.includes(name)))
}

function serializeWhole(replay: Replay): ReplayJson {
  const { user, geo, otaUpdates, countErrors, countSegments, countUrls } = replay
  const displayName = user.username ?? user.email ?? user.id ?? user.ip
  const startedAt = isoTime(replay.startedAt)
  const finishedAt = isoTime(replay.finishedAt)
  const projectId = String(replay.projectId)
  return {
    id: replay.replayId,
    project_id: projectId,
    trace_ids: replay.traceIds,
    error_ids: replay.errorIds,
    warning_ids: replay.warningIds,
    info_ids: replay.infoIds,
    environment: replay.environment,
    tags: Object.fromEntries(replay.tags),
    user: {
      ...user,
      display_name: displayName,
      geo: { city: geo.city, country_code: geo.countryCode, region: geo.region, subdivision: geo.subdivision },
      name: user.username,
      ip_address: user.ip,
    },
    sdk: replay.sdk,
    os: replay.os,
    browser: replay.browser,
    device: replay.device,
    ota_updates: {
      channel: otaUpdates.channel,
      runtime_version: otaUpdates.runtimeVersion,
      update_id: otaUpdates.updateId,
    },
    is_archived: false,
    urls: replay.urls,
    segment_names: replay.segmentNames,
    clicks: replay.clicks.map(serializeClickedElement),
    count_dead_clicks: replay.countDeadClicks,
    count_rage_clicks: replay.countRageClicks,
    count_errors: countErrors,
    count_warnings: replay.countWarnings,
    count_infos: replay.countInfos,
    count_segments: countSegments,
    count_urls: countUrls,
    count_clicks: replay.countClicks,
    count_taps: replay.countTaps,
    count_multi_clicks: replay.countMultiClicks,
    count_inputs: replay.countInputs,
    count_console_messages: replay.countConsoleMessages,
    count_requests: replay.countRequests,
    count_web_vitals: replay.countWebVitals,
    count_mutations: replay.countMutations,
    count_hydration_errors: replay.countHydrationErrors,
    duration: replay.duration,
    started_at: startedAt,
    finished_at: finishedAt,
    activity: replay.activity,
    platform: replay.platform,
    releases: replay.releases,
    dist: replay.dist,
    replay_type: replay.replayType,
    has_viewed: replay.hasViewed,
    title: displayName ?? replay.urls[0] ?? 'Anonymous User',
    projectId,
    countErrors,
    countSegments,
    countUrls,
    startedAt,
    finishedAt,
  }
}

const unnamed = { name: null, version: null }

/** As Sentry shows what is left of a deleted replay. */
function serializeArchived({ replayId, projectId }: Replay): ReplayJson {
  return {
    id: replayId,
    project_id: String(projectId),
    trace_ids: [],
    error_ids: [],
    warning_ids: null,
    info_ids: null,
    environment: null,
    tags: [],
    user: {
      id: 'Archived Replay',
      display_name: 'Archived Replay',
      username: null,
      email: null,
      ip: null,
      geo: { city: null, country_code: null, region: null, subdivision: null },
    },
    sdk: unnamed,
    os: unnamed,
    browser: unnamed,
    device: { name: null, brand: null, model: null, family: null },
    ota_updates: { channel: null, runtime_version: null, update_id: null },
    is_archived: true,
    urls: null,
    segment_names: null,
    clicks: [],
    count_dead_clicks: null,
    count_rage_clicks: null,
    count_errors: null,
    count_warnings: null,
    count_infos: null,
    count_segments: null,
    count_urls: null,
    count_clicks: null,
    count_taps: null,
    count_multi_clicks: null,
    count_inputs: null,
    count_console_messages: null,
    count_requests: null,
    count_web_vitals: null,
    count_mutations: null,
    count_hydration_errors: null,
    duration: null,
    started_at: null,
    finished_at: null,
    activity: null,
    platform: null,
    releases: [],
    dist: null,
    replay_type: 'session',
    has_viewed: false,
    title: 'Archived Replay',
    projectId: String(projectId),
    countErrors: null,
    countSegments: null,
    countUrls: null,
    startedAt: null,
    finishedAt: null,
  }
}

function serializeClickedElement(element: ReplayElement): Record<string, unknown> {
  return {
    'click.alt': element.alt,
    'click.classes': element.classes,
    'click.component_name': element.componentName,
    'click.id': element.id,
    'click.label': element.ariaLabel,
    'click.role': element.role,
    'click.tag': element.tag,
    'click.testid': element.testId,
    'click.text': element.text,
    'click.title': element.title,
  }
}

export function serializeClick({ nodeId, at, element, isDead, isRage }: ReplayClick): ReplayClickJson {
  return {
    node_id: nodeId,
    timestamp: isoTime(at),
    element: {
      tag: element.tag,
      id: element.id,
      class: element.classes,
      text: element.text,
      role: element.role,
      alt: element.alt,
      testid: element.testId,
      aria_label: element.ariaLabel,
      title: element.title,
      component_name: element.componentName,
    },
    is_dead: isDead,
    is_rage: isRage,
  }
}

/** A segment's number is its id within the replay: both documents want one. */
export function serializeSegment({
  replayId,
  projectId,
  segmentId,
  receivedAt,
}: ReplaySegmentRow): RecordingSegmentJson {
  return { id: segmentId, replayId, segmentId, projectId: String(projectId), dateAdded: isoTime(receivedAt) }
}

/** `count` of the older description is of clicks in vain: rage clicks are dead ones too. */
export function serializeSelector(selector: ReplaySelector): ReplaySelectorJson {
  const { element, countDeadClicks, countRageClicks } = selector
  const projectId = String(selector.projectId)
  return {
    dom_element: writeSelector(element),
    element: {
      alt: element.alt,
      aria_label: element.ariaLabel,
      class: element.classes,
      component_name: element.componentName,
      id: element.id,
      project_id: projectId,
      role: element.role,
      tag: element.tag,
      testid: element.testId,
      title: element.title,
    },
    project_id: projectId,
    count_dead_clicks: countDeadClicks,
    count_rage_clicks: countRageClicks,
    count: countDeadClicks,
    dead_click_count: countDeadClicks,
    rage_click_count: countRageClicks,
  }
}

/** `button#buy.primary[role="button"]`, in Sentry's order and with its short names for attributes. */
export function writeSelector({ tag, id, classes, role, alt, testId, ariaLabel, title }: ReplayElement): string {
  const attribute = (name: string, value: string) => (value === '' ? '' : `[${name}="${value}"]`)
  return [
    tag,
    id === '' ? '' : `#${id}`,
    ...classes.map((name) => `.${name}`),
    attribute('role', role),
    attribute('alt', alt),
    attribute('testid', testId),
    attribute('aria', ariaLabel),
    attribute('title', title),
  ].join('')
}

export function serializeDeletion(deletion: ReplayDeletion): ReplayDeletionJson {
  return {
    id: deletion.id,
    dateCreated: isoTime(deletion.createdAt),
    dateUpdated: isoTime(deletion.updatedAt),
    rangeStart: isoTime(deletion.rangeStart),
    rangeEnd: isoTime(deletion.rangeEnd),
    environments: deletion.environments,
    status: deletion.status,
    query: deletion.query,
    countDeleted: deletion.countDeleted,
  }
}
