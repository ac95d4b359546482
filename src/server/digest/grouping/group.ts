import type { Exception, Grouping, GroupingVariant, NormalizedEvent } from '../../../protocol/event.ts'
import { summarize } from '../summary.ts'
import type { Group, GroupingSettings } from '../types.ts'
import { baseRules } from './2026-11/base-rules.ts'
import { builtInFingerprints } from './2026-11/built-in-fingerprints.ts'
import type { Variant } from './2026-11/component.ts'
import { hashValues } from './2026-11/component.ts'
import { parameterize } from './2026-11/parameterize.ts'
import type { GroupingContext } from './2026-11/stack.ts'
import { createContext, settleStacks } from './2026-11/stack.ts'
import { config, variantsOf } from './2026-11/version.ts'
import type { RuleSet } from './apply-rules.ts'
import { createRuleSet } from './apply-rules.ts'
import { createBoundedCache } from './bounded.ts'
import type { FingerprintRule } from './fingerprint-rules.ts'
import { matchFingerprintRule, parseFingerprintRules } from './fingerprint-rules.ts'
import type { RuleError } from './rule-lexer.ts'
import { parseStackTraceRules } from './stack-trace-rules.ts'
import { fingerprintSubject } from './subject.ts'
import { expandTitle, messageOf, resolveVariable, variableOf } from './variables.ts'

/** A project's rules, ready to run; lines that could not be read are in `errors` and otherwise ignored. */
export interface CompiledGrouping {
  fingerprintRules: FingerprintRule[]
  stackTraceRules: RuleSet
  errors: { fingerprintRules: RuleError[]; stackTraceRules: RuleError[] }
}

/** Projects whose rules are kept compiled, each way; most have none and share one entry. */
const rememberedRuleTexts = 128
/** Modules, paths and so on whose rules are remembered, a field; some 100 bytes each. */
const rememberedByBase = 2048
const rememberedByProject = 128
/** Names of native functions kept trimmed; 2 × 4,096 of some 200 bytes are 1.6 MB. */
const rememberedNames = 4096

/** Parses a project's rules. Costs some µs a rule: compile once, use for many events. */
export function compileGrouping(settings: GroupingSettings): CompiledGrouping {
  const fingerprints = parseFingerprintRules(settings.fingerprintRules)
  const stackTraces = parseStackTraceRules(settings.stackTraceRules)
  return {
    fingerprintRules: fingerprints.rules,
    stackTraceRules: createRuleSet(stackTraces.rules, 'custom', rememberedByProject),
    errors: { fingerprintRules: fingerprints.errors, stackTraceRules: stackTraces.errors },
  }
}

/**
 * Makes the digest's grouping step: which issue an event belongs to, why, and what the issue list says of it. Keeps compiled
 * rules and trimmed names between events. Its one change to the event: `in_app` becomes a boolean on every frame, with the
 * client's word in `data.orig_in_app` where a rule overrode it.
 */
export function createGrouper(): Group {
  const compiled = createBoundedCache<CompiledGrouping>(rememberedRuleTexts)
  const trimmedNames = createBoundedCache<string>(rememberedNames)
  const base = createRuleSet(parseStackTraceRules(baseRules).rules, 'built-in', rememberedByBase)
  const builtIn = parseFingerprintRules(builtInFingerprints).rules
  return (event, settings) => {
    const key = `${settings.fingerprintRules}\0${settings.stackTraceRules}`
    let rules = compiled.get(key)
    if (rules === undefined) {
      rules = compileGrouping(settings)
      compiled.set(key, rules)
    }
    const context = createContext([base, rules.stackTraceRules], trimmedNames)
    settleStacks(event, context)
    const matched = matchRules(event, context, rules.fingerprintRules, builtIn)
    const { variants, main } = variantsOf(event, context)
    return {
      grouping: checksumGrouping(event) ?? fingerprintGrouping(event, variants, matched),
      summary: summarize(event, { title: titleOf(event, matched), main: mainOf(event, main), names: trimmedNames }),
    }
  }
}

interface Matched {
  rule: FingerprintRule
  isBuiltIn: boolean
}

/** The first of the project's rules that matches, else the first of ours. */
function matchRules(
  event: NormalizedEvent,
  context: GroupingContext,
  own: FingerprintRule[],
  builtIn: FingerprintRule[],
): Matched | null {
  // Ours are about JavaScript only; other events need no subject to be put together for them.
  const isJavascript = event.platform === 'javascript' || event.platform === 'node'
  if (own.length === 0 && !isJavascript) return null
  const subject = fingerprintSubject(event, context.trimmedNames)
  const rule = matchFingerprintRule(subject, own)
  if (rule !== null) return { rule, isBuiltIn: false }
  // A client that gave a fingerprint knows better than a built-in guess.
  if (!isJavascript || !isDefault(clientFingerprint(event))) return null
  const guess = matchFingerprintRule(subject, builtIn)
  return guess === null ? null : { rule: guess, isBuiltIn: true }
}

