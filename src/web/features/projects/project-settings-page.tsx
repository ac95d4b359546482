import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { updateProject } from '../../api/projects.ts'
import { projectsQuery } from '../../api/queries.ts'
import { ApiError } from '../../api/request.ts'
import type { Project } from '../../api/types.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useToaster } from '../../ui/toast.tsx'
import { Unreadable } from '../shell/unreadable.tsx'
import { ProjectKeys } from './project-keys.tsx'
import { projectQuery } from './queries.ts'
import { platforms } from './snippets/platforms.ts'

const route = getRouteApi('/app/settings/$org/projects/$project')

/** Name, slug, platform and keys of a project. */
export function ProjectSettingsPage() {
  const { org, project: slug } = route.useParams()
  const { data: project, error } = useQuery(projectQuery(org, slug))
  if (error) return <Unreadable what="project" error={error} />
  if (!project) return <Skeleton className="h-40" />
  return (
    <div className="max-w-2xl">
      <div className="flex items-center justify-between pb-5">
        <h1 className="text-16 font-semibold">{project.name}</h1>
        <Link
          to="/organizations/$org/projects/$project/getting-started/"
          params={{ org, project: slug }}
          className={buttonClass('outline', 'small')}
        >
          Set-up instructions
        </Link>
      </div>
      <Section title="Project">
        <ProjectForm key={project.id + project.slug} org={org} project={project} />
      </Section>
      <Section title="Keys" note="Each key is a DSN; events with a disabled one are refused">
        <ProjectKeys org={org} project={slug} />
      </Section>
    </div>
  )
}

function ProjectForm({ org, project }: { org: string; project: Project }) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { say } = useToaster()
  const [name, setName] = useState(project.name)
  const [slug, setSlug] = useState(project.slug)
  const [platform, setPlatform] = useState(project.platform ?? '')
  const [failure, setFailure] = useState<ApiError | null>(null)
  const isChanged =
    name.trim() !== project.name || slug.trim() !== project.slug || platform !== (project.platform ?? '')

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setFailure(null)
    try {
      const saved = await updateProject(org, project.slug, {
        name: name.trim(),
        slug: slug.trim(),
        platform: platform || null,
      })
      queryClient.setQueryData(projectQuery(org, saved.slug).queryKey, saved)
      await queryClient.invalidateQueries({ queryKey: projectsQuery(org).queryKey })
      say('Project saved')
      if (saved.slug !== project.slug)
        await navigate({ to: '/settings/$org/projects/$project/', params: { org, project: saved.slug }, replace: true })
    } catch (error) {
      setFailure(error instanceof ApiError ? error : new ApiError(0, 'The project could not be saved.'))
    }
  }
  const isNamed = failure !== null && ('name' in failure.fields || 'slug' in failure.fields)
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4 sm:grid-cols-2">
      <Field
        label="Name"
        value={name}
        required
        maxLength={50}
        error={failure?.fields.name}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label="Slug"
        value={slug}
        required
        maxLength={50}
        error={failure?.fields.slug}
        hint="In URLs and short ids: changing it changes links"
        onChange={(event) => setSlug(event.target.value)}
      />
      <label className="block">
        <span className="mb-1 block text-12 font-medium text-text-2">Platform</span>
        <select value={platform} onChange={(event) => setPlatform(event.target.value)} className={inputClass}>
          <option value="">None</option>
          {project.platform && !platforms.some((one) => one.id === project.platform) && (
            <option value={project.platform}>{project.platform}</option>
          )}
          {platforms.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <div className="flex items-end gap-3">
        <Button
          look="primary"
          type="submit"
          className="h-9"
          disabled={!isChanged || name.trim() === '' || slug.trim() === ''}
        >
          Save
        </Button>
        {failure && !isNamed && <ErrorLine>{failure.message}</ErrorLine>}
      </div>
    </form>
  )
}
