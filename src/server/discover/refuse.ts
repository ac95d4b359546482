import { LapwingError } from '../errors.ts'

/** 400 with a sentence of what is wrong with a query over events. */
export function refuse(detail: string): LapwingError {
  return new LapwingError('bad_request', { detail })
}
