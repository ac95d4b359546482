import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { signOut } from '../../api/auth.ts'
import { useToaster } from '../../ui/toast.tsx'

/** Ends the session on the server, forgets what was read, and goes to the sign-in page. */
export function useSignOut(): () => Promise<void> {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { complain } = useToaster()
  return async () => {
    try {
      await signOut()
      await navigate({ to: '/sign-in/' })
      queryClient.clear()
    } catch (error) {
      complain(error instanceof Error ? error.message : 'Signing out failed.')
    }
  }
}
