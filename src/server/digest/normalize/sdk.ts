import type { Sdk } from '../../../protocol/event.ts'
import type { Reader } from './read.ts'
import { isRecord } from './notes.ts'
import { asRecord, list, looseText, fieldsReader, text } from './read.ts'
import { readIp } from './user.ts'

type Package = NonNullable<Sdk['packages']>[number]

const readPackageMembers = fieldsReader<Package>({ name: looseText(256), version: looseText(128) })

const readPackage: Reader<Package> = (notes, value) => {
  const record = asRecord(notes, value)
  if (record === null) return null
  const found = readPackageMembers(notes, record)
  return found.name || found.version ? found : null
}

const readMembers = fieldsReader<Sdk>({
  name: text(128),
  version: looseText(128),
  integrations: list(looseText(128), 200),
  packages: list(readPackage, 200),
  client_ip: readIp,
})

/** The SDK that made the event. */
export const readSdk: Reader<Sdk> = (notes, value) => {
  const record = asRecord(notes, value)
  if (record === null) return null
  const sdk: Sdk = readMembers(notes, record)
  return Object.keys(sdk).length > 0 ? sdk : null
}

/**
 * `sdk.settings.infer_ip`: whether the SDK wants the address that the server sees (https://github.com/getsentry/sentry-javascript/pull/17364).
 * Null: an SDK from before, or `legacy`.
 */
export function readInferIp(sdk: unknown): 'auto' | 'never' | null {
  const settings = isRecord(sdk) && isRecord(sdk.settings) ? sdk.settings : {}
  return settings.infer_ip === 'auto' || settings.infer_ip === 'never' ? settings.infer_ip : null
}

/** `sentry.python/2.1.0` of the auth header, for events that do not say. */
export function sdkOfClient(client: string | null): Sdk | null {
  const match = /^([\w.-]{1,128})[/ ]([\w.+-]{1,128})$/.exec(client?.trim() ?? '')
  return match?.[1] && match[2] ? { name: match[1], version: match[2] } : null
}
