/** First match wins, so the narrower name stands before the wider. */
const families: [start: string, family: string][] = [
  ['javascript-nextjs', 'next'],
  ['javascript-react', 'react'],
  ['javascript-vue', 'vue'],
  ['javascript', 'javascript'],
  ['react-native', 'react'],
  ['node', 'node'],
  ['bun', 'node'],
  ['deno', 'node'],
  ['python', 'python'],
  ['go', 'go'],
  ['kotlin', 'kotlin'],
  ['java', 'java'],
  ['android', 'android'],
  ['apple', 'apple'],
  ['cocoa', 'apple'],
  ['swift', 'apple'],
  ['objc', 'apple'],
  ['php', 'php'],
  ['ruby', 'ruby'],
  ['rust', 'rust'],
  ['dotnet', 'dotnet'],
  ['csharp', 'dotnet'],
  ['dart', 'flutter'],
  ['flutter', 'flutter'],
  ['native', 'native'],
  ['c', 'native'],
  ['elixir', 'elixir'],
  ['unity', 'unity'],
]

/** The family a platform id of Sentry's (`python-django`, `javascript-react`) belongs to; `other` when none. */
export function platformFamily(platform: string | null): string {
  const name = platform?.toLowerCase() ?? ''
  return families.find(([start]) => name === start || name.startsWith(`${start}-`))?.[1] ?? 'other'
}
