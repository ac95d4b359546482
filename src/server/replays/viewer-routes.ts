import { route } from '../http/route.ts'
import { DateTime, isoTime } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { personOf } from '../users/person.ts'
import { UserSchema } from '../users/schema.ts'
import { serializeUser } from '../users/serialize.ts'
import { requireReplayAccess } from './access.ts'
import { findReplay } from './find.ts'

const tags = ['Replays']
const path = '/projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/viewed-by/'

const listViewers = route({
  method: 'GET',
  path,
  permission: ['event:read', 'event:write', 'event:admin'],
  // An older description has the list itself as `data`; nothing can be both, and Sentry's clients look below `viewed_by`.
  response: Type.Object({
    data: Type.Object({
      viewed_by: Type.Array(Type.Object({ ...UserSchema.properties, type: Type.Enum(['user']), dateViewed: DateTime })),
    }),
  }),
  summary: 'Who has seen a replay, in the order in which they first did',
  tags,
  async handler({ organization, project, caller, params }, { storage }) {
    await requireReplayAccess(organization, caller, storage.meta)
    const { replayId } = await findReplay(params.replay_id, [project], caller, storage)
    const viewers = await storage.replays.listViewers(project.id, replayId)
    const members = viewers.length === 0 ? [] : await storage.meta.listMembers(organization.id)
    const people = new Map(members.map(({ user }) => [user.id, user]))
    const viewed_by = viewers.flatMap(({ userId, viewedAt }) => {
      const user = people.get(userId)
      return user ? [{ ...serializeUser(user), type: 'user' as const, dateViewed: isoTime(viewedAt) }] : []
    })
    return { data: { viewed_by } }
  },
})

const markViewed = route({
  method: 'POST',
  path,
  permission: ['event:write', 'event:admin'],
  response: null,
  summary: 'Says that you have seen a replay',
  tags,
  async handler({ organization, project, caller, access, params }, { storage, now }) {
    const { id: userId } = personOf(caller.user)
    await requireReplayAccess(organization, caller, storage.meta)
    const { replayId } = await findReplay(params.replay_id, [project], caller, storage)
    // A superuser from elsewhere leaves no trace, as in Sentry.
    if (access.role === null) return
    await storage.replays.markViewed({ projectId: project.id, replayId, userId, at: now() })
  },
})

export const replayViewerRoutes = [listViewers, markViewed]
