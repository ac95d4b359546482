import { vi } from 'vitest'

/** Waits until the expectation holds, as long as a loaded machine may need; fails with its last complaint. */
export function eventually<Result>(expectation: () => Result | Promise<Result>): Promise<Result> {
  return vi.waitFor(expectation, { timeout: 20_000, interval: 20 })
}
