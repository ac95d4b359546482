import { describeMigrations } from '../../sqlite/testing/migrations.ts'
import { initialFixture } from './migrations/0001-initial.fixture.ts'
import { openSqliteMeta } from './open.ts'
import { metaSchema } from './schema.ts'

describeMigrations({
  name: 'the meta database',
  schema: metaSchema,
  fixtures: [initialFixture],
  schemas: `${import.meta.dirname}/migrations`,
  fileName: 'meta.sqlite',
  open: (path) => openSqliteMeta(path),
})
