import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findIssues, openWorld, type World } from '../conformance/world.ts'
import { eventually } from '../support/client.ts'
import { dig, list, text } from '../support/json.ts'
import { temporaryFolder } from '../support/server.ts'
import { type CliRun, runSentryCli } from './sentry-cli.ts'

const recorded = path.join(import.meta.dirname, '../../fixtures/envelopes')
const run = promisify(execFile)

let folder = { path: '', remove: async () => {} }
let world: World
beforeAll(async () => {
  folder = await temporaryFolder('sentry-cli')
  world = await openWorld('sentry-cli-server')
}, 180_000)
afterAll(async () => {
  await world.close()
  await folder.remove()
})

/** Runs a command with a user's token; everything that it asks must be answered well. */
async function cli(...words: string[]): Promise<CliRun> {
  return cliWith({ SENTRY_URL: world.server.url, SENTRY_AUTH_TOKEN: world.token, SENTRY_PROJECT: 'app' }, words)
}

async function cliWith(env: Record<string, string>, words: string[], where = folder.path): Promise<CliRun> {
  const result = await runSentryCli(words, { folder: where, env: { SENTRY_ORG: 'lapwing', ...env } })
  expect(result.requests.filter(({ status }) => status < 200 || status > 299)).toEqual([])
  if (result.code !== 0) throw new Error(`${words.join(' ')}: ${result.said}`)
  return result
}

const readIssue = (id: string) => world.api.get(`/organizations/lapwing/issues/${id}/`)
const readRelease = (version: string) => world.api.get(`/organizations/lapwing/releases/${version}/`)
const readEvent = (id: string) => eventually(() => world.api.get(`/projects/lapwing/app/events/${id}/`))

describe('who and what is there', () => {
  test('info knows the server, the user and the scopes', async () => {
    const { said } = await cli('info')
    expect(said).toContain(`Sentry Server: ${world.server.url}`)
    expect(said).toContain('User: admin@localhost')
    expect(said).toContain('- project:releases')
  })

  test('login checks a token and keeps it', async () => {
    const home = await temporaryFolder('sentry-cli-home')
    try {
      const env = { SENTRY_URL: world.server.url }
      const { code, said } = await runSentryCli(['login', '--auth-token', world.token], { folder: home.path, env })
      expect(said).toContain('Valid token for user admin@localhost')
      expect(code).toBe(0)
      expect(await readFile(path.join(home.path, '.sentryclirc'), 'utf8')).toContain(`token=${world.token}`)
    } finally {
      await home.remove()
    }
  })

  test('a wrong token is refused in words', async () => {
    const env = { SENTRY_URL: world.server.url, SENTRY_AUTH_TOKEN: 'f'.repeat(64), SENTRY_ORG: 'lapwing' }
    const { code, said, requests } = await runSentryCli(['projects', 'list'], { folder: folder.path, env })
    expect(code).toBe(1)
    expect(requests).toMatchObject([{ status: 401 }])
    expect(said).toContain('Invalid token')
  })

  test('organisations, projects and repositories are listed', async () => {
    expect((await cli('organizations', 'list')).said).toMatch(/\| 1\s+\| Lapwing \| lapwing/)
    const { said } = await cli('projects', 'list')
    expect(said).toMatch(/\| app\s+\| Lapwing/)
    expect(said).toMatch(/\| recorded\s+\| Lapwing/)
    await cli('repos', 'list')
  })
})

describe('issues', () => {
  test('are listed, by query and by status', async () => {
    const all = (await cli('issues', 'list')).said
    expect(all).toContain('PaymentFailed: could not charge the card')
    expect(all).toContain('the printer is out of paper')
    const found = (await cli('issues', 'list', '--query', 'shop:berlin')).said
    expect(found).toContain('PaymentFailed')
    expect(found).not.toContain('the printer is out of paper')
    expect((await cli('issues', 'list', '--status', 'unresolved', '--max-rows', '1')).said).toContain('unresolved')
  })

  test('are resolved, muted and opened again, by id', async () => {
    const [id = ''] = await findIssues(world.api, 'app', 'RangeError: no cart')
    await cli('issues', 'resolve', '--id', id)
    expect(await readIssue(id)).toMatchObject({ status: 'resolved' })
    expect((await cli('issues', 'list', '--status', 'resolved')).said).toContain('RangeError: no cart')
    await cli('issues', 'mute', '--id', id)
    expect(await readIssue(id)).toMatchObject({ status: 'ignored' })
    expect((await cli('issues', 'list', '--status', 'muted')).said).toContain('RangeError: no cart')
    await cli('issues', 'unresolve', '--id', id)
    expect(await readIssue(id)).toMatchObject({ status: 'unresolved' })
    await cli('issues', 'resolve', '--next-release', '--id', id)
    expect(await readIssue(id)).toMatchObject({ status: 'resolved', statusDetails: { inNextRelease: true } })
  })

  test('are resolved and opened all at once', async () => {
    await cli('issues', 'resolve', '--all')
    expect(list(await world.api.get('/projects/lapwing/app/issues/?query=is:unresolved'))).toEqual([])
    await cli('issues', 'unresolve', '--status', 'resolved')
    expect(list(await world.api.get('/projects/lapwing/app/issues/?query=is:resolved'))).toEqual([])
  })
})

