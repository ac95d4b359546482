/**
 * What is known of a user session, or of one source of it. Everything in it joins: of texts and numbers the latest told, of flags any, of lists
 * the union. So order and repetition make no difference.
 */
export interface Facts {
  texts: { [Name in FactText]?: Told<string> }
  numbers: { [Name in FactNumber]?: Told<number> }
  /** Sorted. */
  flags: FactFlag[]
  lists: { [Name in FactList]?: string[] }
}

/** When it was told (milliseconds since 1970), and what. */
export type Told<Value> = [at: number, value: Value]

export const factTexts = [
  'platform',
  'appVersion',
  'manufacturer',
  'model',
  'networkType',
  'osVersion',
  'sdkVersion',
  'userId',
  'userEmail',
  'userName',
] as const
export type FactText = (typeof factTexts)[number]

export const factNumbers = ['screenHeight', 'screenWidth'] as const
export type FactNumber = (typeof factNumbers)[number]

export const factFlags = ['anr', 'crash', 'exception', 'rageTap'] as const
export type FactFlag = (typeof factFlags)[number]

/** `attribute`: `attributeOf` of a tag. `event`: names of events that tell no error. `recording`: ids of replays. `response`: milliseconds. */
export const factLists = ['attribute', 'event', 'recording', 'response', 'screen'] as const
export type FactList = (typeof factLists)[number]

/** So many of each list are kept: the first in order, whatever came first. */
export const mostListed = 200

export const noFacts: Facts = { texts: {}, numbers: {}, flags: [], lists: {} }

/** A tag as one text. */
export function attributeOf(key: string, value: string): string {
  return JSON.stringify([key, value])
}

/** What `attributeOf` wrote. */
export function readAttribute(text: string): [key: string, value: string] {
  const [key, value]: [string, string] = JSON.parse(text)
  return [key, value]
}

/** What both know; neither is changed. */
export function joinFacts(a: Facts, b: Facts): Facts {
  return {
    texts: joinTold(factTexts, a.texts, b.texts),
    numbers: joinTold(factNumbers, a.numbers, b.numbers),
    flags: factFlags.filter((flag) => a.flags.includes(flag) || b.flags.includes(flag)),
    lists: joinLists(a.lists, b.lists),
  }
}

function joinTold<Name extends string, Value extends string | number>(
  names: readonly Name[],
  a: { [Key in Name]?: Told<Value> },
  b: { [Key in Name]?: Told<Value> },
): { [Key in Name]?: Told<Value> } {
  const joined: { [Key in Name]?: Told<Value> } = {}
  for (const name of names) {
    const told = latest(a[name], b[name])
    if (told) joined[name] = told
  }
  return joined
}

/** Of two of one moment the greater. */
export function latest<Value extends string | number>(
  a: Told<Value> | null | undefined,
  b: Told<Value> | null | undefined,
): Told<Value> | null {
  if (!a || !b) return a ?? b ?? null
  if (a[0] !== b[0]) return a[0] > b[0] ? a : b
  return a[1] >= b[1] ? a : b
}

function joinLists(a: Facts['lists'], b: Facts['lists']): Facts['lists'] {
  const joined: Facts['lists'] = {}
  for (const name of factLists) {
    const [left, right] = [a[name], b[name]]
    if (left && right) joined[name] = listNames([...left, ...right])
    else if (left ?? right) joined[name] = left ?? right ?? []
  }
  return joined
}

/** As a list of facts holds them. */
export function listNames(names: string[]): string[] {
  return [...new Set(names)].sort().slice(0, mostListed)
}
