import { expect, test } from 'vitest'
import { type PlatformSigns, platformOfUser } from './user-platform.ts'

const nothing: PlatformSigns = { sdk: null, platform: null, os: null, project: null }

test.each<[Partial<PlatformSigns>, string | null]>([
  [{}, null],
  [{ sdk: 'sentry.javascript.browser' }, 'web'],
  [{ sdk: 'sentry.javascript.react', platform: 'javascript', os: 'Android' }, 'web'],
  [{ sdk: 'sentry.javascript.nextjs', platform: 'javascript' }, 'web'],
  [{ sdk: 'sentry.javascript.nextjs', platform: 'node' }, null],
  [{ sdk: 'sentry.javascript.node' }, null],
  [{ sdk: 'sentry.javascript.electron' }, null],
  [{ sdk: 'sentry.python' }, null],
  [{ sdk: 'sentry.java.spring' }, null],
  [{ sdk: 'sentry.java.android' }, 'android'],
  [{ sdk: 'sentry.java.android.react-native' }, 'android'],
  [{ sdk: 'sentry.cocoa' }, 'ios'],
  [{ sdk: 'sentry.cocoa.flutter', os: 'iPadOS' }, 'ios'],
  [{ sdk: 'sentry.cocoa', os: 'macOS' }, null],
  [{ sdk: 'sentry.cocoa', project: 'apple-macos' }, null],
  [{ sdk: 'sentry.javascript.react-native', platform: 'javascript', os: 'iOS' }, 'ios'],
  [{ sdk: 'sentry.dart.flutter', os: 'Android' }, 'android'],
  [{ sdk: 'sentry.dart.flutter', os: 'Windows' }, null],
  [{ platform: 'javascript' }, 'web'],
  [{ platform: 'java', os: 'Android' }, 'android'],
  [{ platform: 'python', project: 'javascript' }, null],
  [{ project: 'javascript-react' }, 'web'],
  [{ project: 'android' }, 'android'],
  [{ project: 'apple-ios' }, 'ios'],
])('%j is used on %s', (signs, platform) => {
  expect(platformOfUser({ ...nothing, ...signs })).toBe(platform)
})
