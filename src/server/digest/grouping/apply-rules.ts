import type { BoundedCache } from './bounded.ts'
import { createBoundedCache } from './bounded.ts'
import type { Action, FixedField, MatchException, MatchFrame, Range, StackTraceRule } from './stack-trace-rules.ts'

/** Rules that run together, in order. */
export interface RuleSet {
  rules: StackTraceRule[]
  /** What hints say: a rule of ours or one of the project's. */
  source: 'built-in' | 'custom'
  /**
   * Per field, which rules a value leaves in play, one bit a rule: names, modules and paths repeat from event to event, and
   * the rules of a frame are the bits that are left over after all its fields.
   */
  byField: Record<FixedField, BoundedCache<Uint32Array>>
  /** Equal bits are kept once: most values leave the same few rules in play. */
  distinct: Map<string, Uint32Array>
}

/** Which rules of one set can match which frames of one stack. */
export interface Candidates {
  set: RuleSet
  /** Indices of rules, ascending, and beside each the indices of frames. */
  rules: number[]
  frames: number[][]
}

/** What rules decided about one stack. */
export interface StackState {
  /** Per frame: does it count; null hint where nothing was changed. */
  contributes: boolean[]
  hints: (string | null)[]
  maxFrames: number
  minFrames: number
  inverted: boolean
}

/** Longer values are looked at anew each time, so that the memory stays bounded. */
const maxRememberedLength = 512
const maxDistinct = 1024
const nothing = '\0'

/** Wraps parsed rules; up to 8 × `remembered` values are kept. */
export function createRuleSet(rules: StackTraceRule[], source: RuleSet['source'], remembered: number): RuleSet {
  const cache = (): BoundedCache<Uint32Array> => createBoundedCache(remembered)
  return {
    rules,
    source,
    byField: { family: cache(), function: cache(), module: cache(), path: cache(), package: cache() },
    distinct: new Map(),
  }
}

/** Finds the rules that can match by what does not change while rules run. */
export function findCandidates(sets: RuleSet[], frames: MatchFrame[]): Candidates[] {
  return sets.filter((set) => set.rules.length > 0).map((set) => candidatesOf(set, frames))
}

function candidatesOf(set: RuleSet, frames: MatchFrame[]): Candidates {
  const framesOfRule: (number[] | undefined)[] = []
  const rules: number[] = []
  const words = (set.rules.length + 31) >>> 5
  for (let index = 0; index < frames.length; index++) {
    const frame = frames[index]
    if (frame === undefined) continue
    const family = bitsOf(set, 'family', frame.family)
    const name = bitsOf(set, 'function', frame.function)
    const module = bitsOf(set, 'module', frame.module)
    const path = bitsOf(set, 'path', frame.path)
    const pack = bitsOf(set, 'package', frame.package)
    for (let word = 0; word < words; word++) {
      let bits = (family[word] ?? 0) & (name[word] ?? 0) & (module[word] ?? 0) & (path[word] ?? 0) & (pack[word] ?? 0)
      while (bits !== 0) {
        const rule = (word << 5) + (31 - Math.clz32(bits & -bits))
        bits &= bits - 1
        const known = framesOfRule[rule]
        if (known === undefined) {
          framesOfRule[rule] = [index]
          rules.push(rule)
        } else known.push(index)
      }
    }
  }
  rules.sort((a, b) => a - b)
  return { set, rules, frames: rules.map((rule) => framesOfRule[rule] ?? []) }
}

function bitsOf(set: RuleSet, field: FixedField, value: string | null): Uint32Array {
  const key = value ?? nothing
  const known = set.byField[field].get(key)
  if (known !== undefined) return known
  const bits = new Uint32Array((set.rules.length + 31) >>> 5)
  for (let index = 0; index < set.rules.length; index++) {
    const rule = set.rules[index]
    if (rule === undefined || !rule.fixed.every((each) => each.field !== field || each.test(value))) continue
    bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << (index & 31))
  }
  const shared = intern(set, bits)
  if (key.length <= maxRememberedLength) set.byField[field].set(key, shared)
  return shared
}

function intern(set: RuleSet, bits: Uint32Array): Uint32Array {
  const key = bits.join()
  const known = set.distinct.get(key)
  if (known !== undefined) return known
  if (set.distinct.size < maxDistinct) set.distinct.set(key, bits)
  return bits
}

