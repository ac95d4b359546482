import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { type SessionStatus, sessionStatuses } from '../../../../protocol/session.ts'
import { hashUser } from '../../user-sketch.ts'
import type { SessionUsers } from '../port.ts'
import {
  counts,
  figures,
  give,
  noon,
  type SessionHarness,
  type SessionRecord,
  sidOf,
  totals,
  update,
} from './harness.ts'

const fixtures = process.env.LAPWING_FIXTURES ?? ''

interface Row {
  update?: { init?: boolean; did?: string; status?: string; errors?: number; abnormal_mechanism?: string }
  aggregate?: { did?: string; exited?: number; errored?: number; abnormal?: number; crashed?: number }
  /** `session{init}+=1`, `error∋sid`, `user{crashed}∋did` …; `user{}` are those without an error. */
  emits: string[]
}

/** Every row of the fixtures: the metrics that Relay makes of an update are the figures that the store has. */
export function describeCounterFixtures(harness: () => SessionHarness): void {
  it.skipIf(fixtures === '')('of every update and aggregate of the fixtures (LAPWING_FIXTURES)', async () => {
    const rows: Row[] = JSON.parse(readFileSync(path.join(fixtures, 'sessions-update-counters.json'), 'utf8'))
    expect(rows.length).toBeGreaterThan(0)
    const store = await harness().open()
    for (const [n, row] of rows.entries()) {
      await give(store, [{ ...recordOf(row, n), projectId: n + 1 }])
      const found = await totals(store, { projectIds: [n + 1] })
      expect({ row, found }).toEqual({ row, found: figuresOf(row.emits) })
    }
  })
}

function recordOf({ update: told, aggregate }: Row, n: number): SessionRecord {
  if (told === undefined) {
    const { did, exited = 0, errored = 0, abnormal = 0, crashed = 0 } = aggregate ?? {}
    return counts({ user: did === undefined ? null : hashUser(did), exited, errored, abnormal, crashed, started: noon })
  }
  return update({
    sid: sidOf(n),
    isInit: told.init ?? false,
    status: statusOf(told.status ?? 'ok'),
    errors: told.errors ?? 0,
    user: told.did === undefined ? null : hashUser(told.did),
    abnormalMechanism: told.abnormal_mechanism ?? null,
  })
}

function statusOf(word: string): SessionStatus {
  return sessionStatuses.find((status) => status === word) ?? 'errored'
}

function figuresOf(emits: string[]) {
  const count = (name: string) =>
    emits.flatMap((emit) => (emit.startsWith(`session{${name}}+=`) ? [Number(emit.split('=')[1])] : []))[0] ?? 0
  const joins = (part: string) => Number(emits.some((emit) => emit.startsWith('user{') && emit.includes(part)))
  const users: Partial<SessionUsers> = {
    all: joins(''),
    errored: joins('{errored}'),
    crashed: joins('{crashed}'),
    abnormal: joins('{abnormal'),
    anr: joins('=anr_'),
    foregroundAnr: joins('=anr_foreground'),
  }
  return figures({
    sessions: count('init'),
    errored: count('errored_preaggr') + Number(emits.includes('error\u220bsid')),
    crashed: count('crashed'),
    abnormal: count('abnormal'),
    users,
  })
}
