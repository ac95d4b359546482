/** 999 → `999`, 1234 → `1.2k`, 56789 → `57k`, 1200000 → `1.2M`. */
export function formatCount(count: number): string {
  const steps: [number, string][] = [
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'k'],
  ]
  for (const [step, suffix] of steps) {
    // 999 500 would print as 1000k; from there on it is the next unit’s turn.
    if (count < step * 0.9995 || count < 1000) continue
    const scaled = count / step
    return `${scaled < 9.95 ? scaled.toFixed(1).replace(/\.0$/, '') : Math.round(scaled)}${suffix}`
  }
  return String(count)
}

/** 1234567 → `1,234,567` in the reader's locale. */
export const formatExact = (count: number, locale?: string) => new Intl.NumberFormat(locale).format(count)

/** 0.4567 → `46%`; what is there but below one per cent stays visible as `<1%`. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.01) return '<1%'
  if (share < 1 && share > 0.99) return '>99%'
  return `${Math.round(share * 100)}%`
}

/** Bytes in powers of 1000: `987 B`, `3.6 kB`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`
  return `${(bytes / 1e6).toFixed(1)} MB`
}

export const plural = (count: number, one: string, many = `${one}s`) =>
  `${formatExact(count, 'en')} ${count === 1 ? one : many}`
