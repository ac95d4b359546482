import { isIP } from 'node:net'
import type { Request, User } from '../../../protocol/event.ts'
import { copyBag, bag, largeBag } from './bag.ts'
import { isRecord, reject } from './notes.ts'
import type { Fields, Reader } from './read.ts'
import { asRecord, looseText, readField, fieldsReader, text } from './read.ts'

/** SDKs send this where they want the address that the server sees. */
export const autoIp = '{{auto}}'

/** Platforms whose SDKs mean `{{auto}}` when they send nothing. */
const autoPlatforms = new Set(['javascript', 'cocoa', 'objc'])

export const readIp: Reader<string> = (notes, value) => {
  if (typeof value !== 'string') return reject(notes, 'invalid_data', value, 'expected an IP address')
  const address = value.trim()
  if (address === '') return null
  return address === autoIp || isIP(address) !== 0
    ? address
    : reject(notes, 'invalid_data', value, 'expected an IP address')
}

type Geo = NonNullable<User['geo']>

const readGeoMembers = fieldsReader<Geo>({
  country_code: text(8),
  city: text(128),
  region: text(128),
  subdivision: text(128),
})

const readGeo: Reader<Geo> = (notes, value) =>
  isRecord(value) ? readGeoMembers(notes, value) : reject(notes, 'invalid_data', value, 'expected an object')

const userFields: Fields<Omit<User, 'data'>> = {
  id: looseText(128),
  email: text(75),
  username: looseText(128),
  name: looseText(128),
  ip_address: readIp,
  geo: readGeo,
}

const readUserMembers = fieldsReader(userFields)

/** The user; members that the protocol does not name go into `data`. */
export const readUser: Reader<User> = (notes, value) => {
  const record = asRecord(notes, value)
  if (record === null) return null
  const user: User = readUserMembers(notes, record)
  const data = readField(notes, record, 'data', bag(largeBag))
  const extra: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(record)) {
    if (key !== 'data' && key !== '__proto__' && !Object.hasOwn(userFields, key)) extra[key] = member
  }
  if (data) user.data = data
  if (Object.keys(extra).length > 0) {
    notes.path.push('data')
    const copy = copyBag(notes, extra, largeBag)
    notes.path.pop()
    if (isRecord(copy)) user.data = { ...copy, ...data }
  }
  return Object.values(user).some((member) => member !== null) ? user : null
}

export interface IpSource {
  platform: string
  clientIp: string | null
  /** The SDK's word; null where it has none. */
  infer: 'auto' | 'never' | null
}

/**
 * The user with an address: `{{auto}}` in the user and in `REMOTE_ADDR` is the client's; else the user's own, else
 * `REMOTE_ADDR`, else, where the SDK or its platform implies it, the client's. Never the client's where the SDK says so.
 */
export function resolveIps(
  user: User | null | undefined,
  request: Request | null | undefined,
  { platform, clientIp, infer }: IpSource,
): User | null | undefined {
  const client = infer === 'never' ? null : clientIp
  const env = request?.env
  if (env?.REMOTE_ADDR === autoIp) env.REMOTE_ADDR = client
  const own = user?.ip_address === autoIp ? client : user?.ip_address
  const remote = typeof env?.REMOTE_ADDR === 'string' && isIP(env.REMOTE_ADDR) !== 0 ? env.REMOTE_ADDR : null
  const address = own ?? remote ?? (infer === 'auto' || autoPlatforms.has(platform) ? client : null)
  if (address === (user?.ip_address ?? null)) return user
  const resolved: User = { ...user, ip_address: address }
  return address === null && Object.keys(resolved).length === 1 ? null : resolved
}
