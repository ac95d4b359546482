import { AnyObject, DateTime, nullable, ref } from '../http/schema.ts'
import { type Static, Type } from '../http/type.ts'
import { AdoptionStageSchema, HealthDataSchema } from './health/schema.ts'
import { releaseStatuses } from '../storage/meta/ports/releases.ts'

/** Somebody who committed; with all that is known of a person where the address is that of a member. */
export const AuthorSchema = Type.Object({ name: nullable(Type.String()), email: Type.String() })

export const RepositorySchema = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    url: nullable(Type.String()),
    provider: Type.Object({ id: Type.String(), name: Type.String() }),
    status: Type.String(),
    dateCreated: DateTime,
    integrationId: nullable(Type.String()),
    externalSlug: nullable(Type.String()),
    externalId: nullable(Type.String()),
  },
  { $id: 'Repository' },
)
export type RepositoryJson = Static<typeof RepositorySchema>

const commit = {
  /** The hash. */
  id: Type.String(),
  message: nullable(Type.String()),
  dateCreated: DateTime,
  pullRequest: Type.Null(),
  suspectCommitType: Type.String(),
  repository: Type.Optional(ref(RepositorySchema)),
  /** Empty when nobody is named. */
  author: Type.Union([AuthorSchema, AnyObject]),
}

export const CommitSchema = Type.Object(commit, { $id: 'Commit' })
export type CommitJson = Static<typeof CommitSchema>

/** A commit with the releases that hold it. */
export const ReleaseCommitSchema = Type.Object(
  {
    ...commit,
    releases: Type.Array(
      Type.Object({
        version: Type.String(),
        shortVersion: Type.String(),
        ref: nullable(Type.String()),
        url: nullable(Type.String()),
        dateReleased: nullable(DateTime),
        dateCreated: DateTime,
      }),
    ),
  },
  { $id: 'ReleaseCommit' },
)

export const CommitFileSchema = Type.Object({
  id: Type.String(),
  orgId: Type.Integer(),
  author: Type.Union([AuthorSchema, AnyObject]),
  commitMessage: nullable(Type.String()),
  filename: Type.String(),
  type: Type.Enum(['A', 'M', 'D']),
  repoName: Type.String(),
})

export const DeploySchema = Type.Object(
  {
    id: Type.String(),
    environment: Type.String(),
    dateStarted: nullable(DateTime),
    dateFinished: DateTime,
    name: nullable(Type.String()),
    url: nullable(Type.String()),
  },
  { $id: 'Deploy' },
)
export type DeployJson = Static<typeof DeploySchema>

export const VersionInfoSchema = Type.Object({
  package: nullable(Type.String()),
  description: Type.String(),
  version: AnyObject,
  buildHash: nullable(Type.String()),
})

export const ReleaseProjectSchema = Type.Object({
  id: Type.Integer(),
  slug: Type.String(),
  name: Type.String(),
  platform: nullable(Type.String()),
  platforms: Type.Array(Type.String()),
  newGroups: Type.Integer(),
  hasHealthData: Type.Boolean(),
  /** Where health was asked for. */
  healthData: Type.Optional(ref(HealthDataSchema)),
})

export const ReleaseSchema = Type.Object(
  {
    id: Type.Integer(),
    version: Type.String(),
    shortVersion: Type.String(),
    versionInfo: VersionInfoSchema,
    status: Type.Enum(releaseStatuses),
    ref: nullable(Type.String()),
    url: nullable(Type.String()),
    dateCreated: DateTime,
    dateStarted: nullable(DateTime),
    dateReleased: nullable(DateTime),
    firstEvent: nullable(DateTime),
    lastEvent: nullable(DateTime),
    /** Issues whose first event was of this release. */
    newGroups: Type.Integer(),
    commitCount: Type.Integer(),
    deployCount: Type.Integer(),
    lastCommit: nullable(ref(CommitSchema)),
    lastDeploy: nullable(ref(DeploySchema)),
    authors: Type.Array(AuthorSchema),
    owner: nullable(AnyObject),
    projects: Type.Array(ReleaseProjectSchema),
    data: AnyObject,
    currentProjectMeta: AnyObject,
    userAgent: nullable(Type.String()),
    /** By the slug of the project, where it was asked for. */
    adoptionStages: Type.Optional(Type.Record(AdoptionStageSchema)),
  },
  { $id: 'Release' },
)
export type ReleaseJson = Static<typeof ReleaseSchema>

export const ReleaseMetaSchema = Type.Object({
  version: Type.String(),
  versionInfo: VersionInfoSchema,
  projects: Type.Array(ReleaseProjectSchema),
  newGroups: Type.Integer(),
  deployCount: Type.Integer(),
  commitCount: Type.Integer(),
  commitFilesChanged: Type.Integer(),
  released: DateTime,
  releaseFileCount: Type.Integer(),
  isArtifactBundle: Type.Boolean(),
})

export const ReleaseFileSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  dist: nullable(Type.String()),
  headers: AnyObject,
  size: Type.Integer(),
  sha1: Type.String(),
  dateCreated: DateTime,
})
