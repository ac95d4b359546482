import { createContext, useContext } from 'react'

interface ShellActions {
  openPalette: () => void
  openHelp: () => void
}

export const ShellContext = createContext<ShellActions>({ openPalette: () => {}, openHelp: () => {} })

export const useShell = () => useContext(ShellContext)
