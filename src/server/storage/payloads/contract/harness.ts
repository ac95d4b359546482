import type { PayloadEntry, PayloadStore } from '../port.ts'

/** One empty store for the length of a test. */
export interface PayloadHarness {
  /** Opens the same data again each time; what was open before is not used any more, closed or not (a crash). */
  open(): Promise<PayloadStore>
}

export const dayMs = 86_400_000
/** 2026-11-21T12:00:00Z. */
export const noon = Date.UTC(2026, 10, 21, 12)

/** The n-th event id: 32 hex digits that differ at the end only, as a counter would. */
export function eventId(n: number): string {
  return n.toString(16).padStart(32, '0')
}

/** The n-th entry: its id, position and text follow from n; what matters to a test it says itself. */
export function entry(n: number, own: Partial<PayloadEntry> = {}): PayloadEntry {
  return { position: n * 100, projectId: 1, eventId: eventId(n), receivedAt: noon + n, json: `{"n":${n}}`, ...own }
}
