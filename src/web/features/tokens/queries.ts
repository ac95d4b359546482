import { queryOptions } from '@tanstack/react-query'
import { listOrganizationTokens, listTokens } from '../../api/tokens.ts'

export const tokensQuery = queryOptions({ queryKey: ['tokens'], queryFn: ({ signal }) => listTokens(signal) })

export const organizationTokensQuery = (org: string) =>
  queryOptions({
    queryKey: ['organization-tokens', org],
    queryFn: ({ signal }) => listOrganizationTokens(org, signal),
  })
