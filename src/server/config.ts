/**
 * Every option of Lapwing, in one table: the command line, the environment and `--help` are read from it, and nothing else
 * reads the environment.
 */
import path from 'node:path'

type OptionKind = 'text' | 'number'

interface Option {
  kind: OptionKind
  /** Value when neither flag nor variable is given. */
  fallback: string | number
  help: string
}

const options = {
  data: { kind: 'text', fallback: './data', help: 'folder that holds everything: spool, databases, payloads' },
  host: {
    kind: 'text',
    fallback: '127.0.0.1',
    help: 'address to listen on; 0.0.0.0 to be reached from other machines',
  },
  port: { kind: 'number', fallback: 9000, help: 'port to listen on; 0 for any free one' },
  url: { kind: 'text', fallback: '', help: 'public URL that people and SDKs use, e.g. https://lapwing.example.com' },
  'trust-proxy': {
    kind: 'text',
    fallback: 'loopback',
    help: 'whose X-Forwarded-* to believe: addresses or ranges with commas, loopback, or none',
  },
  'log-level': { kind: 'text', fallback: 'info', help: 'trace, debug, info, warn, error, silent' },
  'max-request-mb': { kind: 'number', fallback: 20, help: 'largest request body as sent, in MiB' },
  'max-envelope-mb': { kind: 'number', fallback: 100, help: 'largest envelope after inflating, in MiB' },
  'max-backlog-mb': {
    kind: 'number',
    fallback: 4096,
    help: 'spooled but not yet digested MiB at which ingest answers 503',
  },
  'min-free-disk-mb': {
    kind: 'number',
    fallback: 512,
    help: 'free MiB on the data disk (or a twentieth of it, if less) below which ingest answers 503',
  },
  'segment-mb': { kind: 'number', fallback: 64, help: 'size of one spool segment file, in MiB' },
  'retention-days': { kind: 'number', fallback: 90, help: 'days that events are kept' },
  'observability-requests': {
    kind: 'number',
    fallback: 3000,
    help: 'requests of one token to /observability.* in five minutes; 0 for any number',
  },
  'duckdb-memory-mb': { kind: 'number', fallback: 80, help: 'memory that the columnar engine may use, in MiB' },
} as const satisfies Record<string, Option>

type OptionName = keyof typeof options

export interface Config {
  /** Absolute. */
  data: string
  host: string
  port: number
  /** Without a trailing slash; null = derive from host and port. */
  url: string | null
  trustProxy: string[] | false
  logLevel: string
  maxRequestBytes: number
  maxEnvelopeBytes: number
  maxBacklogBytes: number
  minFreeDiskBytes: number
  segmentBytes: number
  retentionDays: number
  duckdbMemoryMb: number
  observabilityRequests: number
}

export type ConfigResult = { ok: true; config: Config; rest: string[] } | { ok: false; reason: string }

/** `--min-free-disk-mb` → `LAPWING_MIN_FREE_DISK_MB`. */
export function variableOf(option: string): string {
  return `LAPWING_${option.toUpperCase().replaceAll('-', '_')}`
}

/**
 * Reads flags (`--port 9000`, `--port=9000`), then variables, then fallbacks. What is not an option of the table is handed back in
 * `rest` for the command to read; a value of the wrong kind is a reason, not an exception.
 */
export function readConfig(argv: string[], environment: Record<string, string | undefined>): ConfigResult {
  const given = new Map<string, string>()
  const rest: string[] = []
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? ''
    const equals = word.indexOf('=')
    const name = word.startsWith('--') ? word.slice(2, equals === -1 ? undefined : equals) : ''
    if (!isOption(name)) {
      rest.push(word)
      continue
    }
    const value = equals === -1 ? argv[++index] : word.slice(equals + 1)
    if (value === undefined) return { ok: false, reason: `--${name} needs a value` }
    given.set(name, value)
  }
  const text = (name: OptionName): string =>
    given.get(name) ?? environment[variableOf(name)] ?? String(options[name].fallback)
  for (const [name, option] of Object.entries(options)) {
    if (option.kind !== 'number' || !isOption(name)) continue
    const value = text(name)
    if (!/^\d+$/.test(value)) {
      return { ok: false, reason: `--${name} (${variableOf(name)}) must be a whole number, not "${value}"` }
    }
  }
  const number = (name: OptionName): number => Number(text(name))
  const megabytes = (name: OptionName): number => number(name) * 1024 * 1024
  const url = text('url').replace(/\/+$/, '')
  if (url !== '' && !URL.canParse(url)) return { ok: false, reason: `--url (LAPWING_URL) is not a URL: "${url}"` }
  if (number('port') > 65535) return { ok: false, reason: `--port (LAPWING_PORT) is above 65535` }
  const proxies = text('trust-proxy')
  return {
    ok: true,
    rest,
    config: {
      data: path.resolve(text('data')),
      host: text('host'),
      port: number('port'),
      url: url === '' ? null : url,
      trustProxy: proxies === '' || proxies === 'none' ? false : proxies.split(',').map((part) => part.trim()),
      logLevel: text('log-level'),
      maxRequestBytes: megabytes('max-request-mb'),
      maxEnvelopeBytes: megabytes('max-envelope-mb'),
      maxBacklogBytes: megabytes('max-backlog-mb'),
      minFreeDiskBytes: megabytes('min-free-disk-mb'),
      segmentBytes: megabytes('segment-mb'),
      retentionDays: number('retention-days'),
      duckdbMemoryMb: number('duckdb-memory-mb'),
      observabilityRequests: number('observability-requests'),
    },
  }
}

/** The options as `--help` prints them. */
export function describeOptions(): string {
  return Object.entries(options)
    .map(([name, option]) => {
      const shown = option.fallback === '' ? '' : ` (default ${String(option.fallback)})`
      return `  --${name.padEnd(22)} ${variableOf(name).padEnd(30)} ${option.help}${shown}`
    })
    .join('\n')
}

function isOption(name: string): name is OptionName {
  return Object.hasOwn(options, name)
}
