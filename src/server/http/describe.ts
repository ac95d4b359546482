import { fastify } from 'fastify'
import { apiPrefix, registerRoutes } from './api.ts'
import { completeDocument, registerOpenApi } from './openapi.ts'

/** The OpenAPI document of all operations, without a server, for openapi.json. */
export async function describeApi(version: string): Promise<Record<string, unknown>> {
  const app = fastify()
  let document: object = {}
  await app.register(
    async (scope) => {
      await registerOpenApi(scope, version)
      registerRoutes(scope, () => {
        throw new Error('described routes answer nothing')
      })
      scope.addHook('onReady', async () => {
        document = scope.swagger()
      })
    },
    { prefix: apiPrefix },
  )
  await app.ready()
  await app.close()
  return completeDocument(document)
}
