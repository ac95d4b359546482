import type { JsonObject, Pairs } from '../../../protocol/event.ts'
import type { Receipt } from '../types.ts'
import type { BagLimits } from './bag.ts'
import { bag } from './bag.ts'
import { headerName } from './pairs.ts'
import type { Reader } from './read.ts'

/** Policies and certificate chains are long. */
const reportBag: BagLimits = { depth: 6, size: 65_536 }

/** HPKP, Expect-CT and Expect-Staple reports: kept as the browser sent them. */
export const readReport: Reader<JsonObject> = bag(reportBag)

/** A CSP report. Browsers that know CSP 1 only send no `effective_directive`: it starts the violated one. */
export const readCsp: Reader<JsonObject> = (notes, value) => {
  const csp = readReport(notes, value)
  if (csp && !csp.effective_directive && typeof csp.violated_directive === 'string') {
    const directive = csp.violated_directive.trim().split(/\s/, 1)[0]
    if (directive) csp.effective_directive = directive.toLowerCase()
  }
  return csp
}

/** The browser's own headers: a report's body says nothing of it. */
export function receiptHeaders(receipt: Receipt): Pairs {
  const headers: Pairs = receipt.userAgent ? [['User-Agent', receipt.userAgent.slice(0, 1024)]] : []
  for (const [name, value] of Object.entries(receipt.clientHints)) headers.push([headerName(name), value.slice(0, 512)])
  return headers
}
