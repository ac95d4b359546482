import type { Exception, StoredEvent } from '../../protocol/event.ts'

interface FrameDebug {
  debug_id_process: {
    debug_id: string | null
    uploaded_source_file_with_correct_debug_id: boolean
    uploaded_source_map_with_correct_debug_id: boolean
  }
  release_process: {
    abs_path: string
    matching_source_file_names: string[]
    matching_source_map_name: string | null
    source_map_reference: string | null
    source_file_lookup_result: string
    source_map_lookup_result: string
  } | null
  scraping_process: { source_file: null; source_map: null }
}

export interface SourceMapDebug {
  dist: string | null
  release: string | null
  exceptions: { frames: FrameDebug[] }[]
  has_debug_ids: boolean
  min_debug_id_sdk_version: string | null
  sdk_version: string | null
  project_has_some_artifact_bundle: boolean
  release_has_some_artifact: boolean
  has_uploaded_some_artifact_with_a_debug_id: boolean
  sdk_debug_id_support: 'not-supported' | 'unofficial-sdk' | 'needs-upgrade' | 'full'
  has_scraping_data: boolean
}

/** Since then the browser and Node SDKs send debug ids: https://docs.sentry.io/platforms/javascript/sourcemaps/. */
const minimumVersion = '7.56.0'

/**
 * Why the frames of an event are not mapped to their sources, as far as it can be told from the event: which debug ids it brought, and that no
 * artifacts have been uploaded, since the server takes none.
 */
export function debugSourceMaps(event: StoredEvent): SourceMapDebug {
  const debugIds = readDebugIds(event)
  const release = event.release ?? null
  const isOfficial = event.sdk?.name?.startsWith('sentry.javascript.') ?? false
  return {
    dist: event.dist ?? null,
    release,
    exceptions: (event.exception?.values ?? []).map((exception) => ({
      frames: framesOf(exception).map((path) => describeFrame(path, debugIds, release)),
    })),
    has_debug_ids: debugIds.size > 0,
    min_debug_id_sdk_version: isOfficial ? minimumVersion : null,
    sdk_version: event.sdk?.version ?? null,
    project_has_some_artifact_bundle: false,
    release_has_some_artifact: false,
    has_uploaded_some_artifact_with_a_debug_id: false,
    sdk_debug_id_support: supportOf(event, isOfficial),
    has_scraping_data: false,
  }
}

function framesOf(exception: Exception): string[] {
  const { frames } = exception.raw_stacktrace ?? exception.stacktrace ?? {}
  return (frames ?? []).map((frame) => frame.abs_path ?? frame.filename ?? '')
}

function describeFrame(path: string, debugIds: Map<string, string>, release: string | null): FrameDebug {
  return {
    debug_id_process: {
      debug_id: debugIds.get(path) ?? null,
      uploaded_source_file_with_correct_debug_id: false,
      uploaded_source_map_with_correct_debug_id: false,
    },
    release_process:
      release === null || path === ''
        ? null
        : {
            abs_path: path,
            matching_source_file_names: fileNames(path),
            matching_source_map_name: null,
            source_map_reference: null,
            source_file_lookup_result: 'unsuccessful',
            source_map_lookup_result: 'unsuccessful',
          },
    scraping_process: { source_file: null, source_map: null },
  }
}

/** Names under which an artifact for this path could have been uploaded: the address, and the same on any host. */
function fileNames(path: string): string[] {
  if (!URL.canParse(path)) return [path]
  const url = new URL(path)
  const isFile = url.host === ''
  return isFile ? [path] : [path, `~${url.pathname}`]
}

/** Debug ids by the path of the file that they are of. */
function readDebugIds(event: StoredEvent): Map<string, string> {
  const ids = new Map<string, string>()
  const images = event.debug_meta?.images
  if (!Array.isArray(images)) return ids
  for (const image of images) {
    if (typeof image !== 'object' || image === null || Array.isArray(image)) continue
    const { type, code_file: file, debug_id: id } = image
    if (type === 'sourcemap' && typeof file === 'string' && typeof id === 'string') ids.set(file, id)
  }
  return ids
}

function supportOf(event: StoredEvent, isOfficial: boolean): SourceMapDebug['sdk_debug_id_support'] {
  const { name, version } = event.sdk ?? {}
  if (!name || !version) return 'not-supported'
  if (!isOfficial) return /javascript|node|react/i.test(name) ? 'unofficial-sdk' : 'not-supported'
  return compareVersions(version, minimumVersion) >= 0 ? 'full' : 'needs-upgrade'
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map((part) => Number.parseInt(part, 10) || 0))
  for (let place = 0; place < 3; place++) {
    const difference = (left?.[place] ?? 0) - (right?.[place] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
