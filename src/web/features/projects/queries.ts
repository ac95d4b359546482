import { queryOptions } from '@tanstack/react-query'
import { listKeys, readProject } from '../../api/projects.ts'

export const projectQuery = (org: string, project: string) =>
  queryOptions({ queryKey: ['project', org, project], queryFn: ({ signal }) => readProject(org, project, signal) })

export const keysQuery = (org: string, project: string) =>
  queryOptions({
    queryKey: ['keys', org, project],
    queryFn: ({ signal }) => listKeys(org, project, signal),
    staleTime: 30_000,
  })
