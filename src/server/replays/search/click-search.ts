import type { Condition } from '../../storage/condition.ts'
import { compileClick } from '../../storage/replays/element.ts'
import type { ReplayCondition } from '../../storage/replays/port.ts'
import type { ReplayClick } from '../../storage/replays/records.ts'
import { readReplaySearch, type ReplaySearchContext, resolveTree } from './resolve.ts'

export type ClickTest = (click: ReplayClick) => boolean

/**
 * Which clicks of a replay made it meet a search: those that meet any of what the search asks of clicks, as in Sentry. What it asks of the replay, and what it
 * does not want, says nothing of single clicks. Null when it asks nothing of clicks: then all are wanted. Throws `invalid_query`.
 */
export function readClickSearch(query: string, context: ReplaySearchContext): ClickTest | null {
  const tests = wantedOf(resolveTree(readReplaySearch(query), { query, context })).map(compileTest)
  return tests.length === 0 ? null : (click) => tests.some((test) => test(click))
}

type ClickCondition = Extract<ReplayCondition, { kind: 'click' }>

function wantedOf(where: Condition<ReplayCondition>): ClickCondition[] {
  if (where.kind === 'and' || where.kind === 'or') return where.of.flatMap(wantedOf)
  return where.kind === 'click' ? [where] : []
}

function compileTest({ clicks, parts }: ClickCondition): ClickTest {
  const meets = compileClick(parts)
  return ({ element, isDead, isRage }) => {
    if ((clicks === 'dead' && !isDead) || (clicks === 'rage' && !isRage)) return false
    return meets(element)
  }
}
