import { describeMigrations } from '../../sqlite/testing/migrations.ts'
import { initialFixture } from './migrations/0001-initial.fixture.ts'
import { peopleFixture } from './migrations/0002-people.fixture.ts'
import { issuesFixture } from './migrations/0003-issues.fixture.ts'
import { releasesFixture } from './migrations/0004-releases.fixture.ts'
import { projectsFixture } from './migrations/0005-projects.fixture.ts'
import { attachmentsFixture } from './migrations/0006-attachments.fixture.ts'
import { adoptionsFixture } from './migrations/0007-adoptions.fixture.ts'
import { sessionsFixture } from './migrations/0008-sessions.fixture.ts'
import { replaysFixture } from './migrations/0009-replays.fixture.ts'
import { richestFixture } from './migrations/0010-richest.fixture.ts'
import { openSqliteMeta } from './open.ts'
import { metaSchema } from './schema.ts'

describeMigrations({
  name: 'the meta database',
  schema: metaSchema,
  fixtures: [
    initialFixture,
    peopleFixture,
    issuesFixture,
    releasesFixture,
    projectsFixture,
    attachmentsFixture,
    adoptionsFixture,
    sessionsFixture,
    replaysFixture,
    richestFixture,
  ],
  schemas: `${import.meta.dirname}/migrations`,
  fileName: 'meta.sqlite',
  open: (path) => openSqliteMeta(path),
})
