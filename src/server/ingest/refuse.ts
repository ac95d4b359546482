import { type ErrorCode, errorCatalogue } from '../errors.ts'
import type { Refusal } from './types.ts'

/** Makes a refusal; without `detail` it says what the catalogue says. */
export function refuse(
  code: ErrorCode,
  options: { detail?: string; causes?: string[]; headers?: Record<string, string> } = {},
): { ok: false; refusal: Refusal } {
  return {
    ok: false,
    refusal: {
      code,
      detail: options.detail ?? errorCatalogue[code].detail,
      causes: options.causes ?? [],
      headers: options.headers ?? {},
    },
  }
}
