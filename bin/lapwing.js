#!/usr/bin/env node
/**
 * Starts the command line with Node's compile cache on: without it each of the three threads loads the type stripper and compiles all anew,
 * which is 40 MB and half a second (docs/adr/0003). Plain JavaScript, because a TypeScript entry would load the stripper by itself.
 */
// The default import: Node 20, which is only to be told so below, has no such name to link to.
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 24) {
  console.error(
    `Lapwing runs on Node 24, this is ${process.version}. Use \`npm start\` or \`npm run lapwing\`: they bring it along.`,
  )
  process.exit(1)
}

// Both can only be set before the process starts, so it starts again in its own place (docs/adr/0005): 25 MB and 60 MB.
const isTuned = process.env.MALLOC_ARENA_MAX !== undefined
if (!isTuned && typeof process.execve === 'function' && process.platform !== 'win32') {
  const words = [process.execPath, '--max-semi-space-size=4', ...process.execArgv, ...process.argv.slice(1)]
  process.execve(process.execPath, words, { ...process.env, MALLOC_ARENA_MAX: '2' })
}

const folder = fileURLToPath(new URL('../.cache/compile', import.meta.url))
module.enableCompileCache(folder)
// Worker threads read the variable when they start.
process.env.NODE_COMPILE_CACHE = folder
await import('../src/server/main.ts')
