import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import { ApiError } from '../../api/request.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

/** What a page shows when it could not be made: what happened, what to do. */
export function FailurePage({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  if (error instanceof ApiError && error.status === 404) return <MissingPage />
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <Notice
      title={error instanceof ApiError ? 'The server refused' : 'This page failed'}
      action={<Button onClick={retry}>Try again</Button>}
    >
      <p role="alert">{error instanceof Error ? error.message : String(error)}</p>
    </Notice>
  )
}

export function MissingPage() {
  return (
    <Notice
      title="There is nothing at this address"
      action={
        <Link to="/" className={buttonClass()}>
          To the issues
        </Link>
      }
    >
      It may have been deleted, or you may not have access to it.
    </Notice>
  )
}
