import { openStorage } from '../../src/server/storage/open.ts'

/** The outcomes of a stopped server, summed up: `outcome/category/reason` → quantity. */
export async function sumOutcomes(data: string): Promise<Record<string, number>> {
  const storage = await openStorage({ directory: data, duckdbMemoryMb: 64 })
  try {
    const counted = await storage.meta.readOutcomes({ projectIds: [1], from: 0, to: Date.now() + 86_400_000 })
    const sums: Record<string, number> = {}
    for (const { outcome, category, reason, quantity } of counted) {
      const name = [outcome, category, ...(reason === '' ? [] : [reason])].join('/')
      sums[name] = (sums[name] ?? 0) + quantity
    }
    return sums
  } finally {
    await storage.close()
  }
}
