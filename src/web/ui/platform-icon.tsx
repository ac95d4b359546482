import { platformFamily } from './platform-family.ts'

/** Two letters and a hue for each family: our own marks, no one's trade marks. */
const marks: Record<string, [letters: string, hue: number]> = {
  javascript: ['JS', 90],
  node: ['No', 145],
  react: ['Re', 220],
  next: ['Nx', 250],
  vue: ['Vu', 160],
  python: ['Py', 250],
  go: ['Go', 210],
  java: ['Ja', 45],
  kotlin: ['Kt', 305],
  android: ['An', 140],
  apple: ['Sw', 40],
  php: ['Ph', 280],
  ruby: ['Rb', 20],
  rust: ['Rs', 50],
  dotnet: ['.N', 295],
  flutter: ['Fl', 230],
  native: ['C', 240],
  elixir: ['Ex', 310],
  unity: ['Un', 230],
  other: ['··', 230],
}

/**
 * The platform as a tile; at 22 px its letters are 11 px high, the least we show. An ornament for those who cannot see
 * it, unless a `label` says what no text beside it says.
 */
export function PlatformIcon({
  platform,
  size = 22,
  label,
}: {
  platform: string | null
  size?: number
  label?: string
}) {
  const [letters, hue] = marks[platformFamily(platform)] ?? ['··', 230]
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined}
      className="shrink-0"
    >
      <rect width="20" height="20" rx="4.500" fill={`oklch(0.47 0.09 ${hue})`} />
      <text x="10" y="13.700" textAnchor="middle" fontSize="10" fontWeight="650" fill="oklch(0.99 0.01 200)">
        {letters}
      </text>
    </svg>
  )
}
