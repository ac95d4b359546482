/** Takes a release name apart: `package@version+build` (https://develop.sentry.dev/sdk/telemetry/sessions/#release-names). */
export function readReleaseVersion(release: string) {
  const at = release.lastIndexOf('@')
  const packageName = at > 0 ? release.slice(0, at) : null
  const raw = release.slice(at > 0 ? at + 1 : 0)
  const match =
    /^(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:-([0-9A-Za-z.-]{1,100}))?(?:\+([0-9A-Za-z.-]{1,100}))?$/.exec(
      raw,
    )
  const isHash = /^[0-9a-f]{12,64}$/.test(raw)
  return {
    package: packageName,
    description: isHash ? raw.slice(0, 12) : raw,
    buildHash: isHash ? raw : null,
    version: match
      ? {
          raw,
          major: Number(match[1]),
          minor: Number(match[2] ?? 0),
          patch: Number(match[3] ?? 0),
          pre: match[5] ?? null,
          buildCode: match[6] ?? null,
          components: match.slice(1, 5).filter((part) => part !== undefined).length,
        }
      : { raw },
  }
}
