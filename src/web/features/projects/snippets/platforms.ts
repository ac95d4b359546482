import { compiledPlatforms } from './compiled.ts'
import { curlPlatform } from './curl.ts'
import { mobilePlatforms } from './mobile.ts'
import { scriptingPlatforms } from './scripting.ts'
import type { Platform } from './types.ts'
import { webPlatforms } from './web.ts'

/** Every platform there are words for, as the onboarding lists them. */
export const platforms: Platform[] = [
  ...webPlatforms,
  ...scriptingPlatforms,
  ...compiledPlatforms,
  ...mobilePlatforms,
  curlPlatform,
]

export const platformGroups = ['Web', 'Server', 'Mobile and desktop', 'Anything else'] as const

/** The platform of an id, or of the longest beginning of it that there are words for; curl for the rest. */
export function findPlatform(id: string | null | undefined): Platform {
  const known = platforms
    .filter((platform) => id === platform.id || id?.startsWith(`${platform.id}-`))
    .toSorted((a, b) => b.id.length - a.id.length)
  return known[0] ?? curlPlatform
}
