import { CopyButton } from '../../ui/copy-button.tsx'

/** The link that lets somebody in, for the only time that it can be seen. */
export function InviteLink({ email, link }: { email: string; link: string }) {
  return (
    <div role="status" className="mb-5 rounded-md border border-ok px-3 py-2.5">
      <p className="mb-1 text-12 text-text-2">Hand this link to {email}; it works once and for 30 days.</p>
      <div className="flex items-center gap-1">
        <code className="min-w-0 wrap-any">{link}</code>
        <CopyButton text={link} label="Copy the link" />
      </div>
    </div>
  )
}
