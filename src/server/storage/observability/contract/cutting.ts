import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factFlags } from '../facts.ts'
import { openUserSessionModel } from '../model.ts'
import { type AnySource, type BriefSource, type SessionSource, sourceKinds, type UserSessionStore } from '../port.ts'
import { give, idOf, minuteMs, noon, source, type UserSessionHarness } from './harness.ts'

/** Several updates of few sessions, replays and events of two users; those of sessions also in short. */
const anySource = fc
  .record({
    kind: fc.constantFrom(...sourceKinds, 'session' as const),
    n: fc.integer({ min: 1, max: 4 }),
    user: fc.option(fc.constantFrom(7, 8), { freq: 6 }),
    start: fc.integer({ min: 0, max: 60 }),
    length: fc.integer({ min: 0, max: 40 }),
    isOver: fc.boolean(),
    flag: fc.constantFrom(...factFlags),
    appVersion: fc.constantFrom('', 'shop@1', 'shop@2'),
    isBrief: fc.boolean(),
  })
  .map(({ kind, n, user, start, length, isOver, flag, appVersion, isBrief }): AnySource => {
    const startedAt = noon + start * minuteMs
    const endedAt = kind === 'event' ? startedAt : startedAt + length * minuteMs
    const told = { user, startedAt, endedAt }
    if (kind !== 'session' || !isBrief) {
      const texts: SessionSource['facts']['texts'] = appVersion === '' ? {} : { appVersion: [startedAt, appVersion] }
      return source(kind, n, { ...told, isOver: kind === 'session' && isOver, facts: { texts, flags: [flag] } })
    }
    return brief(n, { ...told, isOver, appVersion, flags: [flag] })
  })

function brief(n: number, own: Partial<BriefSource> = {}): BriefSource {
  const { facts: _, ...rest } = source('session', n)
  return { ...rest, kind: 'session', platform: 'web', appVersion: '', sdkVersion: '', flags: [], ...own }
}

/** Of one of two spools: how far it goes on, how far back it begins again, and whether after a kill. */
const anyCut = fc.record({
  spool: fc.nat(1),
  ahead: fc.integer({ min: 1, max: 6 }),
  back: fc.nat(4),
  isKilled: fc.nat(4),
})

/** What a kill and the size of batches do: nothing. */
export function describeCutting(harness: () => UserSessionHarness): void {
  describe('batches', () => {
    it('tell the same in short', async () => {
      const store = await harness().open()
      const own = { endedAt: noon + 5000, isOver: true, appVersion: 'shop@1', sdkVersion: '11.12.0' }
      const texts = {
        appVersion: [noon, 'shop@1'],
        sdkVersion: [noon, '11.12.0'],
      } satisfies SessionSource['facts']['texts']
      await store.record({ spool: 'brief', to: 10, sources: [brief(1, { ...own, user: null, flags: ['crash'] })] })
      await give(store, [
        source('session', 1, { projectId: 2, user: null, endedAt: noon + 5000, facts: { texts, flags: ['crash'] } }),
      ])
      const find = (projectId: number) => store.find({ projectId, platform: 'web', id: idOf('session', 1) })
      expect(await find(1)).toMatchObject({ appVersion: 'shop@1', isCrash: true, duration: 5000 })
      expect(await find(1)).toEqual({ ...(await find(2)), projectId: 1 })
    })

    it('may be cut anywhere, repeated after a kill, and come from several spools', { timeout: 120_000 }, async () => {
      let store = await harness().open()
      let projectId = 10
      await fc.assert(
        fc.asyncProperty(
          fc.tuple(fc.array(anySource, { maxLength: 12 }), fc.array(anySource, { maxLength: 12 })),
          fc.array(anyCut, { maxLength: 12 }),
          async (told, cuts) => {
            projectId += 1
            const spools = told.map((sources, number) => ({
              spool: `${projectId}-${number}`,
              sources: sources.map((one, position) => ({ ...one, projectId, position })),
            }))
            const model = openUserSessionModel()
            for (const { spool, sources } of spools) await recordUpTo(model, spool, sources, sources.length, 0)
            for (const { spool: number, ahead, back, isKilled } of cuts) {
              if (isKilled === 0) store = await harness().open()
              const chosen = spools[number]
              if (chosen) await recordUpTo(store, chosen.spool, chosen.sources, ahead, back)
            }
            for (const { spool, sources } of spools) await recordUpTo(store, spool, sources, sources.length, 2)
            const ids = sourceKinds.flatMap((kind) => [1, 2, 3, 4].map((n) => idOf(kind, n)))
            for (const id of ids) {
              const wanted = { projectId, platform: 'web', id } as const
              expect(await store.find(wanted)).toEqual(await model.find(wanted))
            }
          },
        ),
        { numRuns: 100 },
      )
      expect(await store.checkIntegrity()).toEqual([])
    })
  })
}

/** So many more than are recorded, from some before them on. */
async function recordUpTo(
  store: UserSessionStore,
  spool: string,
  sources: AnySource[],
  ahead: number,
  back: number,
): Promise<void> {
  const offset = await store.offset(spool)
  const to = Math.min(offset + ahead, sources.length)
  await store.record({ spool, to, sources: sources.slice(Math.max(0, offset - back), to) })
}
