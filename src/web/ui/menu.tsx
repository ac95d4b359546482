import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useState } from 'react'
import type { TriggerProps } from './trigger-props.ts'

/** The popup's code (40 kB gzipped with its positioning) is fetched when a trigger is first approached. */
const load = () => import('./menu-popup.tsx')
const MenuPopup = lazy(() => load().then((module) => ({ default: module.MenuPopup })))
export const MenuItem = lazy(() => load().then((module) => ({ default: module.MenuItem })))
const Choices = lazy(() => load().then((module) => ({ default: module.MenuChoices })))

/** A menu that opens from `trigger`, a button. */
export function Menu({
  trigger,
  children,
  align = 'start',
}: {
  trigger: ReactElement<TriggerProps>
  children: ReactNode
  align?: 'start' | 'end'
}) {
  const [wasPressed, setPressed] = useState(false)
  const plain = cloneElement(trigger, {
    'aria-haspopup': 'menu',
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
    onClick: () => setPressed(true),
  })
  if (!wasPressed) return plain
  return (
    <Suspense fallback={plain}>
      <MenuPopup trigger={trigger} align={align}>
        {children}
      </MenuPopup>
    </Suspense>
  )
}

/** One of several of which one holds; null where none does. */
export function MenuChoices<Value extends string>({
  value,
  options,
  onChange,
}: {
  value: Value | null
  options: { value: Value; label: string }[]
  onChange: (value: Value) => void
}) {
  const choose = (text: string) => {
    const option = options.find((one) => one.value === text)
    if (option) onChange(option.value)
  }
  return <Choices value={value} options={options} onChange={choose} />
}
