import { Type } from '../http/type.ts'
import { LapwingError } from '../errors.ts'
import type { ApiServices } from '../http/context.ts'
import { route } from '../http/route.ts'
import { ref, strictBody } from '../http/schema.ts'
import type { User } from '../storage/meta/ports/people.ts'
import { personOf } from './person.ts'
import { hashPassword, passwordLength, verifyPassword } from './password.ts'
import { UserSchema } from './schema.ts'
import { serializeUser } from './serialize.ts'
import { accountKey, countGuess } from './sign-in.ts'

const tags = ['Users']

const readMe = route({
  method: 'GET',
  path: '/users/me/',
  permission: 'signed-in',
  response: ref(UserSchema),
  summary: 'The person that is calling',
  tags,
  async handler({ caller }) {
    return serializeUser(personOf(caller.user))
  },
})

const updateMe = route({
  method: 'PUT',
  path: '/users/me/',
  permission: 'signed-in',
  body: strictBody({
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    password: Type.Optional(Type.String({ minLength: passwordLength.min, maxLength: passwordLength.max })),
    /** Needed to change a password, not to choose the first one. */
    currentPassword: Type.Optional(Type.String({ maxLength: passwordLength.max })),
  }),
  response: ref(UserSchema),
  summary: 'Change name or password',
  tags,
  async handler({ caller, body }, services) {
    const { storage } = services
    const user = personOf(caller.user)
    const patch: { name?: string; passwordHash?: string } = {}
    if (body.name !== undefined) patch.name = body.name.trim()
    if (body.password !== undefined) {
      // A token that leaked must not become a way to take the account over.
      if (caller.kind !== 'session') {
        throw new LapwingError('forbidden', { detail: 'Sign in with a browser to change the password.' })
      }
      await checkCurrentPassword(user, body.currentPassword ?? '', services)
      const { password } = body
      patch.passwordHash = await services.hashQueue(() => hashPassword(password))
    }
    await storage.meta.updateUser(user.id, patch)
    // Whoever knew the old password is out.
    if (patch.passwordHash !== undefined) {
      await storage.meta.deleteWebSessionsOf(user.id, caller.session?.secretHash ?? null)
    }
    return serializeUser({ ...user, ...patch })
  },
})

/** Nothing to check for who has none yet. A stolen session does not get to guess it either. */
async function checkCurrentPassword(user: User, current: string, services: ApiServices): Promise<void> {
  if (user.passwordHash === null) return
  const keys = [accountKey(user.email)]
  countGuess(keys, services)
  if (!(await services.hashQueue(() => verifyPassword(current, user.passwordHash)))) {
    throw new LapwingError('invalid_input', {
      fields: { currentPassword: ['The current password is wrong or missing.'] },
    })
  }
  services.signInGuesses.succeeded(keys)
}

const listRegions = route({
  method: 'GET',
  path: '/users/me/regions/',
  permission: 'signed-in',
  response: Type.Object({ regions: Type.Array(Type.Object({ name: Type.String(), url: Type.String() })) }),
  summary: 'Where the organizations of the caller live: here',
  tags,
  async handler(_input, { baseUrl }) {
    return { regions: [{ name: 'lapwing', url: baseUrl }] }
  },
})

export const userRoutes = [readMe, updateMe, listRegions]
