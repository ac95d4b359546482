/** What `os` says of itself in `raw_description`. */
export interface OsDescription {
  name: string
  version?: string
  build?: string
  kernel_version?: string
}

/** First build of each Windows, newest first: https://en.wikipedia.org/wiki/List_of_Microsoft_Windows_versions. */
const windowsBuilds: readonly [number, string][] = [
  [22_000, '11'],
  [10_240, '10'],
  [9600, '8.1'],
  [9200, '8'],
  [7600, '7'],
  [6000, 'Vista'],
  [2600, 'XP'],
]

const windows = /^(?:Microsoft )?Windows (?:NT )?(?:\d{1,2} \()?(\d{1,3}\.\d{1,3}\.(\d{1,6}))/
const darwinApp =
  /^(Mac OS X|macOS|iOS|iPadOS|tvOS|watchOS|visionOS) (\d{1,3}(?:\.\d{1,3}){0,2})(?: \(([0-9A-Fa-f]{1,12})\))?/
const android = /^Android (?:OS )?(\d{1,3}(?:\.\d{1,3}){0,2})/
const linuxDistribution = /^Linux (\d{1,3}(?:\.\d{1,5}){1,3})[^ ]{0,40} ([A-Za-z]{2,40}) (\d{1,4}(?:\.\d{1,4}){0,2})/
const uname = /^([A-Za-z]{2,40}) (\d{1,3}(?:\.\d{1,5}){1,3})/
const plain = /^([A-Za-z]{2,40}) ([\d.-]{1,40})$/

/** Parses what .NET, Mono, Unity, Unreal and uname give; null where nothing is recognised. */
export function parseOsDescription(description: string): OsDescription | null {
  const text = description.trim()
  if (text === 'Nintendo Switch') return { name: 'Nintendo OS' }
  const [, windowsVersion, build] = windows.exec(text) ?? []
  if (windowsVersion && build) return { name: 'Windows', version: windowsName(Number(build)) ?? windowsVersion, build }
  const [, app, appVersion, appBuild] = darwinApp.exec(text) ?? []
  if (app && appVersion) {
    const name = app === 'Mac OS X' ? 'macOS' : app
    return appBuild ? { name, version: appVersion, build: appBuild } : { name, version: appVersion }
  }
  const [, androidVersion] = android.exec(text) ?? []
  if (androidVersion) return { name: 'Android', version: androidVersion }
  const [, kernel, distribution, distributionVersion] = linuxDistribution.exec(text) ?? []
  if (kernel && distribution && distributionVersion) {
    return { name: distribution, version: distributionVersion, kernel_version: kernel }
  }
  const [, system, systemKernel] = uname.exec(text) ?? []
  if (system && systemKernel) return { name: system, kernel_version: systemKernel }
  const [, name, version] = plain.exec(text) ?? []
  return name && version ? { name, version } : null
}

function windowsName(build: number): string | null {
  return windowsBuilds.find(([first]) => build >= first)?.[1] ?? null
}

/** Release keys of the .NET Framework's registry entry: https://learn.microsoft.com/dotnet/framework/install/how-to-determine-versions. */
const dotnetReleases: readonly [number, string][] = [
  [533_320, '4.8.1'],
  [528_040, '4.8'],
  [461_808, '4.7.2'],
  [461_308, '4.7.1'],
  [460_798, '4.7'],
  [394_802, '4.6.2'],
  [394_254, '4.6.1'],
  [393_295, '4.6'],
  [379_893, '4.5.2'],
  [378_675, '4.5.1'],
  [378_389, '4.5'],
]

/** `.NET Core 4.6.26919.02` → name and version; null where there is no version. */
export function parseRuntimeDescription(description: string): { name: string; version: string } | null {
  const match = /^([^\d]{1,64}) v?(\d{1,4}(?:\.\d{1,6}){1,3})/.exec(description.trim())
  const [, name, version] = match ?? []
  return name && version ? { name: name.trim(), version } : null
}

/** The version that a registry release key of the .NET Framework stands for. */
export function dotnetVersion(build: unknown): string | null {
  const release = Number(build)
  return dotnetReleases.find(([first]) => release >= first)?.[1] ?? null
}
