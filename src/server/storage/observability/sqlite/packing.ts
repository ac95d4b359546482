import { factFlags, factLists, factNumbers, factTexts, type Facts, type Told } from '../facts.ts'
import type { Fold } from '../part.ts'

/**
 * Facts as JSON of a few dozen bytes: names are their places in the lists of facts.ts (which grow at the end only), times count from the start of what is
 * told of, and what was told at one time stands together: `[[[0,0,"web",1,"shop@1.0.0"]],2]` are two texts and a flag.
 */
type PackedFacts = [
  texts?: PackedTold[],
  flags?: number,
  lists?: [list: number, ...names: string[]][],
  numbers?: PackedTold[],
]

/** When, and then name and value in turn. */
type PackedTold = [at: number, ...told: (number | string)[]]

export function packFacts(facts: Facts, start: number): string {
  return JSON.stringify(pack(facts, start))
}

export function unpackFacts(text: string, start: number): Facts {
  const packed: PackedFacts = JSON.parse(text)
  return unpack(packed, start)
}

export function packFold({ startedAt, endedAt, receivedAt, facts }: Fold): string {
  return JSON.stringify([startedAt, endedAt - startedAt, receivedAt - startedAt, ...pack(facts, startedAt)])
}

export function unpackFold(text: string): Fold {
  const [startedAt, duration, received, ...packed]: [number, number, number, ...PackedFacts] = JSON.parse(text)
  return {
    startedAt,
    endedAt: startedAt + duration,
    receivedAt: startedAt + received,
    facts: unpack(packed, startedAt),
  }
}

function pack({ texts, flags, lists, numbers }: Facts, start: number): PackedFacts {
  const packed: PackedFacts = [packTold(factTexts, texts, start)]
  const packedNumbers = packTold(factNumbers, numbers, start)
  const packedLists: [number, ...string[]][] = []
  factLists.forEach((name, list) => {
    const names = lists[name]
    if (names) packedLists.push([list, ...names])
  })
  let bits = 0
  for (const flag of flags) bits |= 1 << factFlags.indexOf(flag)
  if (bits > 0 || packedLists.length > 0 || packedNumbers.length > 0) packed.push(bits)
  if (packedLists.length > 0 || packedNumbers.length > 0) packed.push(packedLists)
  if (packedNumbers.length > 0) packed.push(packedNumbers)
  return packed
}

function unpack([texts = [], bits = 0, lists = [], numbers = []]: PackedFacts, start: number): Facts {
  const facts: Facts = { texts: {}, numbers: {}, flags: [], lists: {} }
  unpackTold(factTexts, texts, start, (name, at, value) => {
    facts.texts[name] = [at, String(value)]
  })
  unpackTold(factNumbers, numbers, start, (name, at, value) => {
    facts.numbers[name] = [at, Number(value)]
  })
  facts.flags = factFlags.filter((_, bit) => (bits & (1 << bit)) !== 0)
  for (const [list, ...names] of lists) {
    const name = factLists[list]
    if (name !== undefined) facts.lists[name] = names
  }
  return facts
}

function packTold<Name extends string>(
  names: readonly Name[],
  told: { [Key in Name]?: Told<string> | Told<number> },
  start: number,
): PackedTold[] {
  const packed: PackedTold[] = []
  names.forEach((name, place) => {
    const one = told[name]
    if (!one) return
    const at = one[0] - start
    const together = packed.find((group) => group[0] === at)
    if (together) together.push(place, one[1])
    else packed.push([at, place, one[1]])
  })
  return packed
}

function unpackTold<Name extends string>(
  names: readonly Name[],
  packed: PackedTold[],
  start: number,
  take: (name: Name, at: number, value: number | string) => void,
): void {
  for (const group of packed) {
    for (let index = 1; index < group.length; index += 2) {
      const [name, value] = [names[Number(group[index])], group[index + 1]]
      if (name !== undefined && value !== undefined) take(name, start + group[0], value)
    }
  }
}
