/** Why a term cannot be searched for. Clients of Sentry know these sentences, so they are the same. */
export const messages = {
  date: 'Invalid date format. Expected +/-duration (e.g. +1h) or ISO 8601-like (e.g. 2017-10-17 or 2017-10-17T02:41:00.000Z)',
  number: 'Invalid number. Expected number then optional k, m, or b suffix (e.g. 500k)',
  duration: 'Invalid duration. Expected number followed by duration unit suffix',
  boolean: 'Invalid boolean. Expected true, 1, false, or 0.',
  emptyFilter: 'Filter must have a value',
  emptyItem: 'Lists should not have empty values',
  emptyArgument: 'Function parameters should not have empty values',
  aggregate: 'Aggregate filter is incomplete.',
  quote: 'Quotes must enclose text or be escaped',
  wildcard: 'Wildcards not supported in search',
  hasList: 'has: takes one key, not a list',
  unknownKey: (name: string) => `Invalid key. "${name}" is not a supported search key.`,
} as const
