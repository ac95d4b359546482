import { isValidRelease } from '../digest/normalize/release.ts'
import { LapwingError } from '../errors.ts'
import { nullable } from '../http/schema.ts'
import { readTime } from '../http/time-range.ts'
import { type Static, Type } from '../http/type.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import {
  commitFileTypes,
  type NewCommit,
  type ReleaseRef,
  type ReleaseStatus,
  releaseStatuses,
} from '../storage/meta/ports/releases.ts'

const OptionalText = (maxLength: number) => Type.Optional(nullable(Type.String({ maxLength })))

const CommitBody = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64 }),
  repository: OptionalText(255),
  message: OptionalText(100_000),
  author_name: OptionalText(128),
  author_email: OptionalText(255),
  timestamp: OptionalText(64),
  patch_set: Type.Optional(
    nullable(
      Type.Array(
        Type.Object({ path: Type.String({ minLength: 1, maxLength: 510 }), type: Type.Enum(commitFileTypes) }),
      ),
    ),
  ),
})

const RefBody = Type.Object({
  repository: Type.String({ minLength: 1, maxLength: 200 }),
  commit: Type.String({ minLength: 1, maxLength: 130 }),
  previousCommit: OptionalText(64),
})

/** The older spelling of refs. */
const HeadCommitBody = Type.Object({
  repository: Type.String({ minLength: 1, maxLength: 200 }),
  currentId: Type.String({ minLength: 1, maxLength: 64 }),
  previousId: OptionalText(64),
})

const changes = {
  ref: OptionalText(250),
  url: OptionalText(2048),
  dateStarted: OptionalText(64),
  dateReleased: OptionalText(64),
  /** Id, address or user name of a member. */
  owner: OptionalText(255),
  status: OptionalText(64),
  commits: Type.Optional(nullable(Type.Array(CommitBody))),
  refs: Type.Optional(nullable(Type.Array(RefBody))),
  headCommits: Type.Optional(nullable(Type.Array(HeadCommitBody))),
}

/** The files of an import's commits are many: some 100,000. */
export const releaseBodyLimit = 8 * 1024 * 1024

/** Other members are passed over, as Sentry does: its clients send more than the API documents. */
export const ReleaseUpdateBody = Type.Object(changes)

/** In the path of a project, that project is meant and `projects` is not looked at. */
export const ReleaseBody = Type.Object({
  version: Type.String(),
  /** Without any it is only the organisation's: sentry-cli sends an empty list to archive a release. */
  projects: Type.Optional(Type.Array(Type.Union([Type.String(), Type.Integer()]), { maxItems: 1000 })),
  ...changes,
})

/** What a body asks for; undefined where it says nothing. A null says nothing either: clients send one for what they leave as it is. */
export interface ReleaseChange {
  ref?: string
  url?: string
  startedAt?: number
  releasedAt?: number
  owner?: string
  status?: ReleaseStatus
  commits?: NewCommit[]
  refs?: ReleaseRef[]
}

/** Checks what a schema cannot; `invalid_input` names the field. `defaultRepository` is that of commits that name none. */
export function readReleaseChange(body: Static<typeof ReleaseUpdateBody>, defaultRepository: string): ReleaseChange {
  const { ref, url, owner, commits, refs, headCommits } = body
  return {
    ...(ref && { ref }),
    ...(url && { url: readUrl(url, 'url') }),
    ...(body.dateStarted && { startedAt: readDate(body.dateStarted, 'dateStarted') }),
    ...(body.dateReleased && { releasedAt: readDate(body.dateReleased, 'dateReleased') }),
    ...(owner && { owner }),
    ...(body.status && { status: readStatus(body.status) }),
    ...(commits && { commits: commits.map((commit) => readCommit(commit, defaultRepository)) }),
    ...(headCommits && { refs: headCommits.map(readHeadCommit) }),
    ...(refs && { refs: refs.map(readRef) }),
  }
}

/** The name, without spaces around it. */
export function readVersion(version: string): string {
  const name = version.trim()
  if (name === '') throw invalid('version', 'This field may not be blank.')
  if (!isValidRelease(name)) throw invalid('version', `Release with name ${name.slice(0, 200)} is not allowed`)
  return name
}

/** The projects that a body names by slug or id; none of them may be unknown. */
export function readProjects(named: (string | number)[], projects: Project[]): Project[] {
  return named.map((name) => {
    const project = projects.find(({ id, slug }) => slug === name || String(id) === String(name))
    if (!project) throw invalid('projects', 'Invalid project ids or slugs')
    return project
  })
}

export function readUrl(url: string, field: string): string {
  const protocol = URL.canParse(url) ? new URL(url).protocol : ''
  if (protocol !== 'https:' && protocol !== 'http:') throw invalid(field, 'Enter a valid URL.')
  return url
}

export function readDate(text: string, field: string): number {
  const time = readTime(text)
  if (time === null) throw invalid(field, 'Enter a date and time in ISO 8601, such as 2026-11-20T12:00:00Z.')
  return time
}

function readStatus(text: string): ReleaseStatus {
  const status = releaseStatuses.find((one) => one === text)
  if (!status) throw invalid('status', `Invalid status ${JSON.stringify(text)}: open or archived.`)
  return status
}

function readCommit(body: Static<typeof CommitBody>, defaultRepository: string): NewCommit {
  const { id, repository, message, author_name: name, author_email: email, timestamp, patch_set: files } = body
  return {
    sha: id,
    repository: repository || defaultRepository,
    message: message ?? null,
    author: readAuthor(name ?? null, email ?? null),
    createdAt: timestamp ? readDate(timestamp, 'commits.timestamp') : null,
    files: files ?? null,
  }
}

/** Addresses tell authors apart; who gave only a name gets one made of it, as in Sentry. */
function readAuthor(name: string | null, email: string | null): NewCommit['author'] {
  if (email) return { name, email }
  if (!name) return null
  const word = name.toLowerCase().replace(/[^a-z0-9._-]/g, '')
  return { name, email: `${word}@localhost` }
}

/** `previous..current` is both ends of a range. */
function readRef({ repository, commit, previousCommit }: Static<typeof RefBody>): ReleaseRef {
  const range = commit.indexOf('..')
  const current = range === -1 ? commit : commit.slice(range + 2)
  const previous = range === -1 ? (previousCommit ?? null) : commit.slice(0, range)
  if (current === '' || current.length > 64) throw invalid('refs', `Invalid commit ${JSON.stringify(commit)}.`)
  return { repository, commit: current, previousCommit: previous || null }
}

function readHeadCommit({ repository, currentId, previousId }: Static<typeof HeadCommitBody>): ReleaseRef {
  return readRef({ repository, commit: currentId, previousCommit: previousId ?? null })
}

function invalid(field: string, message: string): LapwingError {
  return new LapwingError('invalid_input', { fields: { [field]: [message] } })
}
