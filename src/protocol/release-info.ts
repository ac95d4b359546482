import { isHash, parseRelease } from './release.ts'

/** A release name taken apart for showing it, as Sentry's API has it in `versionInfo`. */
export interface ReleaseInfo {
  package: string | null
  /** How to write it where there is little room: `1.2.3 (45)`, the first 12 digits of a hash, else what stands behind the `@`. */
  description: string
  /** `raw` alone where the name holds no version. */
  version:
    | { raw: string }
    | {
        raw: string
        major: number
        minor: number
        patch: number
        pre: string | null
        buildCode: string | null
        /** How many numbers it was written with. */
        components: number
      }
  /** Version or build, where they are a commit's. */
  buildHash: string | null
}

const shortHash = 12

/** Takes any name. */
export function describeRelease(release: string): ReleaseInfo {
  const at = release.lastIndexOf('@')
  const raw = release.slice(at + 1)
  const packageName = at > 0 ? release.slice(0, at) : null
  const parsed = parseRelease(release)
  if (!parsed) {
    const buildHash = isHash(raw) ? raw : null
    // `@` at the end names nothing: then the whole name.
    const description = buildHash?.slice(0, shortHash) ?? (raw === '' ? release : raw)
    return { package: packageName, description, version: { raw }, buildHash }
  }
  const { version, build, major, minor, patch, prerelease } = parsed
  const buildHash = build !== null && isHash(build) ? build : null
  const buildText = buildHash?.slice(0, shortHash) ?? build
  const numbers = /^\d+(?:\.\d+)*/.exec(version)?.[0] ?? ''
  return {
    package: packageName,
    description: buildText === null ? version : `${version} (${buildText})`,
    version: { raw, major, minor, patch, pre: prerelease, buildCode: build, components: numbers.split('.').length },
    buildHash,
  }
}
