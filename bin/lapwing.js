#!/usr/bin/env node
/**
 * Starts the command line with Node's compile cache on: without it each of the three threads loads the type stripper and compiles all anew,
 * which is 40 MB and half a second (docs/adr/0003). Plain JavaScript, because a TypeScript entry would load the stripper by itself.
 */
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../.cache/compile', import.meta.url))
enableCompileCache(folder)
// Worker threads read the variable when they start.
process.env.NODE_COMPILE_CACHE = folder
await import('../src/server/main.ts')
