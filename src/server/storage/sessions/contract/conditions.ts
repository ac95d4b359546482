import { expect, it } from 'vitest'
import { parseRelease } from '../../../../protocol/release.ts'
import { type Condition, everything } from '../../condition.ts'
import type { SessionCondition } from '../port.ts'
import {
  counts,
  give,
  hourMs,
  noon,
  series,
  type SessionHarness,
  sessionsByRelease,
  summarize,
  totals,
  userOf,
} from './harness.ts'

/** What of a session's place can be asked for. */
export function describeConditions(harness: () => SessionHarness): void {
  const releases = ['', 'shop@1.0.0', 'shop@1.2.0+7', 'shop@2.0.0-rc.1', 'api@1.2.0', 'c0ffee']
  const filled = async () => {
    const store = await harness().open()
    await give(store, [
      ...releases.map((release, n) => counts({ release, exited: 10 ** n, user: userOf(n) })),
      ...releases.map((release, n) => counts({ release, environment: '', exited: 2 * 10 ** n, user: userOf(n) })),
      counts({ projectId: 2, release: 'shop@1.0.0', environment: 'staging', exited: 400_000_000, user: userOf(0) }),
    ])
    return store
  }
  const version = (text: string) => {
    const parsed = parseRelease(text)
    if (parsed === null) throw new Error(`${text} is no version`)
    return parsed
  }
  type Where = Condition<SessionCondition>
  const environments = (...names: string[]): Where => ({ kind: 'environments', environments: names })
  const of = (...names: string[]): Where => ({ kind: 'releases', releases: names })
  const semver = (comparison: '>=' | '<', text: string): Where => ({
    kind: 'release',
    where: { kind: 'semver', comparison, version: version(text) },
  })

  const rows: [string, Where, number][] = [
    ['everything', everything, 400_333_333],
    ['nothing', { kind: 'or', of: [] }, 0],
    ['projects', { kind: 'projects', projectIds: [2, 3] }, 400_000_000],
    ['no projects', { kind: 'projects', projectIds: [] }, 0],
    ['an environment', environments('production'), 111_111],
    ['environments', environments('production', 'staging'), 400_111_111],
    ['no environment named', environments(''), 222_222],
    ['unknown environments', environments('nowhere', 'Production'), 0],
    ['releases', of('shop@1.0.0', 'c0ffee', 'unknown'), 400_300_030],
    ['no release named', of(''), 3],
    ['releases of none', of(), 0],
    ['a package', { kind: 'release', where: { kind: 'package', match: { kind: 'equals', value: 'api' } } }, 30_000],
    ['a build', { kind: 'release', where: { kind: 'build', match: { kind: 'equals', value: '7' } } }, 300],
    ['versions', semver('>=', '1.2.0'), 33_300],
    ['names', { kind: 'release', where: { kind: 'version', match: { kind: 'contains', value: 'SHOP' } } }, 400_003_330],
    ['not a release', { kind: 'not', of: of('shop@1.0.0') }, 333_303],
    [
      'not a package',
      {
        kind: 'release',
        where: { kind: 'not', of: { kind: 'package', match: { kind: 'equals', value: 'shop' } } },
      },
      330_003,
    ],
    ['both', { kind: 'and', of: [environments(''), semver('<', 'shop@2.0.0-rc.1')] }, 220],
    ['either', { kind: 'or', of: [environments('staging'), of('c0ffee')] }, 400_300_000],
    [
      'neither',
      { kind: 'not', of: { kind: 'or', of: [environments('staging', ''), of('c0ffee'), semver('>=', '1.2.0')] } },
      11,
    ],
    ['what cannot be', { kind: 'and', of: [of('c0ffee'), of('')] }, 0],
  ]
  it.each(rows)('counts only what meets a condition: %s', async (_, where, sessions) => {
    const store = await filled()
    const both = { projectIds: [1, 2], where }
    for (const isWholeOrganization of [false, true]) {
      const asked = { ...both, isWholeOrganization }
      expect((await totals(store, asked)).sessions).toBe(sessions)
      const grouped = await summarize(store, { ...asked, groupBy: ['release', 'environment'] })
      expect(grouped.reduce((sum, group) => sum + group.figures.sessions, 0)).toBe(sessions)
      const points = await series(store, { ...asked, start: noon, end: noon + hourMs, interval: hourMs })
      expect(points.map((point) => point.sessions)).toEqual(sessions === 0 ? [] : [sessions])
    }
  })

  it('counts users once of several releases and environments that meet a condition', async () => {
    const store = await filled()
    const where: Where = { kind: 'or', of: [of('', 'shop@1.0.0'), environments('staging')] }
    expect((await totals(store, { projectIds: [1, 2], where })).users?.all).toBe(2)
    expect(await sessionsByRelease(store, { where })).toEqual({ '': 3, 'shop@1.0.0': 30 })
  })
}
