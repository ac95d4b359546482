import { isTarget, type Operation } from './contract.ts'

/** The suite's result in a line, and which of the operations that are asked for now are not valid yet, and why. */
export function report(
  operations: readonly Operation[],
  implemented: ReadonlySet<string>,
  faults: ReadonlyMap<string, string[]>,
): string {
  const isValid = ({ name }: Operation) => implemented.has(name) && faults.get(name)?.length === 0
  const valid = operations.filter(isValid)
  const asked = operations.filter(isTarget)
  const left = asked.filter((operation) => !isValid(operation))
  const lines = [
    `operations: ${valid.length} valid / ${implemented.size} implemented / ${operations.length}`,
    `of the ${asked.length} that are asked for now, ${left.length} are not valid yet${left.length > 0 ? ':' : ''}`,
    ...left.map(({ name }) => `  ${name}: ${reasonOf(name, implemented, faults)}`),
  ]
  return `${lines.join('\n')}\n`
}

function reasonOf(name: string, implemented: ReadonlySet<string>, faults: ReadonlyMap<string, string[]>): string {
  if (!implemented.has(name)) return 'not implemented'
  const [first, ...more] = faults.get(name) ?? ['not called']
  return more.length === 0 ? (first ?? '') : `${first} (and ${more.length} more)`
}
