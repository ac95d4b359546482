import { describe, expect, it } from 'vitest'
import type { AdoptionStage, Release } from '../../api/types.ts'
import { adoptionOf, figuresByRelease, noFigures, readFigures } from './figures.ts'

const project = (id: number, own: number | null, whole: number | null, hasHealthData = true) => ({
  id,
  slug: `p${id}`,
  name: `P ${id}`,
  newGroups: 0,
  hasHealthData,
  healthData: { totalSessions24h: own, totalProjectSessions24h: whole },
})
const release = (
  projects: Release['projects'],
  stages: Record<string, AdoptionStage> = {},
): Pick<Release, 'projects' | 'adoptionStages'> => ({
  projects,
  adoptionStages: Object.fromEntries(
    Object.entries(stages).map(([slug, stage]) => [slug, { stage, adopted: null, unadopted: null }]),
  ),
})

it('reads figures, and nulls as nothing', () => {
  expect(readFigures({})).toEqual(noFigures)
  const totals = {
    'sum(session)': 4,
    'count_unique(user)': 3,
    'crash_free_rate(session)': 0.75,
    'crash_free_rate(user)': null,
  }
  const figures = { sessions: 4, users: 3, crashFreeSessions: 0.75, crashFreeUsers: null }
  expect(readFigures(totals)).toEqual(figures)
  const answer = {
    start: '',
    end: '',
    intervals: [],
    groups: [{ by: { release: 'shop@1' }, totals, series: { 'sum(session)': [1, null, 3] } }],
  }
  expect([...figuresByRelease(answer)]).toEqual([['shop@1', { ...figures, counts: [1, 0, 3] }]])
})

describe('adoption', () => {
  it('is the share of the sessions of the projects in the scope', () => {
    const both = release([project(1, 30, 40), project(2, 0, 60)], { p1: 'adopted', p2: 'replaced' })
    expect(adoptionOf(both)).toEqual({ share: 0.3, stage: 'adopted' })
    expect(adoptionOf(both, ['1'])).toEqual({ share: 0.75, stage: 'adopted' })
    expect(adoptionOf(both, ['p2'])).toEqual({ share: 0, stage: 'replaced' })
  })
  it('is unknown without sessions', () => {
    expect(adoptionOf(release([project(1, null, 40, false)], { p1: 'low_adoption' }))).toEqual({
      share: null,
      stage: null,
    })
    expect(adoptionOf(release([project(1, null, null)]))).toEqual({ share: null, stage: null })
  })
})
