import { createLink } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Icon } from '../../ui/icon.tsx'

/** In place of a page's title: leads to what the page is a part of. */
export const BackLink = createLink(({ children, ...props }: Omit<ComponentProps<'a'>, 'className'>) => (
  <a {...props} className="flex items-center gap-1 text-text-2 hover:text-text-1">
    <Icon of={ChevronLeft} /> {children}
  </a>
))
