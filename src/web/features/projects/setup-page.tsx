import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Check, ChevronDown } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PlatformIcon } from '../../ui/platform-icon.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { PageHeader } from '../shell/page-header.tsx'
import { Unreadable } from '../shell/unreadable.tsx'
import { FirstEvent } from './first-event.tsx'
import { keysQuery, projectQuery } from './queries.ts'
import { findPlatform, platforms } from './snippets/platforms.ts'

const route = getRouteApi('/app/organizations/$org/projects/$project/getting-started')

/** The DSN filled into what to paste, and a line that flips when the first event comes. */
export function SetupPage() {
  const { org, project: slug } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { data: project, error } = useQuery(projectQuery(org, slug))
  const { data: keys, error: keysError } = useQuery(keysQuery(org, slug))
  const key = keys?.find((one) => one.isActive)
  const platform = findPlatform(search.platform ?? project?.platform)
  const choose = (id: string) =>
    void navigate({ to: './', search: (before) => ({ ...before, platform: id }), replace: true })

  const problem = error ?? keysError
  if (problem)
    return (
      <>
        <PageHeader title="Set up" scoped={false} />
        <Unreadable what="project" error={problem} />
      </>
    )
  return (
    <>
      <PageHeader title={project ? `Set up ${project.name}` : 'Set up'} scoped={false}>
        <Menu
          align="end"
          trigger={
            <Button size="small">
              <PlatformIcon platform={platform.id} size={22} /> <span className="max-sm:sr-only">{platform.name}</span>
              <Icon of={ChevronDown} size={14} />
            </Button>
          }
        >
          {platforms.map((one) => (
            <MenuItem key={one.id} onSelect={() => choose(one.id)}>
              <PlatformIcon platform={one.id} /> <span className="grow">{one.name}</span>
              {one.id === platform.id && <Icon of={Check} size={14} className="text-accent" />}
            </MenuItem>
          ))}
        </Menu>
      </PageHeader>
      <div className="mx-auto max-w-3xl px-4 py-6 md:px-6">
        {project && <FirstEvent org={org} project={project} />}
        {keys && !key && (
          <Notice title="Every key of this project is switched off">
            Switch one on in its settings, or make a new one: events are refused until then.
          </Notice>
        )}
        {key ? (
          <>
            <div className="mt-6 flex items-center gap-3 rounded-md border border-line bg-surface-1 py-1 pr-1 pl-3">
              <span className="text-12 font-medium text-text-2">DSN</span>
              <code className="min-w-0 grow truncate">{key.dsn.public}</code>
              <CopyButton text={key.dsn.public} label="Copy the DSN" />
            </div>
            {platform.snippets(key.dsn.public).map((snippet, index) => (
              <section key={`${platform.id}-${snippet.title}`} className="mt-6">
                <h2 className="mb-2 flex gap-2 text-13 font-medium">
                  <span className="numeric text-text-3">{index + 1}</span> {snippet.title}
                </h2>
                <CodeBlock code={snippet.code} language={snippet.language} copyLabel={`Copy: ${snippet.title}`} />
              </section>
            ))}
          </>
        ) : (
          !keys && [0, 1].map((row) => <Skeleton key={row} className="mt-6 h-24" />)
        )}
      </div>
    </>
  )
}
