import type { ComponentProps } from 'react'

/** What a button that opens something is given. */
export type TriggerProps = Pick<ComponentProps<'button'>, 'aria-haspopup' | 'onPointerEnter' | 'onFocus' | 'onClick'>
