import { queryOptions } from '@tanstack/react-query'
import { listMembers } from '../../api/members.ts'

export const membersQuery = (org: string) =>
  queryOptions({ queryKey: ['members', org], queryFn: ({ signal }) => listMembers(org, signal) })
