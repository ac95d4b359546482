import { Type } from './type.ts'

/** `environment=production&environment=staging` of a query. */
export const EnvironmentsQuery = Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100 }))

/** The environments to look at; null = all. The empty name, which forms send for "all", is none. */
export function readEnvironments(names: string[] | undefined): string[] | null {
  const given = (names ?? []).filter((name) => name !== '')
  return given.length === 0 ? null : given
}
