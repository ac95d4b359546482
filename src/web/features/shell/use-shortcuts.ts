import { useEffect, useRef } from 'react'
import { matchKeys, nameKey } from './keymap.ts'

/** How long a sequence such as `g i` may take. */
const sequenceMilliseconds = 1_200

/** Runs a function for each shortcut while the component stands. Typing in a field and open dialogs are left alone. */
export function useShortcuts(actions: Record<string, () => void>): void {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    let pending = ''
    let pressedAt = 0
    const listen = (event: KeyboardEvent) => {
      const key = nameKey(event)
      if (!key || event.defaultPrevented || (isTaken(event.target, key) && !key.startsWith('mod+'))) return
      if (event.timeStamp - pressedAt > sequenceMilliseconds) pending = ''
      pressedAt = event.timeStamp
      const result = matchKeys(Object.keys(latest.current), pending, key)
      pending = result.pending
      if (result.match === null) return
      event.preventDefault()
      latest.current[result.match]?.()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

/** True where the press means something else: typing, a dialog or menu, Enter on something that it presses. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
    return !(target instanceof HTMLInputElement && target.type === 'checkbox')
  if (target.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return true
  return key === 'Enter' && ['A', 'BUTTON', 'SUMMARY'].includes(target.tagName)
}

/** What was pressed last must not take the next Enter. */
export function letGo(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}
