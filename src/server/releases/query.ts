import { parseRelease } from '../../protocol/release.ts'
import type { SearchTree, Term, TextFilter, TextInFilter } from '../../protocol/search/ast.ts'
import type { KeyTable } from '../../protocol/search/keys.ts'
import { parseSearch } from '../../protocol/search/parse.ts'
import { splitWildcards, unescapeText } from '../../protocol/search/wildcard.ts'
import { LapwingError } from '../errors.ts'
import { type Comparison, type Condition, everything, type TextMatch } from '../storage/condition.ts'
import type { ReleaseCondition } from '../storage/meta/ports/releases.ts'

const keys: KeyTable = {
  release: 'text',
  version: 'text',
  'release.version': 'version',
  'release.package': 'text',
  'release.build': 'version',
  'release.stage': 'text',
}

type Where = Condition<ReleaseCondition>

/** Looks up which releases are in any of these stages or, negated, in another one. */
type FindOfStage = (stages: string[], isNegated: boolean) => Promise<string[]>

/**
 * What the `query` of a list of releases asks for: a part of the name, `release:`, `release.version:>1.2`, `release.package:`, `release.build:`,
 * `release.stage:`.
 */
export async function readReleaseQuery(query: string, findOfStage: FindOfStage): Promise<Where> {
  const result = parseSearch(query, { keys, knownKeysOnly: true })
  if (!result.ok) throw new LapwingError('invalid_query', { detail: result.problem.message })
  return conditionOf(result.tree, findOfStage)
}

async function conditionOf(tree: SearchTree, findOfStage: FindOfStage): Promise<Where> {
  if (tree.kind === 'and' && tree.of.length === 0) return everything
  if (tree.kind === 'and' || tree.kind === 'or') {
    return { kind: tree.kind, of: await Promise.all(tree.of.map((part) => conditionOf(part, findOfStage))) }
  }
  const isStage = (tree.kind === 'text' || tree.kind === 'textIn') && tree.key.name === 'release.stage'
  return isStage ? conditionOfStage(tree, findOfStage) : conditionOfTerm(tree)
}

async function conditionOfStage(filter: TextFilter | TextInFilter, findOfStage: FindOfStage): Promise<Where> {
  const values = filter.kind === 'text' ? [filter.value] : filter.values.filter((value) => value !== null)
  const stages = values.map(({ raw }) => unescapeText(raw))
  const versions = await findOfStage(stages, isNegated(filter.negated, filter.operator))
  return { kind: 'version', match: { kind: 'in', values: versions } }
}

function conditionOfTerm(term: Term): Where {
  if (term.kind === 'freeText') return { kind: 'version', match: matchOfText(term.raw) }
  if (term.kind === 'text' || term.kind === 'textIn') return conditionOfRelease(term)
  throw unsupported(term.key.name)
}

/** What a filter on a release's name or a part of it asks for; searches of sessions ask for the same. */
export function conditionOfRelease(filter: TextFilter | TextInFilter): Where {
  const { key, negated, operator } = filter
  const condition =
    filter.kind === 'text' ? conditionOfValue(key.name, filter.value.raw, operator) : conditionOfList(filter)
  return isNegated(negated, operator) ? { kind: 'not', of: condition } : condition
}

/** A part of the name, wildcards within it or not. */
function matchOfText(raw: string): TextMatch {
  const pieces = splitWildcards(raw)
  return pieces.length === 1
    ? { kind: 'contains', value: unescapeText(raw) }
    : { kind: 'pattern', pieces: ['', ...pieces, ''] }
}

function isNegated(negated: boolean, operator: string): boolean {
  return negated !== (operator === '!=')
}

function conditionOfList({ key, values, operator }: TextInFilter): Where {
  return {
    kind: 'or',
    of: values.flatMap((value) => (value ? [conditionOfValue(key.name, value.raw, operator)] : [])),
  }
}

function conditionOfValue(key: string, raw: string, operator: string): Where {
  const comparison = comparisonOf(operator)
  switch (key) {
    case 'release':
    case 'version':
      return { kind: 'version', match: matchOf(raw, operator) }
    case 'release.package':
      return { kind: 'package', match: matchOf(raw, operator) }
    case 'release.build':
      if (comparison === '=') return { kind: 'build', match: matchOf(raw, operator) }
      return { kind: 'buildNumber', comparison, value: readBuildNumber(raw) }
    case 'release.version':
      return versionCondition(raw, comparison)
    default:
      throw unsupported(key)
  }
}

function comparisonOf(operator: string): Comparison {
  const comparisons: readonly Comparison[] = ['>', '>=', '<', '<=']
  return comparisons.find((one) => one === operator) ?? '='
}

function matchOf(raw: string, operator: string): TextMatch {
  if (operator === 'Contains') return { kind: 'contains', value: unescapeText(raw) }
  const pieces = splitWildcards(raw)
  if (operator === 'StartsWith') return { kind: 'pattern', pieces: [...pieces, ''] }
  if (operator === 'EndsWith') return { kind: 'pattern', pieces: ['', ...pieces] }
  return pieces.length === 1 ? { kind: 'equals', value: unescapeText(raw) } : { kind: 'pattern', pieces }
}

function readBuildNumber(raw: string): number {
  if (!/^\d{1,15}$/.test(raw)) throw problem(`Invalid build "${raw}": a number is needed to compare with.`)
  return Number(raw)
}

/** `1.2`, `shop@1.2.3-rc.1`, and `1.2.*` for all that begin so. */
function versionCondition(raw: string, comparison: Comparison): Where {
  const bare = raw.endsWith('.*') ? raw.slice(0, -2) : raw
  const version = parseRelease(bare)
  if (!version) throw problem(`Invalid version "${raw}": versions look like 1.2.3.`)
  if (bare === raw) return { kind: 'semver', comparison, version }
  const numbers = version.version.split('.').map(Number)
  if (comparison !== '=' || !numbers.every(Number.isInteger)) throw problem(`Invalid version "${raw}".`)
  return { kind: 'semverPrefix', package: version.package, numbers }
}

function unsupported(key: string): LapwingError {
  return problem(`Releases cannot be searched for by "${key}".`)
}

function problem(detail: string): LapwingError {
  return new LapwingError('invalid_query', { detail })
}
