import type { BlobStore } from './blobs/port.ts'
import type { EventStore } from './events/port.ts'
import type { MetaStore } from './meta/port.ts'
import type { UserSessionStore } from './observability/port.ts'
import type { PayloadStore } from './payloads/port.ts'
import type { ReplayStore } from './replays/port.ts'
import type { SessionStore } from './sessions/port.ts'

/** All stores of one installation, as plain async ports; local (same thread) or remote (through a worker) alike. */
export interface Storage {
  meta: MetaStore
  payloads: PayloadStore
  events: EventStore
  blobs: BlobStore
  sessions: SessionStore
  replays: ReplayStore
  userSessions: UserSessionStore
  close(): Promise<void>
}
