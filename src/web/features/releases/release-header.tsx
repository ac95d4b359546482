import { Link } from '@tanstack/react-router'
import type { Release } from '../../api/types.ts'
import { describeRelease } from '../../../protocol/release-info.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Time } from '../../ui/time.tsx'
import { StageMark } from './adoption.tsx'
import { adoptionOf } from './figures.ts'
import { isWebAddress } from './release-work.tsx'

const authorsShown = 5

/** Version, stage, when it came and was seen, who made it. */
export function ReleaseHeader({
  org,
  version,
  release,
  projects,
}: {
  org: string
  version: string
  release: Release | undefined
  /** Of the scope. */
  projects: readonly string[] | undefined
}) {
  const { package: packageName, description } = describeRelease(version)
  const stage = release && adoptionOf(release, projects).stage
  return (
    <header className="py-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="font-mono text-16 leading-6 font-semibold wrap-any">
          {description}
          {packageName !== null && <span className="font-normal text-text-3"> {packageName}</span>}
        </h1>
        <CopyButton text={version} label="Copy the release name" className="!size-6" />
        {stage && <StageMark stage={stage} />}
      </div>
      {release ? (
        <Facts org={org} release={release} />
      ) : (
        <div className="flex min-h-7 items-center pt-1 max-sm:min-h-18">
          <Skeleton className="h-3 w-1/2" />
        </div>
      )}
    </header>
  )
}

function Facts({ org, release }: { org: string; release: Release }) {
  const { projects, dateReleased, dateCreated, firstEvent, lastEvent, authors, url } = release
  return (
    <div className="flex min-h-7 flex-wrap items-center gap-x-2 gap-y-0.5 pt-1 text-12 text-text-3 max-sm:gap-x-4">
      <span>
        {dateReleased ? 'released' : 'came up'} <Time iso={dateReleased ?? dateCreated} words />
      </span>
      <Dot />
      <span className="flex flex-wrap gap-x-1.5">
        {projects.map(({ id, slug }) => (
          <Link
            key={id}
            to="/organizations/$org/releases/"
            params={{ org }}
            search={{ project: [String(id)] }}
            className="text-text-2 hover:underline"
          >
            {slug}
          </Link>
        ))}
      </span>
      <Dot />
      {firstEvent === null ? (
        <span>no event</span>
      ) : (
        <span>
          first event <Time iso={firstEvent} words />, last <Time iso={lastEvent} words />
        </span>
      )}
      {isWebAddress(url) && (
        <>
          <Dot />
          <a
            href={url}
            target="_blank"
            rel="noreferrer noopener"
            className="max-w-80 truncate text-accent hover:underline"
          >
            {url.replace(/^https?:\/\//i, '')}
          </a>
        </>
      )}
      {authors.length > 0 && (
        <>
          <Dot />
          <span className="flex items-center gap-1">
            {authors.slice(0, authorsShown).map(({ name, email }) => (
              <Avatar key={email} name={name || email} label={name || email} />
            ))}
            {authors.length > authorsShown && <span>+ {authors.length - authorsShown}</span>}
          </span>
        </>
      )}
    </div>
  )
}

/** Where lines wrap, dots would stand at their ends. */
const Dot = () => (
  <span aria-hidden className="max-sm:hidden">
    ·
  </span>
)