describe('releases and deploys', () => {
  test('a release is made, listed, shown, finalised and deleted', async () => {
    await cli('releases', 'new', 'shop@3.0.0')
    expect(await readRelease('shop@3.0.0')).toMatchObject({ version: 'shop@3.0.0', dateReleased: null })
    const { said } = await cli('releases', 'list', '--show-projects')
    expect(said).toContain('3.0.0')
    // Named by events only.
    expect(said).toContain('1.4.2')
    expect((await cli('releases', 'list', '--raw')).said.split('\n')).toContain('shop@3.0.0')
    expect((await cli('releases', 'info', 'shop@3.0.0', '--show-projects')).said).toMatch(/app/)
    await cli('releases', 'finalize', 'shop@3.0.0')
    expect(Date.parse(text(await readRelease('shop@3.0.0'), 'dateReleased'))).toBeGreaterThan(Date.now() - 60_000)
    await cli('releases', 'archive', 'shop@3.0.0')
    expect(await readRelease('shop@3.0.0')).toMatchObject({ status: 'archived' })
    await cli('releases', 'restore', 'shop@3.0.0')
    expect(await readRelease('shop@3.0.0')).toMatchObject({ status: 'open' })
    await cli('releases', 'delete', 'shop@3.0.0')
    expect(await world.api.send('GET', '/organizations/lapwing/releases/shop@3.0.0/', undefined)).toMatchObject({
      status: 404,
    })
  })

  test('commits come from a git repository, and from words', async () => {
    const repository = path.join(folder.path, 'till')
    await mkdir(repository)
    const git = (...words: string[]) =>
      run('git', ['-c', 'user.name=Admin', '-c', 'user.email=admin@localhost', ...words], {
        cwd: repository,
        env: { PATH: process.env['PATH'], HOME: folder.path },
      })
    await git('init', '--quiet')
    await git('remote', 'add', 'origin', 'https://git.example/shop/till.git')
    for (const name of ['open', 'shut']) {
      await writeFile(path.join(repository, `${name}.txt`), name)
      await git('add', '.')
      await git('commit', '--quiet', '--message', `Let it ${name}`)
    }
    await cli('releases', 'new', 'till@1.0.0')
    const env = { SENTRY_URL: world.server.url, SENTRY_AUTH_TOKEN: world.token, SENTRY_PROJECT: 'app' }
    await cliWith(env, ['releases', 'set-commits', 'till@1.0.0', '--local'], repository)
    const { said } = await cli('releases', 'info', 'till@1.0.0', '--show-commits')
    const { stdout } = await git('rev-parse', 'HEAD')
    expect(said).toContain(stdout.trim().slice(0, 7))
    expect(await readRelease('till@1.0.0')).toMatchObject({ commitCount: 2 })
    const commits = await world.api.get('/organizations/lapwing/releases/till@1.0.0/commits/')
    expect(list(commits).map((commit) => text(commit, 'message').trim())).toEqual(['Let it shut', 'Let it open'])

    const name = text(await world.api.get('/organizations/lapwing/repos/'), 0, 'name')
    expect((await cli('repos', 'list')).said).toContain(name)
    await git('commit', '--quiet', '--allow-empty', '--message', 'Let it be')
    await cliWith(env, ['releases', 'set-commits', 'till@1.1.0', '--auto'], repository)
    // Only what is new since the release before.
    expect(await readRelease('till@1.1.0')).toMatchObject({ commitCount: 1 })
    await cli('releases', 'set-commits', 'till@1.2.0', '--commit', `${name}@${'a'.repeat(40)}..${'b'.repeat(40)}`)
    expect(await readRelease('till@1.2.0')).toMatchObject({ version: 'till@1.2.0' })
    await cli('releases', 'set-commits', 'till@1.0.0', '--clear')
    expect(await readRelease('till@1.0.0')).toMatchObject({ commitCount: 0 })
  })

  test('a deploy is made and listed', async () => {
    await cli('releases', 'new', 'till@2.0.0', '--finalize')
    await cli('deploys', 'new', '--release', 'till@2.0.0', '--env', 'production', '--name', 'friday', '--time', '60')
    expect((await cli('deploys', 'list', '--release', 'till@2.0.0')).said).toMatch(/production.*friday/)
    expect(await readRelease('till@2.0.0')).toMatchObject({ deployCount: 1, lastDeploy: { environment: 'production' } })
  })
})

