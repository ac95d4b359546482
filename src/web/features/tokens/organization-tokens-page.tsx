import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { createOrganizationToken, deleteOrganizationToken, type Token } from '../../api/tokens.ts'
import { Button } from '../../ui/button.tsx'
import { inputClass } from '../../ui/field.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { useToaster } from '../../ui/toast.tsx'
import { NewToken } from './new-token.tsx'
import { organizationTokensQuery } from './queries.ts'
import { TokenList } from './token-list.tsx'

const route = getRouteApi('/app/settings/$org/tokens')

/** Tokens of the organisation: for builds that make releases, whoever set them up. */
export function OrganizationTokensPage() {
  const { org } = route.useParams()
  const queryClient = useQueryClient()
  const { say, complain } = useToaster()
  const { data: tokens, error } = useQuery(organizationTokensQuery(org))
  const [made, setMade] = useState<Token | null>(null)
  const [name, setName] = useState('')
  const refresh = () => queryClient.invalidateQueries({ queryKey: organizationTokensQuery(org).queryKey })
  const revoke = (token: Token) => {
    if (made?.id === token.id) setMade(null)
    deleteOrganizationToken(org, token.id)
      .then(() => say(`Revoked ${token.name}`))
      .catch((failure: Error) => complain(failure.message))
      .finally(() => void refresh())
  }
  const create = (event: FormEvent) => {
    event.preventDefault()
    createOrganizationToken(org, name.trim())
      .then((token) => {
        setMade(token)
        setName('')
      })
      .catch((failure: Error) => complain(failure.message))
      .finally(() => void refresh())
  }
  return (
    <div className="max-w-2xl">
      <h1 className="pb-5 text-16 font-semibold">Organization tokens</h1>
      {made?.token && <NewToken token={made.token} />}
      <Section
        title="Tokens"
        note="For builds: releases, commits, deploys, source maps. They know this server's address"
      >
        {error && <ErrorLine>{error.message}</ErrorLine>}
        <TokenList tokens={tokens} empty="None yet." onRevoke={revoke} />
        <form onSubmit={create} className="mt-4 flex gap-2">
          <input
            aria-label="Name of the new token"
            placeholder="Name of a new token"
            maxLength={255}
            value={name}
            onChange={(event) => setName(event.target.value)}
            className={`${inputClass} max-w-64`}
          />
          <Button type="submit" className="h-9" disabled={name.trim() === ''}>
            Create token
          </Button>
        </form>
      </Section>
    </div>
  )
}
