import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { currentUserQuery } from '../../api/queries.ts'
import { ApiError } from '../../api/request.ts'
import { updateCurrentUser } from '../../api/users.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { leastPasswordLength, passwordProblem } from './password-problem.ts'

/** Chooses a password; asks for the current one when there is one. */
export function PasswordForm({ needsCurrent, onDone }: { needsCurrent: boolean; onDone: () => void }) {
  const queryClient = useQueryClient()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [failure, setFailure] = useState<ApiError | null>(null)
  const [isBusy, setBusy] = useState(false)
  const problem = passwordProblem(password, again)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setFailure(null)
    try {
      const user = await updateCurrentUser(needsCurrent ? { password, currentPassword: current } : { password })
      queryClient.setQueryData(currentUserQuery.queryKey, user)
      setCurrent('')
      setPassword('')
      setAgain('')
      onDone()
    } catch (error) {
      setFailure(error instanceof ApiError ? error : new ApiError(0, 'The password could not be saved.'))
    } finally {
      setBusy(false)
    }
  }
  const named = failure?.fields.currentPassword ?? failure?.fields.password

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {needsCurrent && (
        <Field
          label="Current password"
          type="password"
          autoComplete="current-password"
          required
          value={current}
          error={failure?.fields.currentPassword}
          onChange={(event) => setCurrent(event.target.value)}
        />
      )}
      <Field
        label="New password"
        type="password"
        autoComplete="new-password"
        required
        value={password}
        error={failure?.fields.password}
        hint={`At least ${leastPasswordLength} characters`}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Field
        label="The same again"
        type="password"
        autoComplete="new-password"
        required
        value={again}
        error={again !== '' && problem === 'different' ? 'This is not the same.' : undefined}
        onChange={(event) => setAgain(event.target.value)}
      />
      {failure && !named && <ErrorLine>{failure.message}</ErrorLine>}
      <div>
        <Button look="primary" type="submit" disabled={isBusy || problem !== null}>
          Save password
        </Button>
      </div>
    </form>
  )
}
