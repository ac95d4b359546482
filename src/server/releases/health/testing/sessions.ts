import { hashUser } from '../../../storage/user-sketch.ts'
import type { Project } from '../../../storage/meta/ports/projects.ts'
import type { SessionUpdate } from '../../../storage/sessions/port.ts'
import type { Storage } from '../../../storage/storage.ts'

const spool = 'test-sessions'

/** A session as a test tells of it, whole in one update. */
export interface TestSession {
  project: Pick<Project, 'id' | 'organizationId'>
  release: string
  started: number
  environment?: string
  status?: SessionUpdate['status']
  errors?: number
  /** Seconds. */
  duration?: number
  user?: string
}

/** Puts sessions into the sessions view, as one run of the digest does; each is another one. */
export async function storeSessions(storage: Pick<Storage, 'sessions'>, sessions: TestSession[]): Promise<void> {
  const from = await storage.sessions.offset(spool)
  const updates = sessions.map((session, index): SessionUpdate => {
    const position = from + index
    return {
      position,
      organizationId: session.project.organizationId,
      projectId: session.project.id,
      receivedAt: session.started + 1000,
      started: session.started,
      release: session.release,
      environment: session.environment ?? 'production',
      user: session.user === undefined ? null : hashUser(session.user),
      sid: position.toString(16).padStart(32, '0'),
      isInit: true,
      status: session.status ?? 'exited',
      errors: session.errors ?? (session.status === 'crashed' ? 1 : 0),
      duration: session.duration === undefined ? null : session.duration * 1000,
      abnormalMechanism: null,
    }
  })
  await storage.sessions.record({ spool, to: from + sessions.length, updates, counts: [] })
}
