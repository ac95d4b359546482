/** `Ann Bell` → `AB`, `#web` → `W`, `kim@example.com` → `K`; `?` where there is no letter or digit. */
export function initialsOf(name: string): string {
  const words = (name.includes('@') ? (name.split('@')[0] ?? '') : name)
    .split(/[\s._-]+/)
    .flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? [])
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return `${first ?? '?'}${last ?? ''}`.toUpperCase()
}
