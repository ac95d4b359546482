import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const tokens = readFileSync(join(import.meta.dirname, '../../src/web/styles/tokens.css'), 'utf8')

type Rgb = [number, number, number]

/** OKLCH → linear sRGB, clipped to the gamut as a browser shows it (https://bottosson.github.io/posts/oklab/). */
function toLinearRgb(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number) => Math.min(1, Math.max(0, value))
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b

function contrast(one: Rgb, other: Rgb): number {
  const [high, low] = [luminance(one), luminance(other)].sort((x, y) => y - x)
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05)
}

/** The opaque colours of one block of the file, by name. */
function readColours(selector: string): Map<string, Rgb> {
  const start = tokens.indexOf(`${selector} {`)
  const block = tokens.slice(start, tokens.indexOf('}', start))
  const colours = new Map<string, Rgb>()
  for (const [, name, l, c, h] of block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);/g))
    if (name) colours.set(name, toLinearRgb(Number(l), Number(c), Number(h)))
  return colours
}

const surfaces = ['surface-0', 'surface-1', 'surface-2', 'surface-3', 'surface-float']
const words = [
  'text-1',
  'text-2',
  'text-3',
  'accent',
  'level-fatal',
  'level-error',
  'level-warning',
  'level-info',
  'level-debug',
  'ok',
  'session-healthy',
  'session-errored',
  'session-unhandled',
  'session-abnormal',
  'session-crashed',
  'users',
]
const code = ['code-keyword', 'code-string', 'code-function', 'code-constant', 'code-comment']

const pairs = [
  ...words.flatMap((text) => surfaces.map((surface) => [text, surface] as const)),
  ...[...code, 'text-1', 'text-2'].flatMap((text) =>
    ['surface-0', 'surface-1', 'mark'].map((surface) => [text, surface] as const),
  ),
  ...['text-1', 'text-2', 'accent'].map((text) => [text, 'accent-soft'] as const),
  ['on-accent', 'accent'] as const,
  ['on-accent', 'accent-strong'] as const,
]

describe.each([
  ['light', ':root'],
  ['dark', ':root[data-theme="dark"]'],
])('%s theme', (_name, selector) => {
  const colours = readColours(selector)
  it.each(pairs)('%s over %s reads at 4.5:1', (text, surface) => {
    const foreground = colours.get(text)
    const background = colours.get(surface)
    if (!foreground || !background) throw new Error(`${text} or ${surface} is missing from ${selector}`)
    expect(contrast(foreground, background)).toBeGreaterThanOrEqual(4.5)
  })
  it('names the same colours as the other theme', () => {
    expect([...colours.keys()].sort()).toEqual([...readColours(':root').keys()].sort())
  })
})
