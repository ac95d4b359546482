import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { getuid } from 'node:process'

/** Names that distributions give the browser; macOS keeps it in a bundle. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const folders = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome']
const bundles = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Flags for a browser that only talks to the test: no first-run traffic, and it runs as root in a container. */
export const chromiumFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** Path of a Chromium: `LAPWING_CHROMIUM`, else the first one found in the usual places and `PATH`; null when there is none. */
export function findChromium(): string | null {
  const given = process.env['LAPWING_CHROMIUM']
  if (given) return given
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const places = [...folders, ...path].flatMap((folder) => names.map((name) => join(folder, name)))
  return [...places, ...bundles].find(isProgram) ?? null
}

/** As `findChromium`, for tests, which cannot go on without one. */
export function requireChromium(): string {
  const found = findChromium()
  if (found === null) throw new Error(help)
  return found
}

const help =
  'No Chromium was found, and the browser tests need one. Install it (Debian, Ubuntu: `apt-get install chromium`; ' +
  'macOS: `brew install --cask chromium`) or name its program in LAPWING_CHROMIUM.'

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Installs the distribution's package where that needs nobody's consent: as root, with apt. */
function install(): void {
  const apt = '/usr/bin/apt-get'
  if (!isProgram(apt) || getuid?.() !== 0) return
  console.log('chromium: installing the package of the distribution')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    execFileSync(apt, ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env })
    execFileSync(apt, ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    })
  } catch (error) {
    console.error(`chromium: ${error instanceof Error ? error.message : String(error)}`)
  }
}

if (import.meta.main) {
  if (findChromium() === null) install()
  const found = findChromium()
  if (found === null) {
    console.error(help)
    process.exitCode = 1
  } else if (!isProgram(found)) {
    console.error(`LAPWING_CHROMIUM names ${found}, which is no program that can be run.`)
    process.exitCode = 1
  } else {
    console.log(`chromium: ${found}`)
  }
}
