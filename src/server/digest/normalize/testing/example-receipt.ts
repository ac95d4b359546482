import type { Receipt } from '../../types.ts'

/** 2023-11-14T22:13:20Z in milliseconds, when the requests of the tests arrive. */
export const receivedAt = 1_700_000_000_000

/** A receipt for tests. */
export function exampleReceipt(changes: Partial<Receipt> = {}): Receipt {
  return {
    projectId: 1,
    publicKey: '0123456789abcdef0123456789abcdef',
    receivedAt,
    clientIp: '203.0.113.9',
    userAgent: null,
    clientHints: {},
    origin: null,
    client: null,
    ...changes,
  }
}
