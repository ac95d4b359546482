import { levels } from '../../../../protocol/event.ts'
import type { Database } from '../../sqlite/database.ts'
import { readDeletedProjects } from '../../sqlite/deleted-projects.ts'
import { readOffset, writeOffset } from '../../sqlite/offsets.ts'
import { flag, integer, oneOf, text, textOrNull } from '../../sqlite/rows.ts'
import { selectorOf, writeElement } from '../element.ts'
import type { ReplayBatch, ReplayLink, ReplaySegment } from '../records.ts'
import { idPrefix, live } from './columns.ts'
import { countDeadClicks, deadClick, rageClick, type WrittenClick } from './dead-clicks.ts'
import type { ReplayRow } from './facts.ts'
import { groupOf } from './lists.ts'
import { createState, foldLink, foldRecording, foldTimes, foldTold, joinLinks, type ReplayState } from './state.ts'
import { anyText } from './terms.ts'
import { columnValues, type ColumnValues, type TextValues } from './values.ts'
import { findRow, hexBytes, type View } from './view.ts'

/** A replay that the batch tells of. */
interface Entry {
  row: ReplayRow
  isNew: boolean
  isChanged: boolean
  /** As its columns are. */
  before: { numbers: ColumnValues; texts: TextValues } | null
}

/** See `ReplayStore.record`. To be called within a transaction; when it fails, the view is to be opened again. */
export function recordBatch(view: View, batch: ReplayBatch): void {
  const { database } = view
  const offset = readOffset(database, batch.spool)
  if (batch.to <= offset) return
  const deleted = readDeletedProjects(database)
  learnProjects(database, batch, deleted)
  const entries = new Map<string, Entry>()
  /** Projects of new replays, by organisation and id. */
  const created = new Map<string, number[]>()

  function find(projectId: number, replayId: string): Entry | null {
    const key = `${projectId} ${replayId}`
    const known = entries.get(key)
    if (known) return known
    const row = findRow(database, projectId, replayId)
    if (row === null) return null
    const entry = { row, isNew: false, isChanged: false, before: columnValues(row.state) }
    entries.set(key, entry)
    return entry
  }

  /** Those with this id in an organisation. Rows of the batch are written at its end. */
  function findAll(place: LinkPlace): Entry[] {
    const projectIds = new Set([
      ...listProjectsOf(database, place),
      ...(created.get(`${place.organizationId} ${place.replayId}`) ?? []),
    ])
    return [...projectIds].flatMap((projectId) => find(projectId, place.replayId) ?? [])
  }

  function create(segment: ReplaySegment): Entry {
    const { organizationId, projectId, replayId, receivedAt } = segment
    const row = {
      no: view.columns.allocate(),
      replayId,
      projectId,
      receivedAt,
      isArchived: false,
      state: createState(),
    }
    const entry = { row, isNew: true, isChanged: true, before: null }
    const ids = findAll(segment).flatMap((other) => joinLinks(row.state, other.row.state))
    for (const id of [...ids, ...takeWaitingLinks(database, row.state, segment)]) addId(database, row.no, id)
    entries.set(`${projectId} ${replayId}`, entry)
    const key = `${organizationId} ${replayId}`
    created.set(key, [...(created.get(key) ?? []), projectId])
    return entry
  }

  for (const told of batch.segments) {
    if (told.position < offset) continue
    const segment = wholeTimes(told)
    const { projectId, replayId } = segment
    if (deleted.has(projectId)) {
      buryBlob(database, segment, null)
      continue
    }
    const entry = find(projectId, replayId) ?? create(segment)
    if (entry.row.isArchived) buryBlob(database, segment, null)
    else if (addSegment(view, entry.row, segment)) entry.isChanged = true
  }
  for (const link of batch.links) {
    if (link.position < offset || deleted.has(link.projectId)) continue
    const found = findAll(link)
    if (found.length === 0) keepLink(database, link)
    for (const entry of found) {
      if (entry.row.isArchived) continue
      const ids = foldLink(entry.row.state, { ...link, at: Math.floor(link.at) })
      for (const id of ids) addId(database, entry.row.no, id)
      entry.isChanged ||= ids.length > 0
    }
  }
  for (const entry of entries.values()) if (entry.isChanged) writeEntry(view, entry)
  view.columns.flush()
  view.posts.flush()
  view.lists.flush()
  writeOffset(database, batch.spool, batch.to)
}

