import type { Config } from '../config.ts'

/** Where people reach the server, as far as the command line can know. */
export function publicUrl(config: Config): string {
  return config.url ?? `http://localhost:${config.port}`
}
