/**
 * Remembers what was compiled from settings: by identity, and by content for settings that were read anew from the
 * store. Holds the last `capacity` different contents.
 */
export function compileOnce<S extends object, C>(compile: (settings: S) => C, capacity = 500): (settings: S) => C {
  const byIdentity = new WeakMap<S, C>()
  const byContent = new Map<string, C>()
  return (settings) => {
    const same = byIdentity.get(settings)
    if (same !== undefined) return same
    const content = JSON.stringify(settings)
    const compiled = byContent.get(content) ?? compile(settings)
    byContent.delete(content)
    byContent.set(content, compiled)
    if (byContent.size > capacity) {
      for (const oldest of byContent.keys()) {
        byContent.delete(oldest)
        break
      }
    }
    byIdentity.set(settings, compiled)
    return compiled
  }
}
