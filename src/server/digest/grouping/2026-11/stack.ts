import type { Exception, Frame, GroupingComponent, NormalizedEvent, Stacktrace } from '../../../../protocol/event.ts'
import type { Candidates, RuleSet, StackState } from '../apply-rules.ts'
import { classify, contribute, findCandidates } from '../apply-rules.ts'
import type { BoundedCache } from '../bounded.ts'
import { stacksOf } from '../frames.ts'
import { familyOf } from '../platform.ts'
import type { MatchException, MatchFrame } from '../stack-trace-rules.ts'
import { toMatchFrame } from '../stack-trace-rules.ts'
import { branch, ignored, leaf } from './component.ts'
import type { FramePart } from './frame.ts'
import { isRecursion, isUrl, partsOf } from './frame.ts'
import { trimFunctionName } from './function-name.ts'

/** What the grouping of one event needs: the rules in force, the memory of names, the stacks that are settled. */
export interface GroupingContext {
  rules: RuleSet[]
  trimmedNames: BoundedCache<string>
  settled: Map<Stacktrace, SettledStack>
}

/** A stack after the rules' first pass. */
interface SettledStack {
  frames: Frame[]
  exception: Exception | null
  matchFrames: MatchFrame[]
  candidates: Candidates[]
  inAppHints: (string | null)[]
}

/** Makes the context of one event. */
export function createContext(rules: RuleSet[], trimmedNames: BoundedCache<string>): GroupingContext {
  return { rules, trimmedNames, settled: new Map() }
}

/** A stack that rules have been run over, ready to be looked at as `app` or `system`. */
export interface GroupedStack {
  frames: GroupedFrame[]
  maxFrames: number
  minFrames: number
}

interface GroupedFrame {
  parts: FramePart[]
  contributes: boolean
  inApp: boolean
  /** Why it does or does not count among all frames. */
  hint: string | null
  /** Why it is in-app or not. */
  inAppHint: string | null
  frame: Frame
}

/** One variant of a stack. */
export interface StackVariant {
  contributes: boolean
  values: string[]
  component: GroupingComponent
}

/** The explanation shows this many frames nearest to the crash; the hash has all of them. */
const maxExplainedFrames = 50

/** The function's name as grouping and titles use it, remembered for platforms where trimming costs. */
export function functionNameOf(frame: Frame, platform: string | null, names: BoundedCache<string>): string | null {
  const name = frame.function || frame.raw_function
  if (!name) return null
  // With a raw name the client or the symbolicator has trimmed already.
  if (frame.raw_function || (platform !== 'csharp' && familyOf(platform) !== 'native')) return name
  const key = `${platform}\0${name}`
  const known = names.get(key)
  if (known !== undefined) return known
  const trimmed = trimFunctionName(name, platform)
  if (name.length <= 512) names.set(key, trimmed)
  return trimmed
}

/**
 * Runs the rules' first pass over all stacks of an event and writes the outcome on their frames: `in_app` becomes a boolean,
 * and where a rule changed what the client said, `data.orig_in_app` keeps that (1, 0, or -1 for unset). Running it again
 * starts from there and ends the same.
 */
export function settleStacks(event: NormalizedEvent, context: GroupingContext): void {
  for (const { stacktrace, exception } of stacksOf(event, true)) {
    const frames = stacktrace.frames.filter((frame) => frame)
    const matchFrames = frames.map((frame) => matchFrameOf(frame, event, context))
    const candidates = findCandidates(context.rules, matchFrames)
    const hints = classify(candidates, matchFrames, toMatchException(exception))
    const inAppHints = frames.map((frame, index) => settleFrame(frame, matchFrames[index], hints[index] ?? null))
    context.settled.set(stacktrace, { frames, exception, matchFrames, candidates, inAppHints })
  }
}

