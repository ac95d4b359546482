import { type Migration, tableLedger } from '../../sqlite/migrate.ts'
import { initial } from './migrations/0001-initial.ts'
import { traces } from './migrations/0002-traces.ts'
import { projects } from './migrations/0003-projects.ts'

const migrations: readonly Migration[] = [initial, traces, projects]

/** All migrations of the replays database, in order. */
export const replaySchema = { migrations, ledger: tableLedger }
