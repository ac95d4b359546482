import { createHash } from 'node:crypto'
import type { SessionStatus } from '../../../protocol/session.ts'
import type { Project } from '../../storage/meta/ports/projects.ts'
import type { SessionUpdate } from '../../storage/sessions/port.ts'
import type { SessionStore } from '../../storage/sessions/port.ts'
import { hashUser } from '../../storage/user-sketch.ts'

const spool = 'test'

/** A session as tests tell of it: one that began and ended well, unless told otherwise. */
export interface ToldSession {
  project: Pick<Project, 'id' | 'organizationId'>
  started: number
  release?: string
  environment?: string
  status?: SessionStatus
  errors?: number
  /** Milliseconds. */
  duration?: number
  user?: string
  /** Updates with the same one are of one session. */
  sid?: string
  init?: boolean
  mechanism?: string
}

let told = 0

/** Records the sessions, one after the other, as the digest does. */
export async function recordSessions(
  sessions: Pick<SessionStore, 'offset' | 'record'>,
  list: ToldSession[],
): Promise<void> {
  const from = await sessions.offset(spool)
  const updates = list.map((session, index) => updateOf(session, from + index))
  await sessions.record({ spool, to: from + list.length, updates, counts: [] })
}

function updateOf(session: ToldSession, position: number): SessionUpdate {
  const { project, started, sid = `session ${++told}`, status = 'exited', errors = 0 } = session
  return {
    position,
    organizationId: project.organizationId,
    projectId: project.id,
    receivedAt: started + 1000,
    started,
    release: session.release ?? 'foo@1.0.0',
    environment: session.environment ?? 'production',
    user: session.user === undefined ? null : hashUser(session.user),
    sid: createHash('md5').update(sid).digest('hex'),
    isInit: session.init ?? true,
    status,
    errors: status === 'crashed' ? Math.max(1, errors) : errors,
    duration: session.duration ?? null,
    abnormalMechanism: session.mechanism ?? null,
  }
}
