/** A page to read and try the API: Swagger UI, whose files come with @fastify/swagger-ui and are served from here. */
import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { urlsOf } from './route.ts'

const files: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
}

/** Nothing from elsewhere and no script in the page; the pictures of its style sheet are data. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Lapwing API</title>
<link rel="stylesheet" href="swagger-ui.css">
<link rel="icon" type="image/png" href="favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="swagger-ui-bundle.js"></script>
<script src="start.js"></script>
</body>
</html>
`

/** No validator: that would send the document to swagger.io. */
const start = `SwaggerUIBundle({
  url: '../openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  validatorUrl: null,
})
`

/** Adds `docs/` to the API's scope. No credentials needed: the document is public as well. */
export function registerDocs(scope: FastifyInstance): void {
  const hidden = { schema: { hide: true } }
  for (const url of urlsOf(scope, '/docs/')) {
    scope.get(url, hidden, async (request, reply) => {
      // The page's files stand beside it.
      if (!new URL(request.url, 'http://host').pathname.endsWith('/')) return reply.redirect('docs/', 308)
      return reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(page)
    })
  }
  scope.get('/docs/start.js', hidden, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(start),
  )
  for (const [name, type] of Object.entries(files)) {
    scope.get(`/docs/${name}`, hidden, async (_request, reply) =>
      reply
        .header('cache-control', 'public, max-age=86400')
        .type(type)
        .send(createReadStream(path.join(folder(), name))),
    )
  }
}

/** Looked up when somebody asks: no start waits for it. */
function folder(): string {
  const main = createRequire(import.meta.url).resolve('@fastify/swagger-ui')
  return path.join(path.dirname(main), 'static')
}
