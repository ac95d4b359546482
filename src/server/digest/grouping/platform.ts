/** Platforms that behave alike: how functions are named, whether source lines can be trusted, what rules call `family`. */
export type Family = 'native' | 'javascript' | 'other'

const families = new Map<string, Family>([
  ['native', 'native'],
  ['c', 'native'],
  ['objc', 'native'],
  ['cocoa', 'native'],
  ['swift', 'native'],
  ['javascript', 'javascript'],
  ['node', 'javascript'],
])

/** The family of a platform; unknown platforms are `other`. */
export function familyOf(platform: string | null | undefined): Family {
  return (platform && families.get(platform)) || 'other'
}
