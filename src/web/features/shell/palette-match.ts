/** `WEB-4F`, `MY-APP-1A2B`: a project's slug in capitals or not, and a base-32 number. */
export const looksLikeShortId = (text: string): boolean => /^[\w-]+-[0-9a-z]+$/i.test(text) && text.length <= 80

/** A part of a name without a space or a sign of the search language, from two letters on. */
export const looksLikeReleaseName = (text: string): boolean =>
  /^[\w.@+/-]{2,200}$/.test(text) && !/^(and|or)$/i.test(text)

/** Those whose label or note holds every word of the text, those that start with it first. */
export function matchCommands<Command extends { label: string; note?: string }>(
  commands: Command[],
  text: string,
): Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const found = commands.filter((command) => {
    const where = `${command.label} ${command.note ?? ''}`.toLowerCase()
    return words.every((word) => where.includes(word))
  })
  const rank = (command: Command) => (command.label.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1)
  return found.toSorted((a, b) => rank(a) - rank(b))
}
