/**
 * JSON schemas with the TypeScript type that they describe: the part of TypeBox's builders that routes need. TypeBox itself costs 20 MB of
 * memory and 0.1 s of every start (709 modules), which are a seventh and a tenth of what the whole server may take.
 */
declare const described: unique symbol

/** A JSON schema (draft 2020-12 as in OpenAPI 3.1) of values of type `T`; the type exists while compiling only. */
export interface TSchema<T = unknown> {
  readonly [described]?: T
  readonly [keyword: string]: unknown
}

export type Static<Schema> = Schema extends TSchema<infer T> ? T : never

type Properties = Record<string, TSchema>

/** Marks a member of an object that may be absent. */
export interface TOptional<T> extends TSchema<T> {
  readonly [optional]: true
}
/** Not enumerable on the schema, so that it is not written out. */
const optional = Symbol('optional')

type OptionalNames<Members extends Properties> = {
  [Name in keyof Members]: Members[Name] extends TOptional<unknown> ? Name : never
}[keyof Members]

type ObjectOf<Members extends Properties> = Flatten<
  { [Name in Exclude<keyof Members, OptionalNames<Members>>]: Static<Members[Name]> } & {
    [Name in OptionalNames<Members>]?: Static<Members[Name]>
  }
>
type Flatten<T> = { [Key in keyof T]: T[Key] }

export interface TObject<Members extends Properties = Properties> extends TSchema<ObjectOf<Members>> {
  readonly type: 'object'
  readonly properties: Members
}

type Options = Record<string, unknown>

function make<T>(schema: Options, options: Options = {}): TSchema<T> {
  return { ...schema, ...options }
}

function makeObject<Members extends Properties>(properties: Members, options: Options = {}): TObject<Members> {
  const required = Object.keys(properties).filter((name) => !(optional in (properties[name] ?? {})))
  return { type: 'object', ...(required.length > 0 && { required }), properties, ...options }
}

export const Type = {
  String: (options?: Options) => make<string>({ type: 'string' }, options),
  Number: (options?: Options) => make<number>({ type: 'number' }, options),
  Integer: (options?: Options) => make<number>({ type: 'integer' }, options),
  Boolean: (options?: Options) => make<boolean>({ type: 'boolean' }, options),
  Null: () => make<null>({ type: 'null' }),
  Unknown: () => make<unknown>({}),
  Enum: <const Value extends string>(values: readonly Value[]) => make<Value>({ type: 'string', enum: values }),
  Array: <T>(items: TSchema<T>, options?: Options) => make<T[]>({ type: 'array', items }, options),
  Record: <T>(values: TSchema<T>) => make<Record<string, T>>({ type: 'object', additionalProperties: values }),
  Union: <const Schemas extends readonly TSchema[]>(schemas: Schemas) =>
    make<Static<Schemas[number]>>({ anyOf: schemas }),
  Object: makeObject,
  Optional: <T>(schema: TSchema<T>): TOptional<T> =>
    Object.defineProperty({ ...schema, [optional]: true as const }, optional, { enumerable: false }),
  /** Another schema by its `$id`. */
  Ref: <T>(schema: TSchema<T>): TSchema<T> => {
    const id = schema['$id']
    if (typeof id !== 'string') throw new Error('a schema that is referred to needs an $id')
    return make<T>({ $ref: `${id}#` })
  },
}
