import { Link } from '@tanstack/react-router'
import { describeRelease } from '../../../protocol/release-info.ts'
import { classNames } from '../../ui/class-names.ts'

/** A release by its version, with its package behind it; the whole name on hover. */
export function ReleaseName({
  version,
  isShort = false,
  className,
}: {
  version: string
  /** Without the package. */
  isShort?: boolean
  className?: string
}) {
  const { package: packageName, description } = describeRelease(version)
  return (
    <span className={classNames('font-mono', className)} title={version}>
      {description}
      {packageName !== null && !isShort && <span className="font-normal text-text-3"> {packageName}</span>}
    </span>
  )
}

/** The same, leading to the release's page; the scope comes along. */
export function ReleaseLink({
  org,
  version,
  isShort,
  className,
}: {
  org: string
  version: string
  isShort?: boolean
  className?: string
}) {
  return (
    <Link
      to="/organizations/$org/releases/$version/"
      params={{ org, version }}
      search={{}}
      preload={false}
      className={classNames('hover:underline', className)}
    >
      <ReleaseName version={version} isShort={isShort} />
    </Link>
  )
}
