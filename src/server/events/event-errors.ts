import type { EventError } from '../../protocol/event.ts'

/** What normalisation's codes mean, in a sentence for the page. */
const messages: Record<string, string> = {
  invalid_data: 'Discarded invalid value',
  missing_attribute: 'A required attribute is missing',
  invalid_attribute: 'Discarded unknown attribute',
  value_too_long: 'Discarded value because it exceeds the maximum length',
  unknown_error: 'An unknown error happened while processing the event',
  clock_drift: 'The clock of the device is off; times were corrected',
  past_timestamp: 'The timestamp is too long ago; the time of arrival is used',
  future_timestamp: 'The timestamp lies in the future; the time of arrival is used',
  invalid_environment: 'The environment is not a valid name',
  invalid_transaction: 'The transaction is incomplete',
  too_large_for_storage: 'The event was cut because it is too large',
}

export function serializeEventError(error: EventError) {
  const { type, name, value, reason } = error
  return {
    type,
    message: messages[type] ?? type.replaceAll('_', ' '),
    data: {
      ...(name != null && { name }),
      ...(value !== undefined && { value }),
      ...(reason != null && { reason }),
    },
  }
}
