/**
 * Release names: `package@version+build` (https://docs.sentry.io/product/releases/naming-releases/), read and put in order. A name that
 * holds no version (a commit, a word) is as good a release, it only has no place in that order.
 */
export interface ParsedRelease {
  /** What stands before the `@` of the version; null for a bare version. */
  package: string | null
  /** The version as it is written, with prerelease and without build. */
  version: string
  /** What stands behind the `+`; null for none. */
  build: string | null
  major: number
  minor: number
  patch: number
  /** The fourth number, that of Windows versions; 0 for none. */
  revision: number
  /** `rc.1` of `1.0.0-rc.1` and `rc1` of `1.0rc1`; null for a finished version. */
  prerelease: string | null
}

/** Up to four numbers (15 digits stay exact), then a prerelease behind a dash or beginning with a letter, then a build. */
const versionPattern =
  /^(\d{1,15})(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?(?:-([0-9A-Za-z.-]{1,200})|([A-Za-z][0-9A-Za-z.-]{0,199}))?(?:\+([0-9A-Za-z.+-]{1,200}))?$/

/** Lengths in which commit and build hashes are written. */
const hashLengths: readonly number[] = [12, 16, 20, 32, 40, 64]

/** Takes a release name apart; null when it holds no version that could be compared. Scoped packages (`@acme/shop@1.0`) keep their `@`. */
export function parseRelease(release: string): ParsedRelease | null {
  const at = release.lastIndexOf('@')
  const text = release.slice(at + 1)
  if (isHash(text)) return null
  const match = versionPattern.exec(text)
  if (!match) return null
  const [, major, minor = '0', patch = '0', revision = '0', dashed, glued, build = null] = match
  const version = build === null ? text : text.slice(0, text.length - build.length - 1)
  return {
    package: at > 0 ? release.slice(0, at) : null,
    version,
    build,
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch),
    revision: Number(revision),
    prerelease: dashed ?? glued ?? null,
  }
}

/** Whether a version or build is the hash of a commit or build. */
export function isHash(text: string): boolean {
  // Digits alone are a date or a counter up to the length of a hash that is hardly ever all digits.
  return hashLengths.includes(text.length) && /^[0-9a-f]+$/.test(text) && (text.length >= 20 || /[a-f]/.test(text))
}

/**
 * The order of two names by their versions: negative, 0 or positive as `a` is older, equal or newer. Null when they cannot be compared
 * (no version in one, or different packages): then the dates at which they were added decide.
 */
export function compareReleases(a: string, b: string): number | null {
  const [left, right] = [parseRelease(a), parseRelease(b)]
  if (left === null || right === null || left.package !== right.package) return null
  return compareVersions(left, right)
}

/**
 * Semver's order (https://semver.org/#spec-item-11), with a fourth number, and with the build as the last word: app stores tell two builds of
 * one version apart by it. No build comes first, then numbers, then text.
 */
export function compareVersions(a: Omit<ParsedRelease, 'package'>, b: Omit<ParsedRelease, 'package'>): number {
  return (
    a.major - b.major ||
    a.minor - b.minor ||
    a.patch - b.patch ||
    a.revision - b.revision ||
    comparePrereleases(a.prerelease, b.prerelease) ||
    compareBuilds(a.build, b.build)
  )
}

function comparePrereleases(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  const [left, right] = [a.split('.'), b.split('.')]
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const order = compareIdentifiers(left[index] ?? '', right[index] ?? '')
    if (order !== 0) return order
  }
  return left.length - right.length
}

function compareBuilds(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null)
  return compareIdentifiers(a, b)
}

/** Numbers come before text; numbers of any length by value, text by code units. */
function compareIdentifiers(a: string, b: string): number {
  const [isNumberA, isNumberB] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (isNumberA && isNumberB) {
    const [left, right] = [withoutZeros(a), withoutZeros(b)]
    return left.length - right.length || compareTexts(left, right)
  }
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1
  return compareTexts(a, b)
}

function withoutZeros(digits: string): string {
  let start = 0
  while (start < digits.length - 1 && digits[start] === '0') start += 1
  return digits.slice(start)
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
