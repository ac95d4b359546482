import { useNavigate } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { EntryFrame } from './entry-frame.tsx'
import { postponePassword } from './postponed-password.ts'
import { PasswordForm } from './password-form.tsx'

/** After the first one-time link: choose a password, or go on without one. */
export function WelcomePage() {
  const navigate = useNavigate()
  const skip = () => {
    postponePassword()
    void navigate({ to: '/' })
  }
  return (
    <EntryFrame title="Choose a password">
      <p className="mb-5 text-13 text-text-2">
        You are signed in. With a password you can sign in again from any browser; without one you need a new link.
      </p>
      <PasswordForm needsCurrent={false} onDone={() => void navigate({ to: '/' })} />
      <Button look="quiet" className="mt-3 -ml-3" onClick={skip}>
        Not now
      </Button>
    </EntryFrame>
  )
}
