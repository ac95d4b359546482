import { type Static, Type } from '../http/type.ts'
import type { Grouping } from '../../protocol/event.ts'
import { nullable } from '../http/schema.ts'

export const GroupingInfoSchema = Type.Record(
  Type.Object({
    key: Type.String(),
    type: Type.String(),
    description: Type.String(),
    hash: nullable(Type.String()),
    hashMismatch: Type.Boolean(),
    hint: nullable(Type.String()),
    contributes: Type.Boolean(),
    /** A tree of what was looked at: `{id, name, contributes, hint, values}`. */
    component: Type.Unknown(),
    config: Type.Object({ id: Type.String() }),
    values: nullable(Type.Array(Type.String())),
    matchedRule: nullable(Type.String()),
  }),
)

/** Why an event is in its issue, variant by variant. It is kept with the event, so that it is what happened, not what would happen today. */
export function serializeGroupingInfo(grouping: Grouping): Static<typeof GroupingInfoSchema> {
  return Object.fromEntries(
    Object.entries(grouping.variants).map(([key, variant]) => [
      key,
      {
        key,
        type: variant.type,
        description: variant.description,
        hash: variant.hash,
        hashMismatch: false,
        hint: variant.hint ?? null,
        contributes: variant.contributes,
        component: variant.component ?? null,
        config: { id: grouping.config },
        values: variant.values ?? null,
        matchedRule: variant.matchedRule ?? null,
      },
    ]),
  )
}
