import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { signIn } from '../../api/auth.ts'
import { currentUserQuery } from '../../api/queries.ts'
import type { CurrentUser } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { EntryFrame } from './entry-frame.tsx'
import { safeNext } from './safe-next.ts'

/** The way in: email and password, or the button of a one-time link (`?token=`). */
export function SignInPage() {
  const { token, next, error } = useSearch({ from: '/sign-in' })
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [problem, setProblem] = useState<ReactNode>(error === 'link' ? <UsedLink /> : null)
  const [isBusy, setBusy] = useState(false)

  const enter = async (attempt: () => Promise<CurrentUser>) => {
    setBusy(true)
    setProblem(null)
    try {
      const user = await attempt()
      queryClient.clear()
      queryClient.setQueryData(currentUserQuery.queryKey, user)
      // Without a password the next visit would need another link.
      if (user.hasPasswordAuth) await navigate({ href: safeNext(next) })
      else await navigate({ to: '/welcome/' })
    } catch (failure) {
      setProblem(failure instanceof Error ? failure.message : 'Signing in failed.')
      setBusy(false)
    }
  }

  return (
    <EntryFrame title="Sign in to Lapwing">
      {token && (
        <div className="mb-6 border-b border-line pb-6">
          <p className="mb-3 text-13 text-text-2">
            You opened a one-time link. It signs this browser in and then works no more.
          </p>
          <Button
            look="primary"
            className="w-full"
            disabled={isBusy}
            onClick={() => void enter(() => signIn({ token }))}
          >
            Sign in with this link
          </Button>
        </div>
      )}
      {problem && (
        <div className="mb-5 rounded-md border border-error px-3 py-2">
          <ErrorLine>{problem}</ErrorLine>
        </div>
      )}
      <PasswordForm
        isBusy={isBusy}
        onSubmit={(username, password) => void enter(() => signIn({ username, password }))}
      />
    </EntryFrame>
  )
}

/** `?error=link`: what the server sends a spent or outdated link to. */
function UsedLink() {
  return (
    <>
      This link was used already or has run out. Sign in with your password, or make a new link with{' '}
      <code>lapwing user create</code>.
    </>
  )
}

function PasswordForm({
  isBusy,
  onSubmit,
}: {
  isBusy: boolean
  onSubmit: (username: string, password: string) => void
}) {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(username.trim(), password)
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field
        label="Email"
        type="email"
        name="username"
        autoComplete="username"
        required
        value={username}
        onChange={(event) => setUsername(event.target.value)}
      />
      <Field
        label="Password"
        type="password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button look="primary" type="submit" disabled={isBusy || username.trim() === '' || password === ''}>
        Sign in
      </Button>
    </form>
  )
}
