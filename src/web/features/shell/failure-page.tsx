import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import { ApiError } from '../../api/request.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Logo } from '../../ui/logo.tsx'
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

/** An address that leads nowhere: outside the shell, so under the mark. */
export function LostPage() {
  return (
    <main className="flex min-h-dvh flex-col items-center pt-[14vh]">
      <Logo size={40} />
      <div className="-mt-12">
        <MissingPage />
      </div>
    </main>
  )
}

export function MissingPage() {
  return (
    <Notice
      title="There is nothing at this address"
      action={
        <Link to="/" className={buttonClass('primary')}>
          To the issues
        </Link>
      }
    >
      It may have been deleted, or you may not have access to it.
    </Notice>
  )
}