describe('events', () => {
  test('are listed with their users and tags', async () => {
    const { said } = await cli('events', 'list', '--show-user', '--show-tags', '--max-rows', '50')
    expect(said).toContain('PaymentFailed: could not charge the card')
    expect(said).toContain('jane@example.com')
    expect(said).toContain('shop: berlin')
  })

  test('are sent from words and from files', async () => {
    const env = { SENTRY_DSN: world.server.dsn }
    const words = ['send-event', '--message', 'sold %s of %s', '--message-arg', '3', '--message-arg', '4']
    const sent = await cliWith(env, [...words, '--tag', 'till:north', '--user', 'id:7', '--release', 'till@2.0.0'])
    const id = /Event id: ([\w-]+)/.exec(sent.said)?.[1]?.replaceAll('-', '') ?? ''
    expect(await readEvent(id)).toMatchObject({ title: 'sold 3 of 4', user: { id: '7' } })

    const file = path.join(folder.path, 'event.json')
    await writeFile(file, JSON.stringify({ message: 'from a file', level: 'warning', platform: 'other' }))
    await cliWith(env, ['send-event', file])
    await eventually(async () => (await findIssues(world.api, 'app', 'from a file')).length === 1)
  })

  test('come from stored envelopes, read through and raw', async () => {
    const env = { SENTRY_DSN: world.server.dsn }
    const file = path.join(folder.path, 'one.envelope')
    const id = '9ec79c33ec9942ab8353589fcb2e04dc'
    const event = { event_id: id, message: 'from an envelope', platform: 'native' }
    await writeFile(file, `{"event_id":"${id}"}\n{"type":"event"}\n${JSON.stringify(event)}\n`)
    await cliWith(env, ['send-envelope', file])
    expect(await readEvent(id)).toMatchObject({ title: 'from an envelope' })
    const name = 'sentry.javascript.node-10.78.0-checkout.envelope'
    const [, , payload = ''] = (await readFile(path.join(recorded, name), 'utf8')).split('\n')
    await cliWith(env, ['send-envelope', '--raw', path.join(recorded, name)])
    expect(await readEvent(text(JSON.parse(payload), 'event_id'))).toMatchObject({
      title: 'PaymentFailed: could not charge the card',
    })
  })
})

describe('with a token of the organisation', () => {
  test('the server is read from the token, and releases are its business', async () => {
    const made = await world.api.send('POST', '/organizations/lapwing/org-auth-tokens/', { name: 'builds' })
    expect(made.status).toBe(201)
    const token = text(made.body, 'token')
    expect(token).toMatch(/^sntrys_/)
    const env = { SENTRY_AUTH_TOKEN: token, SENTRY_PROJECT: 'app' }
    expect((await cliWith(env, ['info'])).said).toContain(`Sentry Server: ${world.server.url}`)
    await cliWith(env, ['releases', 'new', 'built@1.0.0'])
    await cliWith(env, ['releases', 'finalize', 'built@1.0.0'])
    await cliWith(env, ['deploys', 'new', '--release', 'built@1.0.0', '--env', 'staging'])
    expect((await cliWith(env, ['deploys', 'list', '--release', 'built@1.0.0'])).said).toContain('staging')
    expect((await cliWith(env, ['releases', 'info', 'built@1.0.0'])).said).toContain('built@1.0.0')
    expect(dig(await readRelease('built@1.0.0'), 'dateReleased')).not.toBeNull()
  })
})
