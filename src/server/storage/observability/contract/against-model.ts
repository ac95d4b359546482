import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factFlags } from '../facts.ts'
import { openUserSessionModel } from '../model.ts'
import { placeOf } from '../order.ts'
import {
  type SessionSource,
  sourceKinds,
  type UserSession,
  userPlatforms,
  userSessionOrders,
  type UserSessionStore,
} from '../port.ts'
import { dayMs, idOf, minuteMs, noon, query, source, type UserSessionHarness } from './harness.ts'

/** Few ids, users and minutes, so that much of it meets. */
const anySource = fc
  .record({
    kind: fc.constantFrom(...sourceKinds),
    n: fc.integer({ min: 1, max: 3 }),
    user: fc.option(fc.constantFrom(7, 8), { freq: 5 }),
    start: fc.integer({ min: 0, max: 90 }),
    length: fc.integer({ min: 0, max: 40 }),
    isOver: fc.boolean(),
    receivedDays: fc.integer({ min: 0, max: 2 }),
    flag: fc.constantFrom(...factFlags),
    model: fc.constantFrom('Pixel 9', 'iPhone 18', 'Ω'),
    screen: fc.constantFrom('Home', 'Cart'),
    projectId: fc.constantFrom(1, 2),
    platform: fc.constantFrom('web', ...userPlatforms),
  })
  .map(
    ({
      kind,
      n,
      user,
      start,
      length,
      isOver,
      receivedDays,
      flag,
      model,
      screen,
      projectId,
      platform,
    }): SessionSource => {
      const startedAt = noon + start * minuteMs
      return source(kind, n, {
        user,
        startedAt,
        projectId,
        // An event is a moment.
        endedAt: kind === 'event' ? startedAt : startedAt + length * minuteMs,
        isOver: kind === 'session' && isOver,
        receivedAt: noon - receivedDays * dayMs,
        facts: {
          texts: { model: [startedAt, model], platform: [startedAt, platform] },
          flags: [flag],
          lists: { screen: [screen] },
        },
      })
    },
  )

const anyStep = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ sources: fc.array(anySource, { minLength: 1, maxLength: 4 }), again: fc.nat(2) }),
  },
  { weight: 1, arbitrary: fc.record({ forget: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ deleteBefore: fc.integer({ min: 0, max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ deleteProject: fc.constantFrom(1, 2) }) },
  { weight: 1, arbitrary: fc.constant({ reopen: true }) },
)

/** The engine over random histories: what it answers is what the model answers. */
export function describeAgainstModel(harness: () => UserSessionHarness): void {
  describe('random histories', () => {
    it('are answered like the model does', { timeout: 120_000 }, async () => {
      let store = await harness().open()
      let count = 0
      await fc.assert(
        fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 12 }), async (steps) => {
          const model = openUserSessionModel()
          const base = ++count * 10
          const spool = `spool-${base}`
          const log: SessionSource[] = []
          for (const step of steps) {
            if ('reopen' in step) store = await harness().open()
            for (const one of [store, model]) {
              if ('forget' in step) await one.forgetReplays(base + 1, [idOf('replay', step.forget)])
              if ('deleteBefore' in step) await one.deleteBefore(noon - step.deleteBefore * dayMs)
              if ('deleteProject' in step) await one.deleteProject(base + step.deleteProject)
            }
            if (!('sources' in step)) continue
            const recorded = log.length
            for (const own of step.sources) log.push({ ...own, projectId: base + own.projectId, position: log.length })
            const to = log.length
            await store.record({ spool, to, sources: log.slice(Math.max(0, recorded - step.again)) })
            await model.record({ spool, to, sources: log.slice(recorded) })
          }
          expect(await listAll(store, base)).toEqual(await listAll(model, base))
          // Retention of the next history reaches into no other.
          for (const projectId of [1, 2]) await store.deleteProject(base + projectId)
        }),
        { numRuns: 80 },
      )
      expect(await store.checkIntegrity()).toEqual([])
    })

    it('give the same rows in whatever order their parts come, one by one or at once', {
      timeout: 120_000,
    }, async () => {
      const store = await harness().open()
      let count = 0
      await fc.assert(
        fc.asyncProperty(
          fc
            .array(anySource, { minLength: 1, maxLength: 12 })
            .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
          async ([told, shuffled]) => {
            const [left, right] = [++count * 10, ++count * 10]
            await recordIn(store, left, told, told.length)
            await recordIn(store, right, shuffled, 1)
            expect(await listAll(store, right)).toEqual(await listAll(store, left))
            for (const base of [left, right]) for (const own of [1, 2]) await store.deleteProject(base + own)
          },
        ),
        { numRuns: 80 },
      )
    })
  })
}

async function recordIn(store: UserSessionStore, base: number, list: SessionSource[], size: number): Promise<void> {
  for (let from = 0; from < list.length; from += size) {
    const sources = list
      .slice(from, from + size)
      .map((one, index) => ({ ...one, projectId: base + one.projectId, position: from + index }))
    await store.record({ spool: `order-${base}`, to: from + sources.length, sources })
  }
}

/** In every order, each project and both at once, and a page of it from its middle on; then each session in whole. */
async function listAll(store: UserSessionStore, base: number) {
  const [one, other, both] = [[base + 1], [base + 2], [base + 2, base + 1]]
  const pages = []
  for (const by of userSessionOrders) {
    for (const isDescending of [false, true]) {
      const sort = [{ by, isDescending }]
      pages.push(await store.list(query({ projectIds: other, sort })))
      for (const [projectIds, platform] of [
        [one, 'web'],
        [both, null],
      ] as const) {
        const asked = query({ projectIds: [...projectIds], platform, sort })
        const all = await store.list(asked)
        const middle = all[Math.floor(all.length / 2)]
        const from = middle ? placeOf(middle, sort) : null
        pages.push(all, await store.list({ ...asked, from, limit: 2 }))
        pages.push(await store.list({ ...asked, from, mode: 'before', limit: 2 }))
      }
    }
  }
  const wholes = []
  for (const kind of ['replay', 'session'] as const) {
    for (const n of [1, 2, 3]) {
      const whole = await store.findWhole({ projectIds: both, id: idOf(kind, n), mostParts: 2 })
      wholes.push(whole && { ...whole, session: ofBase(whole.session) })
    }
  }
  return { pages: pages.map((page) => page.map(ofBase)), wholes }

  function ofBase(session: UserSession): UserSession {
    return { ...session, projectId: session.projectId - base }
  }
}
