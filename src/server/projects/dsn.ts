import { formatDsn } from '../../protocol/dsn.ts'
import type { ProjectKey } from '../storage/meta/ports/projects.ts'

/** The DSN of a key under the installation's public address. */
export function projectDsn(
  key: Pick<ProjectKey, 'publicKey' | 'projectId'>,
  baseUrl: string,
  secretKey: string | null = null,
): string {
  const url = new URL(baseUrl)
  return formatDsn({
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    publicKey: key.publicKey,
    secretKey,
    host: url.hostname,
    port: url.port === '' ? null : Number(url.port),
    path: url.pathname.replace(/\/+$/, ''),
    projectId: String(key.projectId),
  })
}
