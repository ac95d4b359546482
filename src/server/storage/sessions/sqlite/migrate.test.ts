import { describeMigrations } from '../../sqlite/testing/migrations.ts'
import { initialFixture } from './migrations/0001-initial.fixture.ts'
import { openSqliteSessions } from './open.ts'
import { sessionSchema } from './schema.ts'

describeMigrations({
  name: 'sessions',
  schema: sessionSchema,
  fixtures: [initialFixture],
  schemas: `${import.meta.dirname}/migrations`,
  fileName: 'sessions.sqlite',
  open: (path) => openSqliteSessions(path),
})
