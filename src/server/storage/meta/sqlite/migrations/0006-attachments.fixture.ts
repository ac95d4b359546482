import { expect } from 'vitest'
import type { MetaStore } from '../../port.ts'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'
import { projectsFixture } from './0005-projects.fixture.ts'

/** A database as version 6 left it. */
export const attachmentsFixture: MigrationFixture<MetaStore> = {
  version: 6,
  sha256: '714f923f1015aa93a795cf2d2e75df78aef46d417375aaaf0dbff56f7fdfb593',
  fill: `
${projectsFixture.fill}
INSERT INTO attachments VALUES (4, 7, '${'b'.repeat(32)}', 9, '${'c'.repeat(32)}', 'event.attachment', 'log.txt', 'text/plain', 12,
  '${'d'.repeat(40)}', 1030);
`,
  async check(store) {
    expect(await store.listAttachments(7, ['b'.repeat(32)])).toEqual([
      {
        id: 4,
        projectId: 7,
        eventId: 'b'.repeat(32),
        issueId: 9,
        blobId: 'c'.repeat(32),
        type: 'event.attachment',
        name: 'log.txt',
        contentType: 'text/plain',
        size: 12,
        sha1: 'd'.repeat(40),
        createdAt: 1030,
      },
    ])
  },
}
