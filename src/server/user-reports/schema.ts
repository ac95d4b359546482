import { AnyObject, DateTime, nullable } from '../http/schema.ts'
import { type Static, Type } from '../http/type.ts'

/** What somebody who met an error wrote about it. */
export const UserReportSchema = Type.Object(
  {
    id: Type.String(),
    eventID: Type.String(),
    name: Type.String(),
    email: Type.String(),
    comments: Type.String(),
    dateCreated: DateTime,
    /** The event's user; null when the event names none or is gone. */
    user: nullable(
      Type.Object({
        id: Type.String(),
        username: nullable(Type.String()),
        email: nullable(Type.String()),
        name: nullable(Type.String()),
        ipAddress: nullable(Type.String()),
        avatarUrl: nullable(Type.String()),
      }),
    ),
    event: Type.Object({ id: Type.String(), eventID: Type.String() }),
    /** Null until the event comes in. */
    issue: nullable(AnyObject),
  },
  { $id: 'UserReport' },
)
export type UserReportJson = Static<typeof UserReportSchema>
