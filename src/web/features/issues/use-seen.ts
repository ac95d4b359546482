import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { updateIssue } from '../../api/issues.ts'
import type { Issue } from '../../api/types.ts'
import { showIssues } from './change-issues.ts'

/** Whoever opens an issue has seen it. That it could not be noted is no reason to bother them. */
export function useSeen(org: string, issue: Issue | undefined): void {
  const queryClient = useQueryClient()
  const id = issue?.id
  const isNew = issue?.hasSeen === false
  useEffect(() => {
    if (id === undefined || !isNew) return
    updateIssue(org, id, { hasSeen: true }).then(
      () => showIssues(queryClient, org, (one) => (one.id === id ? { hasSeen: true } : undefined)),
      () => undefined,
    )
  }, [queryClient, org, id, isNew])
}
