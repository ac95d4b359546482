import { request } from './request.ts'
import type { Environment, Organization } from './types.ts'

export const listOrganizations = (signal?: AbortSignal) => request<Organization[]>('GET', '/organizations/', { signal })

export const listEnvironments = (org: string, signal?: AbortSignal) =>
  request<Environment[]>('GET', `/organizations/${org}/environments/`, { signal })
