import { Link } from '@tanstack/react-router'
import { ApiError } from '../../api/request.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

const goneWords = 'It may have been deleted, or you may not have access to it.'

/** In place of a page whose subject (`project`, `issue`) the server does not give: that it is not there, or why not. */
export function Unreadable({ what, error }: { what: string; error: Error }) {
  const isMissing = error instanceof ApiError && error.status === 404
  return (
    <Notice
      title={isMissing ? `There is no such ${what}` : `The ${what} could not be read`}
      action={
        <Link to="/" className={buttonClass()}>
          To the issues
        </Link>
      }
    >
      <span role="alert">{isMissing ? goneWords : error.message}</span>
    </Notice>
  )
}
