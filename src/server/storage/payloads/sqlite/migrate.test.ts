import { dirname } from 'node:path'
import { describeMigrations } from '../../sqlite/testing/migrations.ts'
import { initialFixture } from './migrations/0001-initial.fixture.ts'
import { openSqlitePayloads } from './open.ts'
import { daySchema } from './schema.ts'

describeMigrations({
  name: 'a day of payloads',
  schema: daySchema,
  fixtures: [initialFixture],
  schemas: `${import.meta.dirname}/migrations`,
  fileName: '2026-11-21.sqlite',
  open: (path) => openSqlitePayloads(dirname(path)),
})
