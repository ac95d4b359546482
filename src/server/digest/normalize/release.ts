import { reject } from './notes.ts'
import type { Reader } from './read.ts'
import { scalarText } from './read.ts'
import { cleanText } from './clean-text.ts'

/** A release, as Sentry's API accepts it in URLs: at most 200 characters, no slashes or control characters. */
export const readRelease: Reader<string> = (notes, value) => {
  const release = scalarText(value)?.trim()
  if (release === '') return null
  if (release === undefined || !isValidRelease(release)) return reject(notes, 'invalid_data', value, 'invalid release')
  return cleanText(release)
}

export function isValidRelease(release: string): boolean {
  if (release === '' || release.length > 200) return false
  if (release === '.' || release === '..' || release.toLowerCase() === 'latest') return false
  return !/[/\\\t\n\v\f\r]/.test(release)
}

/** An environment: at most 64 characters, no slash or line break, and not `none`, which the API uses for "no environment". */
export const readEnvironment: Reader<string> = (notes, value) => {
  const environment = scalarText(value)?.trim()
  if (environment === '') return null
  if (environment === undefined || !isValidEnvironment(environment)) {
    return reject(notes, 'invalid_data', value, 'invalid environment')
  }
  return cleanText(environment)
}

export function isValidEnvironment(environment: string): boolean {
  return (
    environment !== '' && environment.length <= 64 && environment !== 'none' && !/[/\\\t\n\v\f\r]/.test(environment)
  )
}

/** A distribution: trimmed, at most 64 characters. */
export const readDist: Reader<string> = (notes, value) => {
  const dist = scalarText(value)?.trim()
  if (dist === undefined) return reject(notes, 'invalid_data', value, 'expected a string')
  if (dist === '') return null
  return dist.length > 64 ? reject(notes, 'value_too_long', value) : cleanText(dist)
}
