import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiClient, type ApiClient, eventEnvelope, eventually, postEnvelope } from '../support/client.ts'
import { dig, list, text } from '../support/json.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { type CliRun, runSentryCli } from './sentry-cli.ts'

const run = promisify(execFile)
const lapwing = path.join(import.meta.dirname, '../../bin/lapwing.js')

/** Everything that a path has to be careful with. */
const version = 'my.app@1.2.3+45'

let folder = { path: '', remove: async () => {} }
let server: BootedServer
let token: string
let api: ApiClient
let repository: string
beforeAll(async () => {
  folder = await temporaryFolder('cli-releases')
  server = await bootServer({ data: path.join(folder.path, 'data') })
  const scopes = ['project:releases', 'project:read', 'project:write', 'org:write', 'event:read'].flatMap((scope) => [
    '--scope',
    scope,
  ])
  const words = ['token', 'create', ...scopes, '--data', path.join(folder.path, 'data')]
  token = (await run(process.execPath, [lapwing, ...words])).stdout.trim()
  api = apiClient(server.url, { authorization: `Bearer ${token}` })
  repository = path.join(folder.path, 'shop')
  await mkdir(repository)
  await git('init', '--quiet')
  await git('remote', 'add', 'origin', 'git@git.example:acme/shop.git')
}, 120_000)
afterAll(async () => {
  await server.kill()
  await folder.remove()
})

async function git(...words: string[]): Promise<string> {
  const { stdout } = await run('git', ['-c', 'user.name=Admin', '-c', 'user.email=admin@localhost', ...words], {
    cwd: repository,
    env: { PATH: process.env['PATH'], HOME: folder.path },
  })
  return stdout.trim()
}

async function commit(file: string, message: string): Promise<string> {
  await writeFile(path.join(repository, file), randomUUID())
  await git('add', '.')
  await git('commit', '--quiet', '--message', message)
  return git('rev-parse', 'HEAD')
}

/** Runs a command in the repository; every request must be answered well. */
async function cli(...words: string[]): Promise<CliRun> {
  const env = { SENTRY_URL: server.url, SENTRY_AUTH_TOKEN: token, SENTRY_ORG: 'lapwing', SENTRY_PROJECT: 'app' }
  const result = await runSentryCli(words, { folder: repository, env })
  expect(result.requests.filter(({ status }) => status < 200 || status > 299)).toEqual([])
  if (result.code !== 0) throw new Error(`${words.join(' ')}: ${result.said}`)
  return result
}

function readRelease(name: string, rest = ''): Promise<unknown> {
  return api.get(`/organizations/lapwing/releases/${encodeURIComponent(name)}/${rest}`)
}

async function sendEvent(event: Record<string, unknown>): Promise<unknown> {
  const id = randomUUID().replaceAll('-', '')
  await (await postEnvelope(server.dsn, eventEnvelope({ event_id: id, ...event }))).arrayBuffer()
  return eventually(() => api.get(`/projects/lapwing/app/events/${id}/`))
}

describe('sentry-cli', () => {
  test('makes, shows, finalises and deletes a release whose name needs care', async () => {
    await cli('releases', 'new', version, '--url', 'https://git.example/acme/shop/releases/1.2.3')
    expect(await readRelease(version)).toMatchObject({
      version,
      url: 'https://git.example/acme/shop/releases/1.2.3',
      dateReleased: null,
      dateStarted: expect.any(String),
      projects: [{ slug: 'app' }],
    })
    expect((await cli('releases', 'list', '--raw')).said.split('\n')).toContain(version)
    expect((await cli('releases', 'info', version)).said).toContain(version)
    await cli('releases', 'finalize', version, '--released', '1790000000')
    expect(await readRelease(version)).toMatchObject({ dateReleased: '2026-09-21T14:13:20.000Z', status: 'open' })
    await cli('deploys', 'new', '--release', version, '--env', 'production', '--started', '1790000000', '--time', '30')
    expect((await cli('deploys', 'list', '--release', version)).said).toContain('production')
    await cli('releases', 'delete', version)
    expect((await cli('releases', 'list', '--raw')).said).not.toContain(version)
  })

  test('tells commits from local git, each release where the last one ended, and they resolve issues', async () => {
    const broken = await sendEvent({ message: 'The till is stuck', release: 'shop@1.0', level: 'error' })
    const issue = await api.get(`/organizations/lapwing/issues/${text(broken, 'groupID')}/`)
    const first = await commit('one.txt', 'Begin')
    await cli('releases', 'new', 'shop@1.0')
    await cli('releases', 'set-commits', 'shop@1.0', '--local')
    const second = await commit('two.txt', `Oil the till\n\nFixes ${text(issue, 'shortId')}`)
    const third = await commit('three.txt', 'Polish it')
    await cli('releases', 'new', 'shop@1.1')
    await cli('releases', 'set-commits', 'shop@1.1', '--auto')
    const told = list(await readRelease('shop@1.1', 'commits/'))
    // Those since the release before, which already had the first.
    expect(told.map((one) => dig(one, 'id'))).toEqual([third, second])
    // What sentry-cli calls a repository that the server does not know is up to it.
    expect(told[1]).toMatchObject({ repository: { name: expect.any(String) }, author: { email: 'admin@localhost' } })
    expect(await readRelease('shop@1.1', 'commitfiles/')).toMatchObject([
      { filename: expect.any(String), type: 'A' },
      { filename: expect.any(String), type: 'A' },
    ])
    expect(list(await readRelease('shop@1.0', 'commits/')).map((one) => dig(one, 'id'))).toEqual([first])
    const solved = await api.get(`/organizations/lapwing/issues/${text(broken, 'groupID')}/`)
    expect(solved).toMatchObject({ status: 'resolved', statusDetails: { inRelease: 'shop@1.1' } })
    expect(await api.get('/projects/lapwing/app/releases/shop@1.1/resolved/')).toMatchObject([{ id: dig(issue, 'id') }])
    // Events of releases before it are what was solved.
    await sendEvent({ message: 'The till is stuck', release: 'shop@1.0', level: 'error' })
    expect(await api.get(`/organizations/lapwing/issues/${text(broken, 'groupID')}/`)).toMatchObject({
      status: 'resolved',
    })
    await sendEvent({ message: 'The till is stuck', release: 'shop@1.1', level: 'error' })
    expect(await api.get(`/organizations/lapwing/issues/${text(broken, 'groupID')}/`)).toMatchObject({
      status: 'unresolved',
      substatus: 'regressed',
    })
  })

  test('tells commits by hand, and takes them back', async () => {
    const head = await commit('four.txt', 'By hand')
    await api.send('POST', '/organizations/lapwing/repos/', { name: 'acme/shop' })
    expect((await cli('repos', 'list')).said).toContain('acme/shop')
    await cli('releases', 'new', 'shop@2.0')
    await cli('releases', 'set-commits', 'shop@2.0', '--commit', `acme/shop@${head}`)
    expect(await readRelease('shop@2.0')).toMatchObject({ commitCount: 1, lastCommit: { id: head } })
    expect((await cli('releases', 'info', 'shop@2.0', '--show-commits')).said).toContain(head.slice(0, 7))
    await cli('releases', 'set-commits', 'shop@2.0', '--clear')
    expect(await readRelease('shop@2.0')).toMatchObject({ commitCount: 0, lastCommit: null })
  })
})
