import { useEffect, useState } from 'react'

/** What charts share: their look in the theme that holds, and how their axes are written. */

/** Changes with the theme, so that a chart is drawn anew. */
export function useThemeName(): string | undefined {
  const [theme, setTheme] = useState(() => document.documentElement.dataset.theme)
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(document.documentElement.dataset.theme))
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => observer.disconnect()
  }, [])
  return theme
}

export const plotFont = "11px 'Inter Variable', sans-serif"

/** Colours by the names of the tokens, and an axis written in them. */
export function axisLook(element: HTMLElement) {
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  return { colour, axis: { stroke: colour('--text-3'), font: plotFont, ticks: { show: false } } }
}

/** Three hairlines at most, on whole numbers, of an axis that ends 5 % above the tallest. */
export const countSplits = (high: number): number[] =>
  high < 2 ? [0, 1] : [0, Math.round(high / 2.1), Math.floor(high / 1.05)]

/** Clock time under buckets of hours, the day under wider ones and at midnight. */
export function formatTick(seconds: number, step: number): string {
  const time = new Date(seconds * 1000)
  const isDay = step >= 86_400 || (time.getHours() === 0 && time.getMinutes() === 0)
  const format: Intl.DateTimeFormatOptions = isDay
    ? { day: 'numeric', month: 'short' }
    : { hour: '2-digit', minute: '2-digit' }
  return new Intl.DateTimeFormat('en-GB', format).format(time)
}