/** Columns hold whole numbers. */
function wholeTimes(segment: ReplaySegment): ReplaySegment {
  return { ...segment, startedAt: Math.floor(segment.startedAt), finishedAt: Math.floor(segment.finishedAt) }
}

/** Events and replays find each other across the projects of an organisation, so whose a project is has to be known. */
function learnProjects(database: Database, { segments, links }: ReplayBatch, deleted: Set<number>): void {
  const organizations = new Map([...segments, ...links].map((one) => [one.projectId, one.organizationId]))
  for (const [projectId, organizationId] of organizations) {
    if (deleted.has(projectId)) continue
    database.run(
      `INSERT INTO projects VALUES (?, ?)
       ON CONFLICT DO UPDATE SET organization_id = excluded.organization_id WHERE organization_id <> excluded.organization_id`,
      projectId,
      organizationId,
    )
  }
}

type LinkPlace = Pick<ReplayLink, 'organizationId' | 'projectId' | 'replayId'>

/** Projects of an organisation that have this replay. One that nothing was told of since schema 3 is nobody's but its own. */
function listProjectsOf(database: Database, { organizationId, projectId, replayId }: LinkPlace): number[] {
  const rows = database.all(
    `SELECT project_id FROM replays LEFT JOIN projects ON projects.id = project_id
     WHERE replay_id = ? AND (organization_id = ? OR project_id = ?)`,
    hexBytes(replayId),
    organizationId,
    projectId,
  )
  return rows.map((row) => integer(row, 'project_id'))
}

/** The ids that they bring. */
function takeWaitingLinks(database: Database, state: ReplayState, { organizationId, projectId, replayId }: LinkPlace) {
  const whose = `replay_id = ? AND (project_id = ? OR project_id IN (SELECT id FROM projects WHERE organization_id = ?))`
  const place = [hexBytes(replayId), projectId, organizationId]
  const rows = database.all(`SELECT * FROM waiting_links WHERE ${whose}`, ...place)
  if (rows.length > 0) database.run(`DELETE FROM waiting_links WHERE ${whose}`, ...place)
  return rows.flatMap((row) =>
    foldLink(state, {
      eventId: text(row, 'event_id'),
      level: oneOf(levels, row, 'level'),
      at: integer(row, 'at'),
      traceId: textOrNull(row, 'trace_id'),
    }),
  )
}

function keepLink(database: Database, link: ReplayLink): void {
  const { replayId, projectId, eventId, level, at, receivedAt, traceId } = link
  database.run(
    'INSERT OR IGNORE INTO waiting_links VALUES (?, ?, ?, ?, ?, ?, ?)',
    hexBytes(replayId),
    projectId,
    eventId,
    level,
    Math.floor(at),
    receivedAt,
    traceId,
  )
}

/** Folds in what is new in it: the segment, what its event tells, its recording. False when nothing is. */
function addSegment(view: View, row: ReplayRow, segment: ReplaySegment): boolean {
  const { database } = view
  const { no, state } = row
  const { segmentId, told, recording } = segment
  const known = database.get('SELECT * FROM segments WHERE no = ? AND segment_id = ?', no, segmentId)
  const knownBlob = known ? textOrNull(known, 'blob_id') : null
  const newTold = known && flag(known, 'told') ? null : told
  const newRecording = knownBlob === null ? recording : null
  if (newRecording === null) buryBlob(database, segment, knownBlob)
  if (known && newTold === null && newRecording === null) return false

  if (!known) {
    state.segments++
    database.run(
      "INSERT INTO segments VALUES (?, ?, ?, ?, ?, 0, NULL, NULL, NULL, NULL, NULL, '')",
      no,
      segmentId,
      segment.receivedAt,
      segment.startedAt,
      segment.finishedAt,
    )
  }
  foldTimes(state, segment)
  row.receivedAt = Math.max(row.receivedAt, segment.receivedAt)
  if (newTold) {
    foldTold(state, segmentId, newTold)
    addTerms(view, no, 'url', newTold.urls)
    addTerms(view, no, 'release', newTold.release ? [newTold.release] : [])
    addTerms(view, no, 'segmentName', newTold.segmentNames)
    for (const [key, value] of newTold.tags) addTerms(view, no, `tag:${key}`, [value])
    const kept = new Set([...state.errorIds, ...state.traceIds].map(([, , id]) => id))
    for (const id of [...newTold.errorIds, ...newTold.traceIds]) if (kept.has(id)) addId(database, no, id)
  }
  const clicks = newRecording ? addRecording(view, row, segment, newRecording) : []
  const before = known ? text(known, 'environment') : ''
  const environment = newTold?.environment ?? before
  const knownClicks: WrittenClick[] = JSON.parse((known && textOrNull(known, 'clicks')) ?? '[]')
  if (environment !== before) {
    countDeadClicks(view, { projectId: row.projectId, environment: before }, knownClicks, -1)
    countDeadClicks(view, { projectId: row.projectId, environment }, knownClicks, 1)
  }
  countDeadClicks(view, { projectId: row.projectId, environment }, clicks, 1)
  database.run(
    `UPDATE segments SET started_at = min(started_at, ?), finished_at = max(finished_at, ?), told = told | ?, environment = ?
     WHERE no = ? AND segment_id = ?`,
    segment.startedAt,
    segment.finishedAt,
    Number(newTold !== null),
    environment,
    no,
    segmentId,
  )
  return true
}

