/** The public operations: names, types and required members, from the file that CONTRACT or the fixtures' folder leads to. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { dig, isRecord, list, text } from '../support/json.ts'

export type Rank = 'seed' | 'wanted' | 'optional'

export interface Operation {
  /** `GET /organizations/{}/issues/`: below /api/0, whatever the parameters are called. */
  name: string
  rank: Rank
  /** Answers by status; null for those without a body or without a described one. */
  responses: Map<number, unknown>
  /** Names of the query's parameters. */
  query: string[]
}

/** The file's path; null where there is none, and nothing to hold answers against. */
export function findContract(): string | null {
  const { LAPWING_CONTRACT: contract, LAPWING_FIXTURES: fixtures } = process.env
  if (contract) return contract
  const beside = fixtures ? path.join(fixtures, '../reference/api-contract.json') : ''
  return existsSync(beside) ? beside : null
}

export function readContract(file: string): Operation[] {
  const contract: unknown = JSON.parse(readFileSync(file, 'utf8'))
  return list(contract, 'operations').map((one) => {
    const responses = dig(one, 'responses')
    const rank = text(one, 'rank')
    if (!isRecord(responses) || !isRank(rank))
      throw new Error(`the contract has an odd operation: ${text(one, 'path')}`)
    return {
      name: operationName(text(one, 'method'), text(one, 'path')),
      rank,
      responses: new Map(Object.entries(responses).map(([status, schema]) => [Number(status), schema])),
      query: list(one, 'parameters')
        .filter((parameter) => dig(parameter, 'in') === 'query')
        .map((parameter) => text(parameter, 'name')),
    }
  })
}

function isRank(value: string): value is Rank {
  return value === 'seed' || value === 'wanted' || value === 'optional'
}

/** One name for an operation, however a document spells it: `GET`, `/api/0/organizations/{slug}/` → `GET /organizations/{}/`. */
export function operationName(method: string, at: string): string {
  return `${method.toUpperCase()} ${at.replace(/^\/api\/0(?=\/)/, '').replaceAll(/\{\w+\}/g, '{}')}`
}

/** What later issues bring, by a part of the path. */
const laterFamilies = [
  'dashboards',
  'detectors',
  'workflows',
  'monitors',
  '/trace',
  'events-timeseries',
  '/files/',
  '/sessions/',
]

/** Whether an operation is among those that a self-hosted error tracker is asked for now. */
export function isTarget({ name, rank }: Operation): boolean {
  return rank !== 'optional' && !laterFamilies.some((family) => name.includes(family))
}
