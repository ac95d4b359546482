import { type ReplayNumber, replayActivity, type ReplayText, replayTexts } from '../port.ts'
import { durationOf, eventsOf, tracesOf, urlsOf } from './facts.ts'
import type { ReplayState } from './state.ts'

export type ColumnValues = Map<ReplayNumber | 'startedAt' | 'finishedAt' | 'countTraces', number>
export type TextValues = Map<ReplayText, string | null>

/** What the columns hold of a replay. */
export function columnValues(state: ReplayState): { numbers: ColumnValues; texts: TextValues } {
  const [events, urls] = [eventsOf(state), urlsOf(state)]
  const [countErrors, countUrls] = [events.errorIds.length, urls.length]
  const numbers: ColumnValues = new Map([
    ['startedAt', state.startedAt],
    ['finishedAt', state.finishedAt],
    ['countTraces', tracesOf(state).length],
    ['activity', replayActivity({ countErrors, countUrls })],
    ['duration', durationOf(state)],
    ['countDeadClicks', state.dead],
    ['countRageClicks', state.rage],
    ['countErrors', countErrors],
    ['countWarnings', events.warningIds.length],
    ['countInfos', events.infoIds.length],
    ['countSegments', state.segments],
    ['countUrls', countUrls],
    ['countClicks', state.clicks],
    ['countTaps', state.taps],
    ['countMultiClicks', state.multiClicks],
    ['countInputs', state.inputs],
    ['countConsoleMessages', state.consoleMessages],
    ['countRequests', state.requests],
    ['countWebVitals', state.webVitals],
    ['countMutations', state.mutations],
    ['countHydrationErrors', state.hydrationErrors],
  ])
  const texts: TextValues = new Map(
    replayTexts.map((name) => [
      name,
      name === 'replayType' ? (state.type?.name ?? null) : (state.texts[name]?.[1] ?? null),
    ]),
  )
  return { numbers, texts }
}
