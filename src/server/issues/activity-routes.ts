import { route } from '../http/route.ts'
import { AnyObject } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { serializeActivities } from './activity.ts'
import { activityLimit, readParticipants } from './detail.ts'
import { onePath } from './paths.ts'
import { ActivitySchema } from './schema.ts'

const tags = ['Issues']
const readEvents = ['event:read', 'event:write', 'event:admin'] as const

const listActivities = route({
  method: 'GET',
  ...onePath('activities/'),
  permission: readEvents,
  response: Type.Object({ activity: Type.Array(ActivitySchema) }),
  summary: 'What happened to an issue, newest first',
  tags,
  async handler({ organization, issue }, { storage }) {
    const rows = await storage.meta.listActivity(issue.id, activityLimit)
    return { activity: await serializeActivities(rows, organization.id, storage.meta) }
  },
})

const listParticipants = route({
  method: 'GET',
  ...onePath('participants/'),
  permission: readEvents,
  response: Type.Array(AnyObject),
  summary: 'People who take part in an issue',
  tags,
  async handler({ issue }, { storage }) {
    return readParticipants(issue.id, storage.meta)
  },
})

export const issueActivityRoutes = [listActivities, listParticipants]
