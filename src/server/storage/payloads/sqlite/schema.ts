import { headerLedger, type Migration } from '../../sqlite/migrate.ts'
import { initial } from './migrations/0001-initial.ts'

const migrations: readonly Migration[] = [initial]

/** All migrations of a day file, in order. Each file is brought up to date when it is next opened. */
export const daySchema = { migrations, ledger: headerLedger }
