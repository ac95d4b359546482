/** The named members of a body that were given: what is left out stays as it is. */
export function pickGiven<Body extends object, Name extends keyof Body>(
  body: Body,
  names: readonly Name[],
): { [Key in Name]?: Exclude<Body[Key], undefined> } {
  const given: { [Key in Name]?: Exclude<Body[Key], undefined> } = {}
  for (const name of names) {
    const value = body[name]
    if (isGiven(value)) given[name] = value
  }
  return given
}

function isGiven<Value>(value: Value): value is Exclude<Value, undefined> {
  return value !== undefined
}