function addRecording(
  view: View,
  row: ReplayRow,
  { segmentId, receivedAt }: ReplaySegment,
  recording: NonNullable<ReplaySegment['recording']>,
): WrittenClick[] {
  const { terms, database } = view
  const { no } = row
  const clicks = recording.clicks.map(({ at, nodeId, isDead, isRage, element }): WrittenClick => {
    const written = writeElement(element)
    addTerms(view, no, 'click', [written])
    if (isDead || isRage) {
      addTerms(view, no, 'dead', [written])
      addTerms(view, no, 'selector', [writeElement(selectorOf(element))])
    }
    if (isRage) addTerms(view, no, 'rage', [written])
    return [at, nodeId, isRage ? rageClick : isDead ? deadClick : 0, terms.of('click', written)]
  })
  foldRecording(
    row.state,
    segmentId,
    recording,
    clicks.map(([, , , element]) => element),
  )
  addTerms(view, no, 'url', recording.navigations)
  database.run(
    'UPDATE segments SET blob_id = ?, blob_at = ?, kind = ?, bytes = ?, clicks = ? WHERE no = ? AND segment_id = ?',
    recording.blobId,
    receivedAt,
    recording.kind,
    recording.bytes,
    clicks.length > 0 ? JSON.stringify(clicks) : null,
    no,
    segmentId,
  )
  return clicks
}

/** Remembers the blob of a segment that is not kept, unless the kept one has the same. */
function buryBlob(database: Database, { projectId, receivedAt, recording }: ReplaySegment, kept: string | null): void {
  if (recording === null || recording.blobId === kept) return
  database.run('INSERT OR IGNORE INTO dead_blobs VALUES (?, ?, ?)', projectId, recording.blobId, receivedAt)
}

function addTerms({ terms, posts, lists }: View, no: number, field: string, texts: string[]): void {
  const group = groupOf(field)
  for (const one of texts) {
    if (one === anyText) continue
    const term = terms.of(field, one)
    posts.add(term, no)
    posts.add(terms.of(field, anyText), no)
    if (group !== null) lists.add(group, no, term)
  }
}

function addId(database: Database, no: number, id: string): void {
  database.run('INSERT OR IGNORE INTO ids VALUES (?, ?)', idPrefix(id), no)
}

function writeEntry(view: View, { row, isNew, before }: Entry): void {
  const { columns, terms, database } = view
  const { no, replayId, projectId, receivedAt, state } = row
  const { numbers, texts } = columnValues(state)
  if (isNew) {
    columns.set(no, 'flag', live)
    columns.set(no, 'projectId', projectId)
    columns.set(no, 'id', idPrefix(replayId))
  }
  for (const [name, value] of numbers) if (value !== (before?.numbers.get(name) ?? 0)) columns.set(no, name, value)
  for (const [name, value] of texts) {
    if (value !== (before?.texts.get(name) ?? null)) columns.set(no, name, value === null ? 0 : terms.of(name, value))
  }
  columns.touch(no, state.startedAt, state.finishedAt)
  database.run(
    `INSERT INTO replays VALUES (?, ?, ?, ?, 0, ?)
     ON CONFLICT (no) DO UPDATE SET received_at = excluded.received_at, state = excluded.state`,
    no,
    hexBytes(replayId),
    projectId,
    receivedAt,
    JSON.stringify(state),
  )
}
