/** Pages in both themes, on a desktop and on a phone. */
import type { BrowserContextOptions, Locator } from 'playwright-core'
import { desktop, phone, see, type Stage } from './stage.ts'
import { overhang } from './watch.ts'

type Theme = 'light' | 'dark'

export interface Looker {
  /** For `stage.visit`; pages are loaded in the first of its themes. */
  options: BrowserContextOptions
  themes: readonly [Theme, Theme]
}

/** Between them pages are loaded in either theme, and change to the other. */
export const lookers: [device: string, Looker][] = [
  ['desktop', { options: { ...desktop, colorScheme: 'light' }, themes: ['light', 'dark'] }],
  ['phone', { options: { ...phone, colorScheme: 'dark' }, themes: ['dark', 'light'] }],
]

export interface Looks {
  /** Takes a picture in each theme, once `landmark` is there. */
  look: (name: string, landmark: Locator) => Promise<void>
  /** What stands out of the window at the right, in pixels, by picture. */
  overhangs: Record<string, number>
}

/** Looks at what is open. The system's theme changes under the page, which follows it: a load of the page less for each picture. */
export function looksOf(stage: Stage, device: string, { themes }: Looker): Looks {
  const overhangs: Record<string, number> = {}
  return {
    overhangs,
    async look(name, landmark) {
      await see(landmark)
      for (const theme of themes) {
        await stage.page.emulateMedia({ colorScheme: theme })
        await stage.page.locator(`html[data-theme="${theme}"]`).waitFor()
        await stage.visitor.photograph(`look-${name}-${theme}-${device}`)
        const pixels = await overhang(stage.page)
        if (pixels !== 0) overhangs[`${name} ${theme}`] = pixels
      }
      await stage.page.emulateMedia({ colorScheme: themes[0] })
    },
  }
}
