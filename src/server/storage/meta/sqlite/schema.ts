import { type Migration, tableLedger } from '../../sqlite/migrate.ts'
import { initial } from './migrations/0001-initial.ts'
import { people } from './migrations/0002-people.ts'
import { issues } from './migrations/0003-issues.ts'
import { releases } from './migrations/0004-releases.ts'
import { projects } from './migrations/0005-projects.ts'
import { attachments } from './migrations/0006-attachments.ts'
import { adoptions } from './migrations/0007-adoptions.ts'
import { sessions } from './migrations/0008-sessions.ts'
import { replays } from './migrations/0009-replays.ts'
import { richest } from './migrations/0010-richest.ts'

const migrations: readonly Migration[] = [
  initial,
  people,
  issues,
  releases,
  projects,
  attachments,
  adoptions,
  sessions,
  replays,
  richest,
]

/** All migrations of the meta database, in order. */
export const metaSchema = { migrations, ledger: tableLedger }
