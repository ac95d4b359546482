import { type Browser, chromium } from 'playwright-core'
import { chromiumFlags, requireChromium } from '../../scripts/chromium.ts'

/** A headless Chromium of the machine. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: requireChromium(), headless: true, args: chromiumFlags })
}
