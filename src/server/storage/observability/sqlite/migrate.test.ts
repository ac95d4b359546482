import { describeMigrations } from '../../sqlite/testing/migrations.ts'
import { initialFixture } from './migrations/0001-initial.fixture.ts'
import { openSqliteUserSessions } from './open.ts'
import { userSessionSchema } from './schema.ts'

describeMigrations({
  name: 'user sessions',
  schema: userSessionSchema,
  fixtures: [initialFixture],
  schemas: `${import.meta.dirname}/migrations`,
  fileName: 'observability.sqlite',
  open: (path) => openSqliteUserSessions(path),
})
