import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Config } from '../config.ts'

const fileName = 'url'

/** Remembers where the server of this data folder is reached, for commands that print links and DSNs beside it. */
export async function rememberUrl(data: string, url: string): Promise<void> {
  // A convenience: a disk without room for it must not keep the server from starting.
  await writeFile(path.join(data, fileName), `${url}\n`).catch(() => undefined)
}

/** `--url`, else where the server of this data folder was reached last, else the default address. */
export async function publicUrl(config: Config): Promise<string> {
  if (config.url !== null) return config.url
  const remembered = await readFile(path.join(config.data, fileName), 'utf8').catch(() => '')
  return URL.canParse(remembered.trim()) ? remembered.trim() : `http://localhost:${config.port}`
}
