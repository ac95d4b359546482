import { useEffect, useState } from 'react'

/** Code that is fetched apart from the page's own, when somebody wants it. */
export interface Later<Module> {
  load(): Promise<Module>
  /** Once it was fetched. */
  module: Module | null
}

/** `fetch` is an `import()`. */
export function later<Module>(fetch: () => Promise<Module>): Later<Module> {
  const code: Later<Module> = {
    module: null,
    async load() {
      code.module = await fetch()
      return code.module
    },
  }
  return code
}

/**
 * The code, fetched when it is first wanted; null until it is there.
 *
 * Not React.lazy: whatever waited behind a Suspense boundary is held back until 300 ms after its fallback was shown, even code that was fetched long
 * before, and once more for each part within it. A menu took 660 ms to open for the first time, and takes 30.
 */
export function useModule<Module>(code: Later<Module>, isWanted = true): Module | null {
  const [outcome, setOutcome] = useState<'here' | { error: unknown } | null>(null)
  useEffect(() => {
    if (!isWanted || code.module) return undefined
    let isWaiting = true
    code.load().then(
      () => isWaiting && setOutcome('here'),
      (error: unknown) => isWaiting && setOutcome({ error }),
    )
    return () => {
      isWaiting = false
    }
  }, [code, isWanted])
  // As of code that a page is made of: what stands around the page says that it could not be loaded.
  if (outcome !== null && outcome !== 'here') throw outcome.error
  return code.module
}
