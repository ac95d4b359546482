import type { JsonObject } from '../../../protocol/event.ts'

const gibibyte = 2 ** 30

/**
 * How fast a mobile device is, as Sentry's `device.class` tag: `1` low, `2` medium, `3` high; null for others.
 * Apple devices by generation of the model (`iPhone13,2`: A14, above 3 GHz), Android by clock, cores and memory.
 */
export function deviceClass(device: JsonObject | null | undefined): string | null {
  if (!device) return null
  const apple = /^(iPhone|iPad)(\d{1,2}),/.exec(typeof device.model === 'string' ? device.model : '')
  if (apple) {
    const generation = Number(apple[2])
    if (apple[1] === 'iPad') return generation < 7 ? '1' : generation < 13 ? '2' : '3'
    return generation < 9 ? '1' : generation < 13 ? '2' : '3'
  }
  const { processor_frequency: megahertz, processor_count: cores, memory_size: memory } = device
  if (typeof megahertz !== 'number' || typeof cores !== 'number' || typeof memory !== 'number') return null
  if (megahertz < 2000 || cores < 8 || memory < 4 * gibibyte) return '1'
  return megahertz < 2500 || memory < 6 * gibibyte ? '2' : '3'
}
