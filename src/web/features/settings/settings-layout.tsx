import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { projectsQuery } from '../../api/queries.ts'
import { PageHeader } from '../shell/page-header.tsx'
import { useOrg } from '../shell/use-org.ts'

const entry =
  'flex h-8 items-center truncate rounded-md px-2 text-13 max-md:max-w-48 max-md:shrink-0 max-md:px-3 text-text-2 hover:bg-surface-2 hover:text-text-1 aria-[current=page]:bg-surface-3 aria-[current=page]:text-text-1'

/** Settings: their list at the left (on phones on top, in a line), one of them at the right. */
export function SettingsLayout() {
  const org = useOrg()
  const { data: projects = [] } = useQuery(projectsQuery(org))
  return (
    <>
      <PageHeader title="Settings" scoped={false} />
      <div className="mx-auto flex max-w-5xl gap-10 px-4 py-6 max-md:flex-col max-md:gap-6 md:px-6">
        <nav
          aria-label="Settings"
          className="flex w-52 shrink-0 flex-col gap-0.5 max-md:w-full max-md:flex-row max-md:overflow-x-auto"
        >
          <h2 className="px-2 pb-1 text-11 max-md:hidden font-medium text-text-3">You</h2>
          <Link to="/settings/account/" activeOptions={{ exact: true }} className={entry}>
            Account
          </Link>
          <Link to="/settings/account/tokens/" className={entry}>
            Auth tokens
          </Link>
          <h2 className="px-2 pt-4 pb-1 text-11 max-md:hidden font-medium text-text-3">Organization</h2>
          <Link to="/settings/$org/members/" params={{ org }} className={entry}>
            Members
          </Link>
          <Link to="/settings/$org/teams/" params={{ org }} className={entry}>
            Teams
          </Link>
          <Link to="/settings/$org/tokens/" params={{ org }} className={entry}>
            Organization tokens
          </Link>
          {projects.length > 0 && (
            <h2 className="px-2 pt-4 pb-1 text-11 max-md:hidden font-medium text-text-3">Projects</h2>
          )}
          {projects.map((project) => (
            <Link
              key={project.id}
              to="/settings/$org/projects/$project/"
              params={{ org, project: project.slug }}
              className={entry}
            >
              {project.name}
            </Link>
          ))}
        </nav>
        <div className="min-w-0 grow">
          <Outlet />
        </div>
      </div>
    </>
  )
}