function titleOf(event: NormalizedEvent, matched: Matched | null): string | null {
  return matched?.rule.title ? expandTitle(matched.rule.title, event) : null
}

function mainOf(event: NormalizedEvent, main: Exception | null): Exception | null {
  return main ?? event.exception?.values?.at(-1) ?? null
}

function clientFingerprint(event: NormalizedEvent): string[] {
  return event.fingerprint?.length ? event.fingerprint : ['{{ default }}']
}

function isDefault(fingerprint: string[]): boolean {
  return fingerprint.length === 1 && variableOf(fingerprint[0] ?? '') === 'default'
}

/** Old clients send the hash themselves, as `checksum`. */
function checksumGrouping(event: NormalizedEvent): Grouping | null {
  const checksum = event['checksum']
  if (typeof checksum !== 'string' || checksum === '') return null
  const isHash = /^[\da-f]{32}$/i.test(checksum)
  const hash = isHash ? checksum.toLowerCase() : hashValues([checksum])
  const description = isHash ? 'legacy checksum' : 'hashed legacy checksum'
  const variant: GroupingVariant = {
    type: 'checksum',
    description,
    hash,
    contributes: true,
    values: [checksum.slice(0, 200)],
  }
  return { config, fingerprint: clientFingerprint(event), hashes: [hash], variants: { checksum: variant } }
}

function fingerprintGrouping(event: NormalizedEvent, variants: Variant[], matched: Matched | null): Grouping {
  const raw = matched?.rule.fingerprint ?? clientFingerprint(event)
  const fingerprint = isDefault(raw) ? ['{{ default }}'] : resolveFingerprint(raw, event)
  const isCustom = !raw.some((value) => variableOf(value) === 'default')
  const grouping: Grouping = { config, fingerprint, hashes: [], variants: {} }
  if (isCustom) {
    addCustom(grouping, fingerprint, matched)
    return grouping
  }
  for (const variant of variants) addVariant(grouping, variant, fingerprint, matched)
  if (grouping.hashes.length === 0) addFallback(grouping, fingerprint)
  return grouping
}

function addCustom(grouping: Grouping, values: string[], matched: Matched | null): void {
  const hash = hashValues(values)
  const isBuiltIn = matched?.isBuiltIn === true
  grouping.hashes.push(hash)
  grouping.variants[isBuiltIn ? 'built-in-fingerprint' : 'custom-fingerprint'] = {
    type: isBuiltIn ? 'built-in-fingerprint' : 'custom-fingerprint',
    description: isBuiltIn
      ? 'built-in fingerprint'
      : matched === null
        ? 'custom client fingerprint'
        : 'custom server fingerprint',
    hash,
    contributes: true,
    values,
    matchedRule: matched?.rule.text ?? null,
  }
}

function addVariant(grouping: Grouping, variant: Variant, fingerprint: string[], matched: Matched | null): void {
  const isSalted = fingerprint.length > 1
  const values = isSalted
    ? fingerprint.flatMap((value) => (value === '{{ default }}' ? variant.values : value))
    : variant.values
  const hash = variant.contributes ? hashValues(values) : null
  if (hash !== null) grouping.hashes.push(hash)
  grouping.variants[variant.name] = {
    type: isSalted ? 'salted-component' : 'component',
    description: isSalted ? `modified ${variant.description}` : variant.description,
    hash,
    hint: variant.hint,
    contributes: variant.contributes,
    component: variant.component,
    ...(isSalted ? { values: fingerprint, matchedRule: matched?.rule.text ?? null } : {}),
  }
}

/** Events with nothing to tell them apart are one issue, or one for each set of other fingerprint values. */
function addFallback(grouping: Grouping, fingerprint: string[]): void {
  const hash = hashValues(fingerprint.length > 1 ? fingerprint : [])
  grouping.hashes.push(hash)
  grouping.variants['fallback'] = { type: 'fallback', description: 'fallback', hash, contributes: true }
}

/** Fills in variables; a value that repeats the event's message is stripped of numbers and ids as messages are. */
function resolveFingerprint(values: string[], event: NormalizedEvent): string[] {
  const message = messageOf(event)
  return values.map((value) => {
    const name = variableOf(value)
    if (name === 'default') return '{{ default }}'
    if (name === null) return isMessage(value, event) ? parameterize(value) : value
    const resolved = resolveVariable(name, event)
    return name === 'message' && message !== null ? parameterize(resolved) : resolved
  })
}

function isMessage(value: string, event: NormalizedEvent): boolean {
  if (value === '') return false
  if (value === event.logentry?.formatted || value === event.logentry?.message) return true
  return event.exception?.values?.some((exception) => exception?.value === value) ?? false
}
