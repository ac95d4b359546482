import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { acceptInvitation, readInvitation } from '../../api/members.ts'
import { currentUserQuery } from '../../api/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EntryFrame } from '../users/entry-frame.tsx'
import { leastPasswordLength, passwordProblem } from '../users/password-problem.ts'

/** Where an invitation's link leads: join as who is signed in, or with a new account. */
export function AcceptPage() {
  const { member, token } = useParams({ from: '/accept/$member/$token' })
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { data: invitation, error } = useQuery({
    queryKey: ['invitation', member, token],
    queryFn: ({ signal }) => readInvitation(member, token, signal),
    retry: false,
  })
  const { data: user } = useQuery({ ...currentUserQuery, retry: false })
  const [problem, setProblem] = useState('')
  const accept = async (account?: { name: string; password: string }) => {
    setProblem('')
    try {
      const { orgSlug } = await acceptInvitation(member, token, account)
      queryClient.clear()
      await navigate({ to: '/organizations/$org/issues/', params: { org: orgSlug }, search: {} })
    } catch (failure) {
      setProblem(failure instanceof Error ? failure.message : 'The invitation was not accepted.')
    }
  }
  if (error) {
    return (
      <EntryFrame title="Invitation">
        <ErrorLine>{error.message}</ErrorLine>
      </EntryFrame>
    )
  }
  if (!invitation) {
    return (
      <EntryFrame title="Invitation">
        <Skeleton className="h-24" />
      </EntryFrame>
    )
  }
  return (
    <EntryFrame title={`Join ${invitation.orgName}`}>
      <p className="mb-5 text-13 text-text-2">
        {invitation.inviterName ?? 'Somebody'} invited {invitation.email} as {invitation.role}.
      </p>
      {invitation.existingMember ? (
        <>
          <p className="mb-4 text-13">You are a member already.</p>
          <Link
            to="/organizations/$org/issues/"
            params={{ org: invitation.orgSlug }}
            className={buttonClass('primary')}
          >
            To the issues
          </Link>
        </>
      ) : user ? (
        <Button look="primary" className="w-full" onClick={() => void accept()}>
          Join as {user.email}
        </Button>
      ) : invitation.needsAuthentication ? (
        <Link to="/sign-in/" search={{ next: `/accept/${member}/${token}/` }} className={buttonClass('primary')}>
          Sign in to accept
        </Link>
      ) : (
        <AccountForm onAccept={(account) => void accept(account)} />
      )}
      {problem && <ErrorLine>{problem}</ErrorLine>}
    </EntryFrame>
  )
}

function AccountForm({ onAccept }: { onAccept: (account: { name: string; password: string }) => void }) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const problem = passwordProblem(password, again)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onAccept({ name: name.trim(), password })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Your name" autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
      <Field
        label="Password"
        type="password"
        autoComplete="new-password"
        required
        hint={`At least ${leastPasswordLength} characters`}
        value={password}
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
      <Button look="primary" type="submit" disabled={problem !== null}>
        Join
      </Button>
    </form>
  )
}
