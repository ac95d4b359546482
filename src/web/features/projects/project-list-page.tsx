import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { projectsQuery } from '../../api/queries.ts'
import type { Project } from '../../api/types.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PlatformIcon } from '../../ui/platform-icon.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Time } from '../../ui/time.tsx'
import { PageHeader } from '../shell/page-header.tsx'
import { useOrg } from '../shell/use-org.ts'

/** Every project, with the way to its issues, its set-up and its settings. */
export function ProjectListPage() {
  const org = useOrg()
  const { data: projects, error } = useQuery(projectsQuery(org))
  return (
    <>
      <PageHeader title="Projects" scoped={false}>
        <NewProjectLink org={org} />
      </PageHeader>
      {error && <Notice title="The projects could not be read">{error.message}</Notice>}
      {projects?.length === 0 && (
        <Notice title="No project yet" action={<NewProjectLink org={org} />}>
          A project has a DSN of its own: make one for each app or service.
        </Notice>
      )}
      <ul>
        {!projects && !error && [0, 1, 2].map((row) => <SkeletonRow key={row} />)}
        {projects?.map((project) => (
          <ProjectRow key={project.id} org={org} project={project} />
        ))}
      </ul>
    </>
  )
}

function NewProjectLink({ org }: { org: string }) {
  return (
    <Link to="/organizations/$org/projects/new/" params={{ org }} className={buttonClass('primary', 'small')}>
      <Icon of={Plus} size={14} /> New project
    </Link>
  )
}

function ProjectRow({ org, project }: { org: string; project: Project }) {
  return (
    <li className="flex min-h-12 items-center gap-3 border-b border-line px-4 py-2 hover:bg-surface-1 md:px-5">
      <PlatformIcon platform={project.platform} label={project.platform ?? 'No platform'} />
      <Link
        to="/organizations/$org/issues/"
        params={{ org }}
        search={{ project: [project.id] }}
        className="min-w-0 grow hover:underline"
      >
        <span className="font-medium">{project.name}</span> <span className="text-12 text-text-3">{project.slug}</span>
      </Link>
      <span className="shrink-0 text-12 text-text-3 max-sm:hidden">
        {project.firstEvent ? (
          <>
            First event <Time iso={project.firstEvent} words />
          </>
        ) : (
          'Waiting for the first event'
        )}
      </span>
      <Link
        to="/organizations/$org/projects/$project/getting-started/"
        params={{ org, project: project.slug }}
        className={buttonClass('quiet', 'small')}
      >
        Set up
      </Link>
      <Link
        to="/settings/$org/projects/$project/"
        params={{ org, project: project.slug }}
        className={buttonClass('quiet', 'small')}
      >
        Settings
      </Link>
    </li>
  )
}

function SkeletonRow() {
  return (
    <li className="flex h-12 items-center gap-3 border-b border-line px-5">
      <Skeleton className="size-5.5" />
      <Skeleton className="h-3 w-48" />
    </li>
  )
}
