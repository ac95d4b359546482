import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

const ClockContext = createContext(0)

/** One tick for every relative time on the page, twice a minute and when the tab comes back. */
export function ClockProvider({ children }: { children: ReactNode }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const tick = () => {
      if (document.visibilityState === 'visible') setNow(Date.now())
    }
    const timer = setInterval(tick, 15_000)
    document.addEventListener('visibilitychange', tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }, [])
  return <ClockContext value={now}>{children}</ClockContext>
}

/** Milliseconds since 1970, moving on with the page's clock. */
export const useNow = () => useContext(ClockContext)
