import { queryOptions } from '@tanstack/react-query'
import { readCurrentUser } from './auth.ts'
import { listEnvironments, listOrganizations } from './organizations.ts'
import { listProjects } from './projects.ts'

/** Queries that the shell and several features share; each feature has its own beside its pages. */
export const currentUserQuery = queryOptions({
  queryKey: ['auth'],
  queryFn: ({ signal }) => readCurrentUser(signal),
  staleTime: 5 * 60_000,
})

export const organizationsQuery = queryOptions({
  queryKey: ['organizations'],
  queryFn: ({ signal }) => listOrganizations(signal),
  staleTime: 5 * 60_000,
})

export const projectsQuery = (org: string) =>
  queryOptions({ queryKey: ['projects', org], queryFn: ({ signal }) => listProjects(org, signal), staleTime: 60_000 })

export const environmentsQuery = (org: string) =>
  queryOptions({
    queryKey: ['environments', org],
    queryFn: ({ signal }) => listEnvironments(org, signal),
    staleTime: 60_000,
  })
