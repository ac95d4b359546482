/** Writes openapi.json from the routes; with `--check` only says whether the file in the repository is up to date. */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describeApi } from '../src/server/http/describe.ts'

const root = path.join(import.meta.dirname, '..')
const file = path.join(root, 'openapi.json')
const text = `${JSON.stringify(await describeApi(await readVersion()), null, 2)}\n`

if (process.argv.includes('--check')) {
  const current = await readFile(file, 'utf8').catch(() => '')
  if (current !== text) {
    console.error('openapi.json is stale: run `npm run openapi` and commit it.')
    process.exitCode = 1
  }
} else {
  await writeFile(file, text)
  console.log(`openapi.json: ${text.length} bytes`)
}

async function readVersion(): Promise<string> {
  const { version }: { version: string } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
  return version
}
