import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createToken, deleteToken, type Token } from '../../api/tokens.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useToaster } from '../../ui/toast.tsx'
import { NewToken } from './new-token.tsx'
import { tokensQuery } from './queries.ts'
import { defaultChoice, families, type Level, scopesOf } from './scope-choice.ts'
import { TokenList } from './token-list.tsx'

const levelWords: Record<Level, string> = { none: 'None', read: 'Read', write: 'Write', admin: 'Admin' }

/** One's own tokens: for scripts, `sentry-cli` and agents that act as oneself. */
export function TokensPage() {
  const queryClient = useQueryClient()
  const { say, complain } = useToaster()
  const { data: tokens, error } = useQuery(tokensQuery)
  const [made, setMade] = useState<Token | null>(null)
  const refresh = () => queryClient.invalidateQueries({ queryKey: tokensQuery.queryKey })
  const revoke = (token: Token) => {
    if (made?.id === token.id) setMade(null)
    deleteToken(token.id)
      .then(() => say(`Revoked ${token.name || 'the token'}`))
      .catch((failure: Error) => complain(failure.message))
      .finally(() => void refresh())
  }
  return (
    <div className="max-w-2xl">
      <h1 className="pb-5 text-16 font-semibold">Auth tokens</h1>
      {made?.token && <NewToken token={made.token} />}
      <Section title="Tokens" note="They act as you, never beyond your role">
        {error && <ErrorLine>{error.message}</ErrorLine>}
        <TokenList tokens={tokens} empty="None yet." onRevoke={revoke} />
      </Section>
      <Section title="New token">
        <TokenForm
          onMade={(token) => {
            setMade(token)
            window.scrollTo({ top: 0 })
            void refresh()
          }}
        />
      </Section>
    </div>
  )
}

function TokenForm({ onMade }: { onMade: (token: Token) => void }) {
  const [name, setName] = useState('')
  const [choice, setChoice] = useState(defaultChoice)
  const [problem, setProblem] = useState('')
  const scopes = scopesOf(choice)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setProblem('')
    try {
      onMade(await createToken({ name: name.trim(), scopes }))
      setName('')
      setChoice(defaultChoice)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The token was not made.')
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field
        label="Name"
        placeholder="What it is for"
        maxLength={255}
        className="max-w-72"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <fieldset>
        <legend className="mb-1 text-12 font-medium text-text-2">May</legend>
        {families.map((family) => (
          <div
            key={family.name}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-1.5"
          >
            <span className="text-13">{family.label}</span>
            <Segmented
              label={family.label}
              value={choice.levels[family.name] ?? 'none'}
              options={family.levels.map((level) => ({ value: level, label: levelWords[level] }))}
              onChange={(level) => setChoice({ ...choice, levels: { ...choice.levels, [family.name]: level } })}
            />
          </div>
        ))}
        <label className="flex items-center gap-2 py-2.5 text-13">
          <input
            type="checkbox"
            className="size-4 accent-(--accent)"
            checked={choice.releases}
            onChange={(event) => setChoice({ ...choice, releases: event.target.checked })}
          />
          Create releases and upload their files
        </label>
        <p className="text-12 text-text-3 wrap-any">{scopes.length > 0 ? scopes.join(', ') : 'Nothing yet'}</p>
      </fieldset>
      {problem && <ErrorLine>{problem}</ErrorLine>}
      <div>
        <Button look="primary" type="submit" disabled={scopes.length === 0}>
          Create token
        </Button>
      </div>
    </form>
  )
}
