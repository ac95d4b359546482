import { expect } from 'vitest'
import type { Condition } from '../../condition.ts'
import { openSessionModel, type SessionModel } from '../model.ts'
import type { SessionCondition, SessionStore } from '../port.ts'
import { expectSameAnswer } from './compare.ts'
import {
  batchOf,
  counts,
  dayMs,
  noon,
  type SessionHarness,
  type SessionRecord,
  sidOf,
  textOf,
  update,
  userOf,
} from './harness.ts'
import { spansOf } from './keeping.ts'
import { environments, organizations, type Question, releases, slots, startOfDay, timeOf } from './questions.ts'
import type { Step, ToldRecord } from './steps.ts'

/** A store and the model that live through the same. */
export interface History {
  store: SessionStore
  model: SessionModel
  /** Before the first project id and organisation id of this history. */
  firstId: number
  clock: number
  /** By name: all envelopes so far, and how many of them are recorded. */
  spools: Map<string, { envelopes: SessionRecord[][]; recorded: number }>
  goneProjects: Set<number>
  /** Sessions of days up to this one get no more updates. */
  goneUntil: number
}

/**
 * The n-th history of a test. All share one store, for opening one takes longer than most of them: each has projects, spools and a time of its
 * own, later than those before (by weeks, so that the days of the week stay).
 */
export function startHistory(store: SessionStore, n: number): History {
  return {
    store,
    model: openSessionModel(),
    firstId: n * 100,
    clock: noon + n * 42 * dayMs,
    spools: new Map(),
    goneProjects: new Set(),
    goneUntil: Number.NEGATIVE_INFINITY,
  }
}

/** Does this in the store and in the model. */
export async function play(history: History, step: Step, harness: SessionHarness): Promise<void> {
  if ('ask' in step) return ask(history, step.ask, 200)
  if ('reopen' in step) {
    if (step.reopen === 'closed') await history.store.close()
    history.store = await harness.open()
    return
  }
  if ('deleteProject' in step) {
    const project = step.deleteProject
    history.goneProjects.add(project)
    for (const store of [history.store, history.model]) await store.deleteProject(history.firstId + project)
    return
  }
  if ('envelopes' in step) {
    history.clock += step.later
    const spool = `${history.firstId}-${step.spool}`
    await recordMore(history, spool, step)
    return
  }
  // What has not been recorded yet would tell of sessions that are forgotten then.
  for (const spool of history.spools.keys()) {
    await recordMore(history, spool, { envelopes: [], again: 0, notYet: 0 })
  }
  if ('sweep' in step) {
    await history.store.sweep(history.clock)
    expect(await history.store.sweep(history.clock)).toBe(0)
    return
  }
  const time = startOfDay(history.clock) - step.deleteBefore * dayMs
  history.goneUntil = Math.max(history.goneUntil, time)
  for (const store of [history.store, history.model]) await store.deleteBefore(time)
}

type Telling = Pick<Extract<Step, { envelopes: unknown }>, 'envelopes' | 'again' | 'notYet'>

/** Appends to the spool, and records from a little before its offset to a little before its end. The model is told nothing twice. */
async function recordMore(history: History, spool: string, { envelopes, again, notYet }: Telling): Promise<void> {
  const log = history.spools.get(spool) ?? { envelopes: [], recorded: 0 }
  history.spools.set(spool, log)
  for (const envelope of envelopes) {
    const position = log.envelopes.length * 10
    log.envelopes.push(envelope.flatMap((told) => toRecord(history, told)).map((record) => ({ ...record, position })))
  }
  const from = Math.max(0, log.recorded - again)
  const to = Math.max(from, log.envelopes.length - notYet)
  await history.store.record(batchOf(spool, to * 10, log.envelopes.slice(from, to).flat()))
  await history.model.record(batchOf(spool, to * 10, log.envelopes.slice(log.recorded, to).flat()))
  log.recorded = Math.max(log.recorded, to)
  expect(await history.store.offset(spool)).toBe(log.recorded * 10)
}

function toRecord(history: History, told: ToldRecord): SessionRecord[] {
  const day = startOfDay(history.clock) - told.daysAgo * dayMs
  if (day <= history.goneUntil) return []
  const place = {
    organizationId: organizationIdOf(history, told.project),
    projectId: history.firstId + told.project,
    receivedAt: history.clock,
    user: told.user === null ? null : userOf(told.user),
  }
  if (!('session' in told)) {
    const { project: _, daysAgo: _daysAgo, slot, ...ends } = told
    return [counts({ ...ends, ...place, started: day + (slots[slot] ?? 0) })]
  }
  const { isInit, status, errors, duration, abnormalMechanism, session, stray } = told
  return [
    update({
      ...place,
      started: day + (slots[session] ?? 0) + (stray?.shift ?? 0),
      release: stray?.release ?? releases[session % releases.length] ?? '',
      environment: stray?.environment ?? environments[session % environments.length] ?? '',
      sid: sidOf((day / dayMs) * 100 + session),
      isInit,
      status,
      errors,
      duration,
      abnormalMechanism,
    }),
  ]
}

/** Asks both, of at most so many points; of a whole organisation also by its projects. */
export async function ask(history: History, question: Question, mostPoints: number): Promise<void> {
  const { store, model, firstId } = history
  const isThere = (project: number) => !history.goneProjects.has(project)
  const projects = question.isWholeOrganization
    ? [...organizations.keys()].filter((project) => organizations[project] === question.organization)
    : question.projects
  const projectIds = projects.filter(isThere).map((project) => firstId + project)
  const asked = {
    organizationId: firstId + question.organization,
    projectIds,
    isWholeOrganization: question.isWholeOrganization,
    where: withIds(question.where, firstId),
    groupBy: question.groupBy,
    groups: null,
    wants: question.wants,
    ...timeOf(question.time, history.clock, mostPoints),
  }
  const known = (await model.summarize(asked))
    .map(({ key }) => key)
    .toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1))
  const bits = question.groups
  const groups = bits === null ? null : known.filter((_, index) => (bits >> (index % 4)) & 1)
  await expectSameAnswer(store, model, { ...asked, groups })
  if (asked.isWholeOrganization) await expectSameAnswer(store, model, { ...asked, groups, isWholeOrganization: false })
  for (const names of [null, releases.slice(1, 3)]) {
    expect(await spansOf(store, projectIds, names)).toEqual(await spansOf(model, projectIds, names))
  }
}

function withIds(where: Condition<SessionCondition>, firstId: number): Condition<SessionCondition> {
  if (where.kind === 'and' || where.kind === 'or') {
    return { kind: where.kind, of: where.of.map((part) => withIds(part, firstId)) }
  }
  if (where.kind === 'not') return { kind: 'not', of: withIds(where.of, firstId) }
  if (where.kind !== 'projects') return where
  return { kind: 'projects', projectIds: where.projectIds.map((project) => firstId + project) }
}

function organizationIdOf({ firstId }: History, project: number): number {
  return firstId + (organizations[project] ?? 0)
}
