import type { UserPlatform } from '../storage/observability/port.ts'

/** What says where an app runs; each may be missing. */
export interface PlatformSigns {
  /** Name of the SDK. */
  sdk: string | null
  /** Of the event. */
  platform: string | null
  /** Name of the operating system, as its context says. */
  os: string | null
  /** What the project was set up for. */
  project: string | null
}

/** Of JavaScript, those that do not run in a browser: https://github.com/getsentry/sentry-javascript/tree/develop/packages. */
const notInBrowsers =
  /^sentry\.javascript\.(?:node|node-core|nestjs|bun|deno|cloudflare|vercel-edge|aws-serverless|serverless|google-cloud-serverless|opentelemetry|electron|hono|effect)\b/

/** Run on phones and elsewhere: the system tells. */
const anywhere = /^sentry\.(?:javascript\.(?:react-native|capacitor|cordova)|dart|dotnet|unity|unreal|native|kotlin)\b/

/** Where the person was who used the app; null where there is none: servers, desktops. */
export function platformOfUser({ sdk, platform, os, project }: PlatformSigns): UserPlatform | null {
  if (sdk === null) return platformOfProject(platform, os, project)
  if (/^sentry\.(?:java\.android|native\.android|android)\b/.test(sdk)) return 'android'
  if (/^sentry\.cocoa\b/.test(sdk))
    return os === null ? (project === 'apple-macos' ? null : 'ios') : platformOfSystem(os)
  if (anywhere.test(sdk)) return platformOfSystem(os)
  if (!sdk.startsWith('sentry.javascript.') || notInBrowsers.test(sdk)) return null
  // Frameworks of both sides have one SDK name, and events of the server say so.
  return platform === null || platform === 'javascript' ? 'web' : null
}

function platformOfProject(platform: string | null, os: string | null, project: string | null): UserPlatform | null {
  if (platform === 'javascript') return 'web'
  if (platform === 'java' || platform === 'cocoa' || platform === 'native') return platformOfSystem(os)
  if (platform !== null) return null
  if (project === 'android') return 'android'
  if (project === 'apple' || project === 'apple-ios') return 'ios'
  return project === 'javascript' || project?.startsWith('javascript-') ? 'web' : null
}

function platformOfSystem(os: string | null): UserPlatform | null {
  if (os === 'Android') return 'android'
  return os !== null && ['iOS', 'iPadOS', 'tvOS', 'watchOS', 'visionOS'].includes(os) ? 'ios' : null
}
