import type { Token } from '../../api/tokens.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SureButton } from '../../ui/sure-button.tsx'
import { Time } from '../../ui/time.tsx'

/** Tokens by name, with what tells them apart and when they were last used. */
export function TokenList({
  tokens,
  empty,
  onRevoke,
}: {
  tokens: readonly Token[] | undefined
  empty: string
  onRevoke: (token: Token) => void
}) {
  if (!tokens) return <Skeleton className="h-14" />
  if (tokens.length === 0) return <p className="text-13 text-text-3">{empty}</p>
  return (
    <ul>
      {tokens.map((token) => (
        <li key={token.id} className="flex items-start gap-3 border-b border-line py-2.5 first:pt-0 last:border-b-0">
          <div className="min-w-0 grow">
            <div className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium wrap-any">{token.name || 'Unnamed'}</span>
              <code className="text-12 text-text-3">…{token.tokenLastCharacters}</code>
            </div>
            <div className="text-12 text-text-3">
              created <Time iso={token.dateCreated} words /> ·{' '}
              {token.dateLastUsed ? (
                <>
                  last used <Time iso={token.dateLastUsed} words />
                </>
              ) : (
                'never used'
              )}
            </div>
            <div className="text-12 text-text-2 wrap-any">{token.scopes.join(', ')}</div>
          </div>
          <SureButton
            size="small"
            ask="Revoke for good?"
            aria-label={`Revoke ${token.name || 'the token'}`}
            onSure={() => onRevoke(token)}
          >
            Revoke
          </SureButton>
        </li>
      ))}
    </ul>
  )
}
