import { expect } from 'vitest'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'
import type { PayloadStore } from '../../port.ts'

/** `{"n":1}` and a removed payload in a block as version 1 wrote it. */
const block = '28b52ffd24139900000200000007000000000000007b226e223a317d33d97cba'

/** A day file as version 1 left it. */
export const initialFixture: MigrationFixture<PayloadStore> = {
  version: 1,
  sha256: '0896eb792438d18f91fcba0bff491bfe6fc4f76ffc9ea3c42970c675a7f7a31f',
  fill: `
INSERT INTO spools VALUES (1, 'spool-1');
INSERT INTO blocks VALUES (1, 2, 7, x'${block}');
INSERT INTO entries VALUES (1, 100, 7, x'${'0a'.repeat(16)}', 1795262400000, 1, 0);
INSERT INTO entries VALUES (1, 200, 7, x'${'0b'.repeat(16)}', 1795262400001, NULL, NULL);
INSERT INTO seen_filter VALUES (1, x'${'00'.repeat(8)}${'ff'.repeat(16)}');
`,
  async check(store) {
    expect(await store.read(7, '0a'.repeat(16))).toBe('{"n":1}')
    expect(await store.read(7, '0b'.repeat(16))).toBeNull()
    expect(await store.spools()).toEqual(['spool-1'])
    const first = {
      position: 100,
      projectId: 7,
      eventId: '0a'.repeat(16),
      receivedAt: 1_795_262_400_000,
      json: '{"n":1}',
    }
    expect(await store.range('spool-1', 0, 1000, 10)).toEqual([first])
    const removed = { ...first, position: 200, eventId: '0b'.repeat(16), receivedAt: 1_795_262_400_001 }
    expect(await store.append('spool-1', [first, removed])).toEqual(['replayed', 'replayed'])
    // From the next day on the filter is asked.
    const nextDay = { receivedAt: 1_795_262_400_000 + 86_400_000, position: 300 }
    const later = [
      { ...first, ...nextDay, eventId: '0c'.repeat(16) },
      { ...first, ...nextDay },
    ]
    expect(await store.append('spool-1', later)).toEqual(['stored', 'duplicate'])
  },
}
