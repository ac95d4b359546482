import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ApiError } from '../../api/request.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Unreadable } from './unreadable.tsx'

/** In place of a list (`issues`, `replays`) of the organisation that the server does not give. */
export function UnreadableList({ what, error, onRetry }: { what: string; error: Error; onRetry: () => void }) {
  if (error instanceof ApiError && error.status === 404) return <Unreadable what="organization" error={error} />
  return (
    <Notice title={`The ${what} could not be read`} action={<Button onClick={onRetry}>Try again</Button>}>
      <span role="alert">{error.message}</span>
    </Notice>
  )
}

/** In place of a list of which nothing (`replay`) ever came: how to send it. */
export function NothingYet({ org, what, children }: { org: string; what: string; children: ReactNode }) {
  return (
    <Notice
      title={`No ${what} yet`}
      action={
        <Link to="/organizations/$org/projects/" params={{ org }} className={buttonClass()}>
          To the projects
        </Link>
      }
    >
      {children}
    </Notice>
  )
}
