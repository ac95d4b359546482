import type { Platform } from './types.ts'

/** Where and with which key a DSN sends; null when the text is no DSN. */
export function readDsn(dsn: string): { origin: string; key: string; path: string; project: string } | null {
  const match = /^(https?):\/\/([^:@/]+)(?::[^@/]*)?@([^/]+)((?:\/[^/]+)*)\/([^/]+)$/.exec(dsn)
  if (!match) return null
  const [, scheme, key = '', host, path = '', project = ''] = match
  return { origin: `${scheme}://${host}`, key, path, project }
}

/** The oldest way in: one JSON body, no SDK. */
export const curlPlatform: Platform = {
  id: 'other',
  name: 'curl and others',
  group: 'Anything else',
  snippets: (dsn) => {
    const target = readDsn(dsn)
    if (!target) return []
    const endpoint = `${target.origin}${target.path}/api/${target.project}`
    return [
      {
        title: 'Send an error',
        language: 'bash',
        code: `curl '${endpoint}/store/' \\
  -H 'X-Sentry-Auth: Sentry sentry_version=7, sentry_client=curl/1.0, sentry_key=${target.key}' \\
  -H 'Content-Type: application/json' \\
  -d '{
    "level": "error",
    "exception": {"values": [{"type": "Error", "value": "Lapwing hears me"}]}
  }'`,
      },
      { title: 'The DSN, for SDKs that are not listed', language: 'text', code: dsn },
    ]
  },
}
