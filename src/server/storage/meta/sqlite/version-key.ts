import { type ParsedRelease, parseRelease } from '../../../../protocol/release.ts'

/**
 * A version as text that sorts, byte by byte, as `compareVersions` orders: so that an index can hold that order. '' for a name without a
 * version, which sorts before all that have one.
 *
 * Numbers are written behind their length; a finished version ends in `~`, which is behind the `-` of prereleases; texts end in `!` and
 * lists in a space, which are before anything that may follow.
 */
export function versionKey(version: string): string {
  const parsed = parseRelease(version)
  return parsed === null ? '' : keyOf(parsed)
}

function keyOf({ major, minor, patch, revision, prerelease, build }: ParsedRelease): string {
  const numbers = [major, minor, patch, revision].map((number) => numberKey(String(number)))
  return `${numbers.join('')}${prereleaseKey(prerelease)}${build === null ? ' ' : identifierKey(build)}`
}

function prereleaseKey(prerelease: string | null): string {
  if (prerelease === null) return '~'
  return `-${prerelease.split('.').map(identifierKey).join('')} `
}

function identifierKey(identifier: string): string {
  return /^\d+$/.test(identifier) ? `0${numberKey(identifier.replace(/^0+(?=\d)/, ''))}` : `1${identifier}!`
}

/** Names have at most 200 characters, their numbers no more digits. */
function numberKey(digits: string): string {
  return `${String(digits.length).padStart(3, '0')}${digits}`
}

/** The build as a number, if it is one that stays exact; else -1. */
export function buildNumber(version: string): number {
  const build = parseRelease(version)?.build
  return build !== undefined && build !== null && /^\d{1,15}$/.test(build) ? Number(build) : -1
}
