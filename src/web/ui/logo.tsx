/** The lapwing's head with its crest. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <path
        d="M22.8 12.600c0 5.300-3.900 9.900-9.600 11.600l-4.900 1.500 2.300-4.400C9 19.900 8.200 17.900 8.400 15.600c.4-4.100 3.700-7 7.600-7 3.800 0 6.800 1.800 6.800 4z"
        fill="currentColor"
      />
      <path
        d="M15.200 8.700C12.600 8.300 9.300 6.500 7.300 3.600c.8 3.800 2.600 6.200 5.100 7.300"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <path d="M22.600 12l5.200 1.700-5.500 1.300z" fill="var(--accent)" />
      <circle cx="17.800" cy="12.700" r="1.500" fill="var(--surface-1)" />
    </svg>
  )
}
