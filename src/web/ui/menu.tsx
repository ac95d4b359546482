import {
  cloneElement,
  type ComponentProps,
  createContext,
  type ReactElement,
  type ReactNode,
  useContext,
  useState,
} from 'react'
import type { TriggerProps } from './trigger-props.ts'
import { later, useModule } from './use-module.ts'

/** The popup's code (40 kB gzipped with its positioning) is fetched when a trigger is first approached. */
const popup = later(() => import('./menu-popup.tsx'))
type Parts = NonNullable<typeof popup.module>

/** For what stands in a menu, which is rendered within its popup only. */
const PartsContext = createContext<Parts | null>(null)

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
    onPointerEnter: () => void popup.load(),
    onFocus: () => void popup.load(),
    onClick: () => setPressed(true),
  })
  const parts = useModule(popup, wasPressed)
  if (!wasPressed || !parts) return plain
  return (
    <PartsContext value={parts}>
      <parts.MenuPopup trigger={trigger} align={align}>
        {children}
      </parts.MenuPopup>
    </PartsContext>
  )
}

/** What is done when it is chosen. */
export function MenuItem(props: ComponentProps<Parts['MenuItem']>) {
  const parts = useContext(PartsContext)
  return parts && <parts.MenuItem {...props} />
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
  const parts = useContext(PartsContext)
  const choose = (text: string) => {
    const option = options.find((one) => one.value === text)
    if (option) onChange(option.value)
  }
  return parts && <parts.MenuChoices value={value} options={options} onChange={choose} />
}
