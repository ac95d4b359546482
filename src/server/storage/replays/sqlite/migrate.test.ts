import { describeMigrations } from '../../sqlite/testing/migrations.ts'
import { initialFixture } from './migrations/0001-initial.fixture.ts'
import { tracesFixture } from './migrations/0002-traces.fixture.ts'
import { projectsFixture } from './migrations/0003-projects.fixture.ts'
import { openSqliteReplays } from './open.ts'
import { replaySchema } from './schema.ts'

describeMigrations({
  name: 'replays',
  schema: replaySchema,
  fixtures: [initialFixture, tracesFixture, projectsFixture],
  schemas: `${import.meta.dirname}/migrations`,
  fileName: 'replays.sqlite',
  open: (path) => openSqliteReplays(path),
})
