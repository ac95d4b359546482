import { compareVersions, type ParsedRelease, parseRelease } from '../../../protocol/release.ts'
import { compares } from '../comparison.ts'
import type { Condition } from '../condition.ts'
import { matchesText } from '../text-match.ts'
import type { ReleaseCondition } from './ports/releases.ts'

/** Whether a release of this name meets the condition. Names are short and few: tested one by one, not by the engine. */
export function meetsCondition(version: string, where: Condition<ReleaseCondition>): boolean {
  if (where.kind === 'and') return where.of.every((part) => meetsCondition(version, part))
  if (where.kind === 'or') return where.of.some((part) => meetsCondition(version, part))
  if (where.kind === 'not') return !meetsCondition(version, where.of)
  if (where.kind === 'version') return matchesText(version, where.match)
  const parsed = parseRelease(version)
  return parsed !== null && meetsVersionCondition(parsed, where)
}

function meetsVersionCondition(parsed: ParsedRelease, where: Exclude<ReleaseCondition, { kind: 'version' }>): boolean {
  switch (where.kind) {
    case 'package':
      return parsed.package !== null && matchesText(parsed.package, where.match)
    case 'build':
      return parsed.build !== null && matchesText(parsed.build, where.match)
    case 'buildNumber': {
      const isNumber = parsed.build !== null && /^\d{1,15}$/.test(parsed.build)
      return isNumber && compares(Number(parsed.build), where.comparison, where.value)
    }
    case 'semver': {
      if (where.version.package !== null && where.version.package !== parsed.package) return false
      const order = compareVersions({ ...parsed, build: null }, { ...where.version, build: null })
      return compares(order, where.comparison, 0)
    }
    case 'semverPrefix': {
      if (where.package !== null && where.package !== parsed.package) return false
      const numbers = [parsed.major, parsed.minor, parsed.patch, parsed.revision]
      return where.numbers.every((number, index) => numbers[index] === number)
    }
  }
}