function matchFrameOf(frame: Frame, event: NormalizedEvent, context: GroupingContext): MatchFrame {
  const platform = frame.platform || event.platform || null
  const category = frame.data?.['category']
  const name = functionNameOf(frame, platform, context.trimmedNames)
  const match = toMatchFrame(frame, platform, name, typeof category === 'string' ? category : null)
  match.inApp = originalInApp(frame)
  return match
}

/** Writes `in_app` on a frame; unset is out of app. Returns who said so. */
function settleFrame(frame: Frame, match: MatchFrame | undefined, hint: string | null): string | null {
  const original = originalInApp(frame)
  const settled = match?.inApp ?? false
  if (match !== undefined) match.inApp = settled
  frame.in_app = settled
  if (hint !== null && original !== settled) {
    frame.data = { ...frame.data, orig_in_app: original === null ? -1 : original ? 1 : 0 }
    return hint
  }
  if (frame.data && 'orig_in_app' in frame.data) {
    const { orig_in_app: _, ...rest } = frame.data
    frame.data = rest
  }
  return original === null ? hint : `${original ? 'in-app' : 'out of app'} by the client`
}

function originalInApp(frame: Frame): boolean | null {
  const original = frame.data?.['orig_in_app']
  if (typeof original === 'number') return original === -1 ? null : original !== 0
  return frame.in_app ?? null
}

function toMatchException(exception: Exception | null): MatchException | null {
  if (exception === null) return null
  return {
    type: exception.type || null,
    value: exception.value || null,
    mechanism: exception.mechanism?.type || null,
  }
}

/** Works out which frames of a settled stack count; null for a stack without frames. */
export function groupStack(
  stacktrace: Stacktrace | null | undefined,
  event: NormalizedEvent,
  context: GroupingContext,
): GroupedStack | null {
  const settled = stacktrace ? context.settled.get(stacktrace) : undefined
  if (settled === undefined || settled.frames.length === 0) return null
  const { frames, exception, matchFrames, candidates, inAppHints } = settled
  const allParts: FramePart[][] = []
  const state: StackState = { contributes: [], hints: [], maxFrames: 0, minFrames: 0, inverted: false }
  let previous: Frame | null = null
  for (const frame of frames) {
    const platform = frame.platform || event.platform || null
    const { parts, hint } = partsOf(frame, platform, functionNameOf(frame, platform, context.trimmedNames))
    const why = hint ?? (isRecursion(frame, previous) ? 'the same call again' : null) ?? loneUrlHint(frames, platform)
    allParts.push(parts)
    state.contributes.push(why === null)
    state.hints.push(why)
    previous = frame
  }
  contribute(candidates, matchFrames, toMatchException(exception), state)
  const grouped = frames.map(
    (frame, index): GroupedFrame => ({
      parts: allParts[index] ?? [],
      contributes: (state.contributes[index] ?? false) && (allParts[index]?.length ?? 0) > 0,
      inApp: frame.in_app === true,
      hint: state.hints[index] ?? null,
      inAppHint: inAppHints[index] ?? null,
      frame,
    }),
  )
  if (state.inverted) grouped.reverse()
  return { frames: grouped, maxFrames: state.maxFrames, minFrames: state.minFrames }
}

/** A single frame of a script without a function says only which page it was. */
function loneUrlHint(frames: Frame[], platform: string | null): string | null {
  const [frame] = frames
  if (frames.length !== 1 || frame === undefined || frame.function || familyOf(platform) !== 'javascript') return null
  return isUrl(frame.abs_path, true) ? 'a lone frame without a function only names the page' : null
}

function labelOf(frame: Frame): string {
  const file = frame.module || frame.filename || frame.package || ''
  const name = frame.function || frame.instruction_addr || ''
  const label = file === '' ? name : name === '' ? file : `${file} ${name}`
  return label.length > 100 ? `${label.slice(0, 100)}…` : label
}

