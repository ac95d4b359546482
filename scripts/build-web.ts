import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Builds src/web into dist/web, only when a source changed since the last build: `node scripts/build-web.ts [--force]`.
 * A fresh build is recognised by the hash of its sources in dist/web/.built, before Vite is even loaded.
 */
const root = join(import.meta.dirname, '..')
const target = join(root, 'dist/web')
const stamp = join(target, '.built')

/** Every file below a directory, in a stable order, without the tests. */
function listSources(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name)
      if (entry.isDirectory()) return listSources(path)
      return /\.test\.tsx?$/.test(entry.name) ? [] : [path]
    })
}

function hashSources(): string {
  const hash = createHash('sha256')
  const files = [
    ...listSources(join(root, 'src/web')),
    ...listSources(join(root, 'src/protocol')),
    ...['vite.config.ts', 'package-lock.json'].map((name) => join(root, name)),
  ]
  for (const file of files)
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0')
  return hash.digest('hex')
}

async function buildWeb(sources: string): Promise<void> {
  const started = performance.now()
  // Built beside and moved into place: a server that is running never sees half a build, nor two builds each other's.
  const staging = join(root, `dist/.web-${process.pid}`)
  mkdirSync(join(root, 'dist'), { recursive: true })
  const { build } = await import('vite')
  try {
    await build({
      root: join(root, 'src/web'),
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: staging },
    })
    writeFileSync(join(staging, '.built'), sources)
    rmSync(target, { recursive: true, force: true })
    renameSync(staging, target)
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
  const { firstLoadSize } = await import('./web-sizes.ts')
  const list = firstLoadSize(target, 'features/issues/issue-list-page.tsx')
  const issue = firstLoadSize(target, 'features/issues/issue-page.tsx')
  const kB = (bytes: number) => (bytes / 1000).toFixed(0)
  console.log(
    `web: built in ${((performance.now() - started) / 1000).toFixed(1)} s; first load gzipped: issue list ${kB(list.script)} kB, issue page ${kB(issue.script)} kB script, ${kB(list.style)} kB style`,
  )
}

const sources = hashSources()
const isFresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === sources
if (isFresh && !process.argv.includes('--force')) console.log('web: up to date')
else await buildWeb(sources)
