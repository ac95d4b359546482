import { request } from './request.ts'
import type { Project, ProjectKey } from './types.ts'

export const listProjects = (org: string, signal?: AbortSignal) =>
  request<Project[]>('GET', `/organizations/${org}/projects/`, { signal })

export const readProject = (org: string, project: string, signal?: AbortSignal) =>
  request<Project>('GET', `/projects/${org}/${project}/`, { signal })

export const createProject = (org: string, project: { name: string; platform: string | null }) =>
  request<Project>('POST', `/organizations/${org}/projects/`, { body: project })

export const updateProject = (
  org: string,
  project: string,
  change: { name?: string; slug?: string; platform?: string | null },
) => request<Project>('PUT', `/projects/${org}/${project}/`, { body: change })

export const listKeys = (org: string, project: string, signal?: AbortSignal) =>
  request<ProjectKey[]>('GET', `/projects/${org}/${project}/keys/`, { signal })

export const createKey = (org: string, project: string, name: string) =>
  request<ProjectKey>('POST', `/projects/${org}/${project}/keys/`, { body: { name } })

export const updateKey = (org: string, project: string, key: string, change: { name?: string; isActive?: boolean }) =>
  request<ProjectKey>('PUT', `/projects/${org}/${project}/keys/${key}/`, { body: change })
