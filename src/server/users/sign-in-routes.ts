import { Type } from '../http/type.ts'
import { LapwingError } from '../errors.ts'
import { comesFromElsewhere } from '../http/csrf.ts'
import { route } from '../http/route.ts'
import { nullable, ref } from '../http/schema.ts'
import { passwordLength } from './password.ts'
import { personOf } from './person.ts'
import { UserSchema } from './schema.ts'
import { serializeUser } from './serialize.ts'
import { type Credentials, readBasicCredentials, signIn } from './sign-in.ts'
import { createWebSession, sessionCookieHeader } from './web-session.ts'

const tags = ['Sign-in']

const SignInBody = Type.Union([
  Type.Object({
    username: Type.String({ minLength: 1, maxLength: 320 }),
    password: Type.String({ minLength: 1, maxLength: passwordLength.max }),
  }),
  Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) }),
  Type.Null(),
])

const readRoot = route({
  method: 'GET',
  path: '/',
  permission: 'public',
  response: Type.Object({
    version: Type.String(),
    auth: nullable(Type.Object({ scopes: Type.Array(Type.String()) })),
    user: nullable(ref(UserSchema)),
  }),
  summary: 'Version of the API, and who is calling',
  tags,
  async handler({ caller }) {
    return {
      // The API's, not the server's: clients compare it with '0'.
      version: '0',
      auth: caller?.token ? { scopes: caller.token.scopes } : null,
      user: caller?.user ? serializeUser(caller.user) : null,
    }
  },
})

const readSignedIn = route({
  method: 'GET',
  path: '/auth/',
  permission: 'signed-in',
  response: ref(UserSchema),
  summary: 'Who is signed in',
  tags,
  async handler({ caller }) {
    return serializeUser(personOf(caller.user))
  },
})

const createSignIn = route({
  method: 'POST',
  path: '/auth/',
  permission: 'public',
  body: SignInBody,
  response: ref(UserSchema),
  summary:
    'Sign in with email and password (or basic authentication), or with the token of a one-time link; sets the session cookie',
  tags,
  async handler({ body, request, reply }, services) {
    // Else another site could sign its visitors in to an account of its own.
    if (comesFromElsewhere(request.headers, services.baseUrl)) {
      throw new LapwingError('forbidden', { detail: 'CSRF Failed: the request does not come from this site.' })
    }
    const credentials = readCredentials(body) ?? readBasicCredentials(request.headers.authorization)
    if (!credentials) throw new LapwingError('bad_request', { detail: 'Give username and password, or token.' })
    const user = await signIn(credentials, request.ip, services)
    const now = services.now()
    const secret = await createWebSession(services.storage.meta, { userId: user.id, now })
    await services.storage.meta.updateUser(user.id, { lastActiveAt: now })
    reply.header('set-cookie', sessionCookieHeader(secret, services.baseUrl))
    return serializeUser({ ...user, lastActiveAt: now })
  },
})

function readCredentials(body: { username: string; password: string } | { token: string } | null): Credentials | null {
  if (!body) return null
  return 'token' in body ? { link: body.token } : { email: body.username, password: body.password }
}

const deleteSignIn = route({
  method: 'DELETE',
  path: '/auth/',
  permission: 'signed-in',
  response: null,
  summary: 'Sign out',
  tags,
  async handler({ caller, reply }, { storage, baseUrl }) {
    if (caller.session) await storage.meta.deleteWebSession(caller.session.secretHash)
    reply.header('set-cookie', sessionCookieHeader(null, baseUrl))
  },
})

export const signInRoutes = [readRoot, readSignedIn, createSignIn, deleteSignIn]
