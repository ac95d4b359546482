import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createKey, updateKey } from '../../api/projects.ts'
import type { ProjectKey } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { inputClass } from '../../ui/field.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Time } from '../../ui/time.tsx'
import { useToaster } from '../../ui/toast.tsx'
import { keysQuery } from './queries.ts'

/** The DSNs of a project: copy, switch off and on, make another. */
export function ProjectKeys({ org, project }: { org: string; project: string }) {
  const queryClient = useQueryClient()
  const { say, complain } = useToaster()
  const { data: keys, error } = useQuery(keysQuery(org, project))
  const [name, setName] = useState('')

  const run = async (change: () => Promise<unknown>, done: string, undo?: () => void) => {
    try {
      await change()
      await queryClient.invalidateQueries({ queryKey: keysQuery(org, project).queryKey })
      say(done, undo)
    } catch (failure) {
      complain(failure instanceof Error ? failure.message : 'The key could not be changed.')
    }
  }
  const setActive = (key: ProjectKey, isActive: boolean): Promise<void> =>
    run(
      () => updateKey(org, project, key.id, { isActive }),
      `${key.label} ${isActive ? 'enabled' : 'disabled'}`,
      () =>
        void run(
          () => updateKey(org, project, key.id, { isActive: !isActive }),
          `${key.label} ${isActive ? 'disabled' : 'enabled'} again`,
        ),
    )
  const create = (event: FormEvent) => {
    event.preventDefault()
    const label = name.trim()
    setName('')
    void run(() => createKey(org, project, label), `${label} created`)
  }

  if (error) return <ErrorLine>{error.message}</ErrorLine>
  return (
    <>
      <ul>
        {!keys && <Skeleton className="h-14" />}
        {keys?.map((key) => (
          <li key={key.id} className="border-b border-line py-2.5 first:pt-0">
            <div className="flex items-center gap-2">
              <span className="font-medium">{key.label}</span>
              {!key.isActive && <span className="rounded-sm bg-surface-2 px-1.5 text-11 text-text-2">disabled</span>}
              <span className="text-12 text-text-3">
                created <Time iso={key.dateCreated} words />
              </span>
              <Button size="small" className="ml-auto" onClick={() => void setActive(key, !key.isActive)}>
                {key.isActive ? 'Disable' : 'Enable'}
              </Button>
            </div>
            <div className="mt-1 flex items-center gap-1">
              <code className={key.isActive ? 'min-w-0 truncate' : 'min-w-0 truncate text-text-3 line-through'}>
                {key.dsn.public}
              </code>
              <CopyButton text={key.dsn.public} label={`Copy the DSN of ${key.label}`} />
            </div>
          </li>
        ))}
      </ul>
      <form onSubmit={create} className="mt-4 flex gap-2">
        <input
          aria-label="Name of the new key"
          placeholder="Name of a new key"
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.target.value)}
          className={`${inputClass} max-w-64`}
        />
        <Button type="submit" className="h-9" disabled={name.trim() === ''}>
          Create key
        </Button>
      </form>
    </>
  )
}
