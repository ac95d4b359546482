import type { EnvelopeItem } from '../../protocol/envelope.ts'
import type { JsonObject } from '../../protocol/event.ts'
import { type DataCategory, findItemRule, type ItemBudget, itemBudgets } from '../../protocol/item-types.ts'
import type { RateLimit } from '../../protocol/rate-limits.ts'
import type { Sender } from './authenticate.ts'
import type { RateLimiter } from './types.ts'

/** An item that does not go into the spool. */
export interface Drop {
  item: EnvelopeItem
  outcome: 'invalid' | 'rate_limited'
  reason: string
}

/** What a key's rate limit is about: errors in the wide sense, as in Sentry. Other data passes. */
export const keyLimitCategories: readonly DataCategory[] = ['default', 'error', 'security']

export function largestPayload(type: string, header: JsonObject): number {
  return itemBudgets[findItemRule(type, header).budget].itemBytes
}

/** Takes out items that are too large, alone or together with those before them, and those beyond the number of their kind. */
export function limitSizes(items: readonly EnvelopeItem[]): { kept: EnvelopeItem[]; drops: Drop[] } {
  const kept: EnvelopeItem[] = []
  const drops: Drop[] = []
  const spent = new Map<ItemBudget, { bytes: number; items: number }>()
  for (const item of items) {
    const budget = itemBudgets[findItemRule(item.type, item.header).budget]
    const before = spent.get(budget) ?? { bytes: 0, items: 0 }
    if (item.payload === null || before.bytes + item.size > budget.totalBytes) {
      drops.push({ item, outcome: 'invalid', reason: 'too_large' })
    } else if (before.items >= budget.items) {
      drops.push({ item, outcome: 'invalid', reason: 'too_many_items' })
    } else {
      spent.set(budget, { bytes: before.bytes + item.size, items: before.items + 1 })
      kept.push(item)
    }
  }
  return { kept, drops }
}

/** Takes errors out of an envelope whose key has used its window up, and the attachments that belong to them. */
export function limitRate(
  rateLimiter: RateLimiter,
  sender: Sender,
  items: EnvelopeItem[],
  now: number,
): { kept: EnvelopeItem[]; drops: Drop[]; active: RateLimit[] } {
  if (sender.rateLimit === null) return { kept: items, drops: [], active: [] }
  const limited = items.filter(isLimited)
  if (limited.length === 0) return { kept: items, drops: [], active: [] }
  const retryAfter = rateLimiter.take(sender.publicKey, sender.rateLimit, limited.length, now)
  if (retryAfter === 0) return { kept: items, drops: [], active: [] }

  const kept: EnvelopeItem[] = []
  const drops: Drop[] = []
  for (const item of items) {
    if (isLimited(item) || item.type === 'attachment') drops.push({ item, outcome: 'rate_limited', reason: keyQuota })
    else kept.push(item)
  }
  return {
    kept,
    drops,
    active: [{ retryAfter, categories: [...keyLimitCategories], scope: 'key', reasonCode: keyQuota, namespaces: [] }],
  }
}

/** Sentry's reason code for the limit that is set on a DSN key. */
const keyQuota = 'key_quota'

function isLimited(item: EnvelopeItem): boolean {
  const { category } = findItemRule(item.type, item.header)
  return category !== null && keyLimitCategories.includes(category)
}
