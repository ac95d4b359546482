import { useQuery } from '@tanstack/react-query'
import { Archive, Check, ChevronDown, Flag, UserRound } from 'lucide-react'
import { useState } from 'react'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Menu, MenuChoices, MenuItem } from '../../ui/menu.tsx'
import { archive, archiveChoices, assign, priorities, prioritise, resolve, resolveChoices } from './actions.ts'
import { assigneeWords } from './assignee-words.ts'
import type { Action } from './change-issues.ts'
import { PriorityMark } from './priority-mark.tsx'
import { actorsQuery } from './queries.ts'

interface MenuProps {
  onAction: (action: Action) => void
  size?: 'small' | 'normal'
}

/** A button for the plain case, with a narrow one beside it that opens the others. */
function SplitButton({
  word,
  icon,
  more,
  look,
  main,
  choices,
  onAction,
  size,
}: MenuProps & {
  word: string
  icon: typeof Check
  more: string
  look: 'primary' | 'outline'
  main: Action
  choices: { label: string; action: Action }[]
}) {
  return (
    <span className="inline-flex shrink-0">
      <Button look={look} size={size} className="!rounded-r-none" onClick={() => onAction(main)}>
        <Icon of={icon} size={14} /> {word}
      </Button>
      <Menu
        align="end"
        trigger={
          <Button look={look} size={size} className="-ml-px !rounded-l-none !px-1" aria-label={more} title={more}>
            <Icon of={ChevronDown} size={14} />
          </Button>
        }
      >
        {choices.map(({ label, action }) => (
          <MenuItem key={label} onSelect={() => onAction(action)}>
            {label}
          </MenuItem>
        ))}
      </Menu>
    </span>
  )
}

export function ResolveMenu(props: MenuProps & { look?: 'primary' | 'outline' }) {
  return (
    <SplitButton
      {...props}
      look={props.look ?? 'outline'}
      word="Resolve"
      icon={Check}
      more="Other ways to resolve"
      main={resolve}
      choices={resolveChoices}
    />
  )
}

export function ArchiveMenu(props: MenuProps) {
  return (
    <SplitButton
      {...props}
      look="outline"
      word="Archive"
      icon={Archive}
      more="Other ways to archive"
      main={archive}
      choices={archiveChoices}
    />
  )
}

/** Nobody, teams and people; asked for when the menu is first approached. Leave `assignee` out where several issues are meant. */
export function AssignMenu({
  org,
  assignee,
  onAction,
  size,
}: MenuProps & { org: string; assignee?: { type: string; id: string; name: string } | null }) {
  const [wanted, setWanted] = useState(false)
  const { data: actors = [] } = useQuery({ ...actorsQuery(org), enabled: wanted })
  const nobody = { value: '', label: 'Nobody' }
  const isForOne = assignee !== undefined
  return (
    <span onPointerEnter={() => setWanted(true)} onFocus={() => setWanted(true)}>
      <Menu
        align="end"
        trigger={
          <Button size={size} aria-label={assignee ? `Assigned to ${assigneeWords(assignee)}` : 'Assign'}>
            {assignee ? (
              <Avatar
                name={assignee.name}
                shape={assignee.type === 'team' ? 'team' : 'person'}
                className="-ml-1 size-5"
              />
            ) : (
              <Icon of={UserRound} size={14} />
            )}
            <span className="max-w-36 truncate max-sm:sr-only">{assignee ? assigneeWords(assignee) : 'Assign'}</span>
          </Button>
        }
      >
        <MenuChoices
          value={assignee ? `${assignee.type}:${assignee.id}` : isForOne ? '' : null}
          options={[nobody, ...actors.map((actor) => ({ value: actor.id, label: assigneeWords(actor) }))]}
          onChange={(id) => onAction(assign(actors.find((actor) => actor.id === id) ?? null))}
        />
      </Menu>
    </span>
  )
}

export function PriorityMenu({
  priority,
  onAction,
  size,
}: MenuProps & { priority?: (typeof priorities)[number]['value'] | null }) {
  const label = priorities.find((one) => one.value === priority)?.label
  return (
    <Menu
      align="end"
      trigger={
        <Button size={size} aria-label={label ? `Priority: ${label}` : 'Priority'}>
          {priority ? <PriorityMark priority={priority} /> : <Icon of={Flag} size={14} />}
          <span className="max-sm:sr-only">{label ?? 'Priority'}</span>
        </Button>
      }
    >
      <MenuChoices value={priority ?? null} options={priorities} onChange={(chosen) => onAction(prioritise(chosen))} />
    </Menu>
  )
}
