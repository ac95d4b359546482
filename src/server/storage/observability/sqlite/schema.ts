import { type Migration, tableLedger } from '../../sqlite/migrate.ts'
import { initial } from './migrations/0001-initial.ts'

const migrations: readonly Migration[] = [initial]

/** All migrations of the user sessions database, in order. */
export const userSessionSchema = { migrations, ledger: tableLedger }
