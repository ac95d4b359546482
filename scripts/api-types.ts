/** Writes src/web/api/schema.ts from openapi.json; test/web/api-types.test.ts fails when it is stale. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeApiTypes } from './write-api-types.ts'

const root = join(import.meta.dirname, '..')
const text = writeApiTypes(JSON.parse(readFileSync(join(root, 'openapi.json'), 'utf8')))
writeFileSync(join(root, 'src/web/api/schema.ts'), text)
console.log(`src/web/api/schema.ts: ${text.length} bytes`)
