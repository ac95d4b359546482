import { CopyButton } from '../../ui/copy-button.tsx'

/** A token that was just made, for the only time that it can be seen. */
export function NewToken({ token }: { token: string }) {
  return (
    <div role="status" className="mb-5 rounded-md border border-ok px-3 py-2.5">
      <p className="mb-1 text-12 text-text-2">Copy it now: it is kept as a hash only and cannot be shown again.</p>
      <div className="flex items-center gap-1">
        <code className="min-w-0 wrap-any">{token}</code>
        <CopyButton text={token} label="Copy the token" />
      </div>
    </div>
  )
}