/** The stack as one variant sees it. */
export function stackVariant(stack: GroupedStack, variant: 'app' | 'system'): StackVariant {
  const { frames, maxFrames, minFrames } = stack
  const counts = frames.map((frame) => frame.contributes && (variant === 'system' || frame.inApp))
  let contributing = counts.filter(Boolean).length
  if (maxFrames > 0) {
    let left = maxFrames
    for (let index = counts.length - 1; index >= 0; index--) {
      if (!counts[index]) continue
      if (left > 0) left--
      else {
        counts[index] = false
        contributing--
      }
    }
  }
  const hint = stackHint(stack, variant, contributing)
  if (hint !== null || contributing === 0) {
    return { contributes: false, values: [], component: ignored('stacktrace', hint ?? 'no frame counts') }
  }
  const values: string[] = []
  for (let index = 0; index < frames.length; index++) {
    if (counts[index]) for (const part of frames[index]?.parts ?? []) values.push(part.value)
  }
  const hintOfLimit = maxFrames > 0 || minFrames > 0 ? `max-frames=${maxFrames}, min-frames=${minFrames}` : null
  return {
    contributes: true,
    values,
    component: branch('stacktrace', true, explainFrames(frames, counts, variant), hintOfLimit),
  }
}

function stackHint(stack: GroupedStack, variant: 'app' | 'system', contributing: number): string | null {
  if (stack.frames.length === 0) return 'no frames'
  if (variant === 'app' && !stack.frames.some((frame) => frame.inApp)) {
    return 'no in-app frames'
  }
  if (contributing === 0) return 'no frame counts'
  if (contributing < stack.minFrames) return `only ${contributing} frames count, min-frames asks for ${stack.minFrames}`
  return null
}

/** One component a frame that counts; a run of frames that do not, for one reason, is one leaf. */
function explainFrames(frames: GroupedFrame[], counts: boolean[], variant: 'app' | 'system'): GroupingComponent[] {
  // Where in-app frames decide, all frames together are only the second explanation, and the stack trace itself shows them.
  if (variant === 'system' && frames.some((frame) => frame.inApp && frame.contributes)) {
    return [leaf('frame', `${counts.filter(Boolean).length} frames, in-app or not`)]
  }
  const components: GroupingComponent[] = []
  const first = Math.max(0, frames.length - maxExplainedFrames)
  if (first > 0) components.push(ignored('frame', `${first} frames farther from the crash are not shown`))
  for (let index = first; index < frames.length; index++) {
    const frame = frames[index]
    if (frame === undefined) continue
    if (counts[index]) {
      components.push(explainFrame(frame, variant))
      continue
    }
    const hint = hintOf(frame, variant)
    let end = index + 1
    for (; end < frames.length && !counts[end]; end++) {
      const next = frames[end]
      if (next === undefined || hintOf(next, variant) !== hint) break
    }
    const more = end - index - 1
    const label = labelOf(frame.frame)
    components.push(leaf('frame', more === 0 ? label : `${label} and ${more} more`, false, hint))
    index = end - 1
  }
  return components
}

/** One line a frame: the explanation is stored with every event. */
function explainFrame(frame: GroupedFrame, variant: 'app' | 'system'): GroupingComponent {
  const { parts } = frame
  let text = parts[0]?.value ?? ''
  for (let index = 1; index < parts.length; index++) text += ` ${parts[index]?.value ?? ''}`
  return leaf('frame', text, true, variant === 'system' ? frame.hint : joinHints(frame))
}

function joinHints(frame: GroupedFrame): string | null {
  if (frame.inAppHint === null || frame.hint === null) return frame.inAppHint ?? frame.hint
  return `${frame.inAppHint} and ${frame.hint}`
}

function hintOf(frame: GroupedFrame, variant: 'app' | 'system'): string {
  if (variant === 'app' && !frame.inApp) return frame.inAppHint ?? 'not in-app'
  return frame.hint ?? 'beyond max-frames'
}
