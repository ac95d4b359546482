import type { AdoptionStore } from './ports/adoptions.ts'
import type { AlertStore } from './ports/alerts.ts'
import type { AttachmentStore } from './ports/attachments.ts'
import type { EnvironmentStore } from './ports/environments.ts'
import type { IssueStore } from './ports/issues.ts'
import type { OrganizationStore } from './ports/organizations.ts'
import type { OutcomeStore } from './ports/outcomes.ts'
import type { PeopleStore } from './ports/people.ts'
import type { ProjectStore } from './ports/projects.ts'
import type { ReleaseStore } from './ports/releases.ts'

/**
 * The meta store: organisations, projects, keys, users, tokens, issues, outcomes. Rows are plain data; times are
 * milliseconds since 1970. Every method is one transaction. Engines: SQLite (embedded), PostgreSQL (scale-out).
 */
export interface MetaStore
  extends PeopleStore,
    OrganizationStore,
    ProjectStore,
    IssueStore,
    OutcomeStore,
    AlertStore,
    ReleaseStore,
    AdoptionStore,
    EnvironmentStore,
    AttachmentStore {
  /** The position up to which this view has applied the spool; 0 before the first batch. */
  offset(spool: string): Promise<number>
  /** Engine's own integrity check; [] when sound. */
  checkIntegrity(): Promise<string[]>
  close(): Promise<void>
}
