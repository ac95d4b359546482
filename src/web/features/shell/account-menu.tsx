import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { currentUserQuery } from '../../api/queries.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Menu, MenuChoices, MenuItem } from '../../ui/menu.tsx'
import { useShell } from './shell-context.ts'
import { chooseTheme, readThemeChoice } from './theme.ts'
import { useSignOut } from './use-sign-out.ts'

const themes = [
  { value: 'system' as const, label: 'Theme of the system' },
  { value: 'light' as const, label: 'Light' },
  { value: 'dark' as const, label: 'Dark' },
]

/** Who is signed in; theme, help and the way out. */
export function AccountMenu({ wide }: { wide: boolean }) {
  const { data: user } = useSuspenseQuery(currentUserQuery)
  const [theme, setTheme] = useState(readThemeChoice)
  const navigate = useNavigate()
  const { openHelp } = useShell()
  const leave = useSignOut()

  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Account of ${user.name}`}
          title={wide ? undefined : user.name}
          className="flex h-10 min-w-0 items-center gap-2.5 rounded-md px-2 text-left text-text-2 hover:bg-surface-2 hover:text-text-1"
        >
          <Avatar name={user.name} />
          {wide && <span className="truncate">{user.name}</span>}
        </button>
      }
    >
      <div className="border-b border-line px-2 pt-1 pb-2">
        <div className="truncate text-13 font-medium">{user.name}</div>
        <div className="truncate text-12 text-text-3">{user.email}</div>
      </div>
      <div className="border-b border-line py-1">
        <MenuChoices
          value={theme}
          options={themes}
          onChange={(choice) => {
            setTheme(choice)
            chooseTheme(choice)
          }}
        />
      </div>
      <div className="pt-1">
        <MenuItem onSelect={() => void navigate({ to: '/settings/account/' })}>Account settings</MenuItem>
        <MenuItem onSelect={openHelp}>Keyboard shortcuts</MenuItem>
        <MenuItem onSelect={() => void leave()}>Sign out</MenuItem>
      </div>
    </Menu>
  )
}