/**
 * First pass: lets rules set `category` and `inApp` on the frames. Returns per frame the hint of the last rule that set
 * its `inApp`, or null.
 */
export function classify(
  candidates: Candidates[],
  frames: MatchFrame[],
  exception: MatchException | null,
): (string | null)[] {
  const hints: (string | null)[] = frames.map(() => null)
  for (const { set, rules, frames: framesOfRules } of candidates) {
    for (let at = 0; at < rules.length; at++) {
      const rule = set.rules[rules[at] ?? -1]
      if (rule === undefined || rule.classifiers.length === 0) continue
      for (const index of matching(rule, framesOfRules[at] ?? [], frames, exception)) {
        for (const action of rule.classifiers) applyClassifier(action, index, frames, hints, rule, set)
      }
    }
  }
  return hints
}

function applyClassifier(
  action: Action,
  index: number,
  frames: MatchFrame[],
  hints: (string | null)[],
  rule: StackTraceRule,
  set: RuleSet,
): void {
  if (action.kind === 'category') {
    const frame = frames[index]
    if (frame !== undefined) frame.category = action.value
    return
  }
  if (action.kind !== 'app') return
  const end = rangeEnd(action.range, index, frames.length)
  for (let at = rangeStart(action.range, index); at < end; at++) {
    const frame = frames[at]
    if (frame === undefined) continue
    frame.inApp = action.flag
    hints[at] = `${action.flag ? 'in-app' : 'out of app'} by ${set.source} rule (${rule.text})`
  }
}

/** Second pass, with final categories: lets rules say which frames count and how many. Changes `state`. */
export function contribute(
  candidates: Candidates[],
  frames: MatchFrame[],
  exception: MatchException | null,
  state: StackState,
): void {
  for (const { set, rules, frames: framesOfRules } of candidates) {
    for (let at = 0; at < rules.length; at++) {
      const rule = set.rules[rules[at] ?? -1]
      if (rule === undefined || rule.contributors.length === 0) continue
      for (const index of matching(rule, framesOfRules[at] ?? [], frames, exception)) {
        for (const action of rule.contributors) applyContributor(action, index, state, rule, set)
      }
    }
  }
}

function applyContributor(action: Action, index: number, state: StackState, rule: StackTraceRule, set: RuleSet): void {
  switch (action.kind) {
    case 'group': {
      const end = rangeEnd(action.range, index, state.contributes.length)
      for (let at = rangeStart(action.range, index); at < end; at++) {
        if (state.contributes[at] === action.flag) continue
        state.contributes[at] = action.flag
        state.hints[at] = `${action.flag ? 'counted' : 'left out'} by ${set.source} rule (${rule.text})`
      }
      break
    }
    case 'max-frames':
      state.maxFrames = action.value
      break
    case 'min-frames':
      state.minFrames = action.value
      break
    case 'invert-stacktrace':
      state.inverted = action.value
      break
    case 'app':
    case 'category':
      break
  }
}

function rangeStart(range: Range, index: number): number {
  return range === 'away' ? 0 : range === 'this' ? index : index + 1
}

function rangeEnd(range: Range, index: number, length: number): number {
  return range === 'away' ? index : range === 'this' ? index + 1 : length
}

const nobody: MatchException = { type: null, value: null, mechanism: null }

/** The frames that a rule matches now; it looks at all of them before it changes any. */
function matching(
  rule: StackTraceRule,
  indices: number[],
  frames: MatchFrame[],
  exception: MatchException | null,
): number[] {
  for (const test of rule.exception) if (!test(exception ?? nobody)) return []
  if (rule.live.length === 0 && rule.caller === null && rule.callee === null) return indices
  return indices.filter((index) => matchesLive(rule, frames, index))
}

function matchesLive(rule: StackTraceRule, frames: MatchFrame[], index: number): boolean {
  const frame = frames[index]
  if (frame === undefined) return false
  for (const test of rule.live) if (!test(frame)) return false
  if (rule.caller !== null) {
    const caller = frames[index - 1]
    if (caller === undefined || !rule.caller(caller)) return false
  }
  if (rule.callee !== null) {
    const callee = frames[index + 1]
    if (callee === undefined || !rule.callee(callee)) return false
  }
  return true
}
