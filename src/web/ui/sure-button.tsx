import { type ComponentProps, useState } from 'react'
import { Button } from './button.tsx'

/** A button for what cannot be undone: the first press asks in its own words, the second acts; looking away takes it back. */
export function SureButton({
  onSure,
  ask,
  children,
  'aria-label': label,
  ...props
}: Omit<ComponentProps<typeof Button>, 'onClick' | 'onBlur' | 'look'> & { onSure: () => void; ask: string }) {
  const [isAsking, setAsking] = useState(false)
  const press = () => {
    setAsking(!isAsking)
    if (isAsking) onSure()
  }
  return (
    <Button
      {...props}
      look="danger"
      aria-label={isAsking ? ask : label}
      onClick={press}
      onBlur={() => setAsking(false)}
      onPointerLeave={() => setAsking(false)}
    >
      {isAsking ? ask : children}
    </Button>
  )
}
