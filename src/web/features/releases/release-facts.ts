import type { SessionsAnswer, SessionTotals } from '../../api/sessions.ts'
import type { Release } from '../../api/types.ts'
import { formatCount, formatShare } from '../../format/number.ts'
import { formatLength } from '../../format/time.ts'
import {
  compareCounts,
  compareLengths,
  compareRates,
  compareShares,
  compareTroubleRates,
  compareTroubles,
  type Difference,
} from './difference.ts'
import { adoptionOf, projectsWithin } from './figures.ts'
import { formatRate, formatTroubleRate } from './rate-words.ts'

/** A release and how its sessions went, within a scope. */
export interface Subject {
  release: Release
  sessions: SessionsAnswer
}

/** One figure of a release beside that of another. */
export interface Fact {
  key: string
  name: string
  value: string
  /** Null where there is no other release. */
  other: string | null
  difference: Difference | null
  /** Of rates that tell how well it goes: to judge it by. */
  rate: number | null
}

interface FactKind {
  key: string
  name: string
  read: (totals: SessionTotals, release: Release, projects: readonly string[] | undefined) => number | null
  format: (value: number) => string
  compare: (now: number | null, before: number | null) => Difference | null
  isJudged?: boolean
}

const counted =
  (compare: (now: number, before: number) => Difference) =>
  (now: number | null, before: number | null): Difference | null =>
    now === null || before === null ? null : compare(now, before)

const field = (name: string) => (totals: SessionTotals) => totals[name] ?? null
const count = (name: string) => (totals: SessionTotals) => totals[name] ?? 0

/** Those that stand at the top of the page. */
const mainFacts: FactKind[] = [
  {
    key: 'crash-free-sessions',
    name: 'Crash-free sessions',
    read: field('crash_free_rate(session)'),
    format: formatRate,
    compare: compareRates,
    isJudged: true,
  },
  {
    key: 'crash-free-users',
    name: 'Crash-free users',
    read: field('crash_free_rate(user)'),
    format: formatRate,
    compare: compareRates,
    isJudged: true,
  },
  {
    key: 'sessions',
    name: 'Sessions',
    read: count('sum(session)'),
    format: formatCount,
    compare: counted(compareCounts),
  },
  {
    key: 'users',
    name: 'Users',
    read: count('count_unique(user)'),
    format: formatCount,
    compare: counted(compareCounts),
  },
  {
    key: 'adoption',
    name: 'Adoption, 24 h',
    read: (_totals, release, projects) => adoptionOf(release, projects).share,
    format: formatShare,
    compare: compareShares,
  },
  {
    key: 'new-issues',
    name: 'New issues',
    read: (_totals, release, projects) =>
      projectsWithin(release, projects).reduce((sum, { newGroups }) => sum + newGroups, 0),
    format: formatCount,
    compare: counted(compareTroubles),
  },
]

const trouble = (status: string, name: string): FactKind => ({
  key: status,
  name,
  read: field(`${status}_rate(session)`),
  format: formatTroubleRate,
  compare: compareTroubleRates,
})

/** Those that only the comparison tells. */
const moreFacts: FactKind[] = [
  trouble('crash', 'Crashed sessions'),
  trouble('abnormal', 'Abnormal sessions'),
  trouble('unhandled', 'Unhandled sessions'),
  trouble('errored', 'Errored sessions'),
  {
    key: 'length',
    name: 'Session length, median',
    read: field('p50(session.duration)'),
    format: formatLength,
    compare: compareLengths,
  },
]

/** The figures of a release beside those of another, within these projects: all, or those for the top of the page. */
export function listFacts(
  own: Subject,
  other: Subject | null,
  projects: readonly string[] | undefined,
  which: 'main' | 'all',
): Fact[] {
  const kinds = which === 'main' ? mainFacts : [...mainFacts, ...moreFacts]
  return kinds.map(({ key, name, read, format, compare, isJudged = false }) => {
    const value = read(totalsOf(own), own.release, projects)
    const before = other && read(totalsOf(other), other.release, projects)
    const write = (figure: number | null) => (figure === null ? '–' : format(figure))
    return {
      key,
      name,
      value: write(value),
      other: other && write(before),
      difference: other && compare(value, before),
      rate: isJudged ? value : null,
    }
  })
}

const totalsOf = ({ sessions }: Subject): SessionTotals => sessions.groups[0]?.totals ?? {}
