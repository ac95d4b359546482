import { LapwingError } from '../errors.ts'
import type { SearchContext } from '../issues/search/context.ts'
import { resolveEventSearch } from '../issues/search/resolve.ts'
import { readField, type ValueType } from './columns.ts'
import { readDataset } from './datasets.ts'
import { isFunction, readFunction } from './functions.ts'
import { splitHaving } from './having.ts'
import { readEventsQuery } from './query.ts'

interface Verdict {
  valid: boolean
  error: string | null
}

type Named = Verdict & { name: string }
type Typed = Named & { attrType: 'string' | 'number' | 'boolean' | null }

export interface Validation {
  valid: boolean
  projects: Verdict[]
  dataset: Named[]
  environment: Verdict[]
  field: Typed[]
  query: Verdict & { fields: Typed[] }
  orderby: Typed[]
}

export interface ToValidate {
  dataset: string
  fields: string[]
  query: string
  orderby: string[]
  /** Why the named projects cannot be searched; null when they can. */
  projectError: string | null
  minutes: number
}

/** Says of each part of a query over events whether it could be run. */
export async function validateEventsQuery(given: ToValidate, context: SearchContext): Promise<Validation> {
  const dataset = await judge(async () => void readDataset(given.dataset))
  const field = await Promise.all(given.fields.map((name) => judgeField(name, given.minutes)))
  const query = await judge(async () => void (await resolveEventSearch(splitHaving(given.query).query, context)))
  const orderby = await Promise.all(
    given.orderby.map(async (name): Promise<Typed> => {
      const plain = name.replace(/^-/, '')
      const verdict = await judge(async () => {
        // On its own a sort may name what is not selected; with fields it is judged beside them.
        const fields = given.fields.length > 0 ? given.fields : [plain]
        readEventsQuery(fields, [name], [], { minutes: given.minutes })
      })
      return { name, ...verdict, attrType: typeOf(plain, given.minutes) }
    }),
  )
  const projects = [{ valid: given.projectError === null, error: given.projectError }]
  const parts: Verdict[] = [dataset, ...field, query, ...orderby, ...projects]
  return {
    valid: parts.every((part) => part.valid),
    projects,
    dataset: [{ name: given.dataset, ...dataset }],
    environment: [{ valid: true, error: null }],
    field,
    query: { ...query, fields: [] },
    orderby,
  }
}

async function judgeField(name: string, minutes: number): Promise<Typed> {
  const verdict = await judge(async () => void readType(name, minutes))
  return { name, ...verdict, attrType: typeOf(name, minutes) }
}

function readType(name: string, minutes: number): ValueType {
  return isFunction(name) ? readFunction(name, minutes).type : readField(name).type
}

function typeOf(name: string, minutes: number): Typed['attrType'] {
  try {
    const type = readType(name, minutes)
    return type === 'integer' || type === 'number' ? 'number' : type === 'boolean' ? 'boolean' : 'string'
  } catch (error) {
    if (error instanceof LapwingError) return null
    throw error
  }
}

async function judge(read: () => Promise<void>): Promise<Verdict> {
  try {
    await read()
    return { valid: true, error: null }
  } catch (error) {
    if (error instanceof LapwingError && error.status < 500) return { valid: false, error: error.detail }
    throw error
  }
}
