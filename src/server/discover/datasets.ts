import { refuse } from './refuse.ts'

/** Names of the one dataset that has rows: errors, whatever clients call them. */
const errorDatasets = ['errors', 'discover', 'default', 'events']

/** Names for logs: none are stored, so that what a client lists of them is empty. */
const emptyDatasets = ['logs', 'ourlogs']

/** Which data a query is about. What is not stored and never looked like it was is `bad_request`. */
export function readDataset(name: string | undefined): 'errors' | 'nothing' {
  if (name === undefined || name === '' || errorDatasets.includes(name)) return 'errors'
  if (emptyDatasets.includes(name)) return 'nothing'
  throw refuse(
    `dataset must be one of: ${errorDatasets.join(', ')}, logs (none are stored); not '${name.slice(0, 50)}'`,
  )
}
