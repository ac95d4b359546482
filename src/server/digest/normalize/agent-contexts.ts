import type { JsonObject, NormalizedEvent, Request } from '../../../protocol/event.ts'
import type { Receipt } from '../types.ts'
import type { ClientHints } from './client-hints.ts'
import { browserOfHints, hintHeaders, modelOfHints, osOfHints } from './client-hints.ts'
import { hasContext } from './contexts.ts'
import type { AgentDevice, UserAgent } from './user-agent.ts'

type Contexts = NonNullable<NormalizedEvent['contexts']>

/** What the headers of the event's request, or of the report's own one, say about the client. */
export interface ClientInfo {
  userAgent: string | null
  hints: ClientHints
}

/** From the event's request; browsers' SDKs that send no request headers are seen by their own request. */
export function clientInfo(request: Request | null | undefined, platform: string, receipt: Receipt): ClientInfo {
  const info: ClientInfo = { userAgent: null, hints: {} }
  for (const [name, value] of request?.headers ?? []) {
    if (value === null) continue
    const lower = name.toLowerCase()
    if (lower === 'user-agent') info.userAgent = value
    else if (hintHeaders.includes(lower)) info.hints[lower] = value
  }
  if (platform !== 'javascript' || info.userAgent !== null) return info
  return { userAgent: receipt.userAgent, hints: { ...receipt.clientHints, ...info.hints } }
}

/**
 * Adds `browser`, `device` and `os` contexts where the SDK sent none. What a server's SDK sent as `os` is the
 * server's, so the client's goes to `client_os` there.
 */
export function addAgentContexts(
  contexts: Contexts | null | undefined,
  platform: string,
  info: ClientInfo,
  parse: (header: string) => UserAgent,
): Contexts | null | undefined {
  if (info.userAgent === null && Object.keys(info.hints).length === 0) return contexts
  const osAlias = platform === 'javascript' ? 'os' : 'client_os'
  const wants = {
    browser: !hasContext(contexts, 'browser'),
    device: !hasContext(contexts, 'device'),
    os: !contexts || !Object.hasOwn(contexts, osAlias),
  }
  if (!wants.browser && !wants.device && !wants.os) return contexts
  const agent = info.userAgent ? parse(info.userAgent) : null
  const added: Contexts = { ...contexts }
  const model = modelOfHints(info.hints)
  put(added, wants.browser, 'browser', 'browser', browserOfHints(info.hints) ?? agent?.browser)
  put(added, wants.device, 'device', 'device', model ? { model } : agent?.device)
  put(added, wants.os, osAlias, 'os', osOfHints(info.hints) ?? agent?.os)
  return Object.keys(added).length > 0 ? added : contexts
}

function put(
  contexts: Contexts,
  wanted: boolean,
  alias: string,
  type: string,
  found: Partial<AgentDevice> | { name: string; version?: string } | null | undefined,
): void {
  if (!wanted || !found) return
  const context: JsonObject = { type, ...found }
  contexts[alias] = context
}
