import { isoTime, isoTimeOrNull } from '../http/schema.ts'
import type { User } from '../storage/meta/ports/people.ts'
import type { UserJson } from './schema.ts'

/** Letters on a coloured ground, drawn by the client; nobody uploads pictures here. */
export const letterAvatar = { avatarType: 'letter_avatar', avatarUuid: null, avatarUrl: null }

export function serializeUser(user: User): UserJson {
  return {
    id: String(user.id),
    name: user.name || user.email,
    username: user.email,
    email: user.email,
    // Never null for Sentry's clients; there are no pictures.
    avatarUrl: '',
    avatar: letterAvatar,
    isActive: user.isActive,
    isSuspended: !user.isActive,
    hasPasswordAuth: user.passwordHash !== null,
    isManaged: false,
    dateJoined: isoTime(user.createdAt),
    lastLogin: isoTimeOrNull(user.lastActiveAt),
    has2fa: false,
    lastActive: isoTimeOrNull(user.lastActiveAt),
    isSuperuser: user.isSuperuser,
    isStaff: user.isSuperuser,
    experiments: {},
    emails: [{ id: String(user.id), email: user.email, is_verified: true }],
  }
}
