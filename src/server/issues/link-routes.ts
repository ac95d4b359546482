import { LapwingError } from '../errors.ts'
import { route } from '../http/route.ts'
import { AnyObject } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { onePath } from './paths.ts'

const tags = ['Issues']
const readEvents = ['event:read', 'event:write', 'event:admin'] as const

/** Lapwing has no integrations with trackers and code hosts; clients ask all the same and understand "none". */
const listExternalIssues = route({
  method: 'GET',
  ...onePath('external-issues/'),
  permission: readEvents,
  response: Type.Array(
    Type.Object({
      id: Type.String(),
      issueId: Type.String(),
      serviceType: Type.String(),
      displayName: Type.String(),
      webUrl: Type.String(),
    }),
  ),
  summary: 'Tickets in other trackers that are linked to an issue: none',
  tags,
  async handler() {
    return []
  },
})

const findStacktraceLink = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/stacktrace-link/',
  permission: ['project:read', 'project:write', 'project:admin'],
  query: Type.Object({ file: Type.Optional(Type.String()) }),
  response: Type.Object({ config: Type.Null(), sourceUrl: Type.Null(), integrations: Type.Array(AnyObject) }),
  summary: 'Where a line of a stack trace is in a code host: no host is connected',
  tags: ['Projects'],
  async handler({ query }) {
    if (!query.file) throw new LapwingError('bad_request', { detail: 'Filepath is required' })
    return { config: null, sourceUrl: null, integrations: [] }
  },
})

export const issueLinkRoutes = [listExternalIssues, findStacktraceLink]
