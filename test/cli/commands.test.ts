import { execFile } from 'node:child_process'
import { appendFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { apiClient, eventEnvelope, eventually, postEnvelope, readDsn, signIn } from '../support/client.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'

const entry = path.join(import.meta.dirname, '../../bin/lapwing.js')
const run = promisify(execFile)

let folder = { path: '', remove: async () => {} }
let server: BootedServer | null = null
beforeEach(async () => {
  folder = await temporaryFolder('cli')
})
afterEach(async () => {
  await server?.kill()
  server = null
  await folder.remove()
})

/** Runs a command to its end; never rejects. */
async function lapwing(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    const { stdout, stderr } = await run(process.execPath, [entry, ...words, '--data', folder.path], {
      timeout: 60_000,
    })
    return { code: 0, stdout, stderr }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'stdout' in error && 'stderr' in error)) throw error
    return { code: Number(error.code), stdout: String(error.stdout), stderr: String(error.stderr) }
  }
}

describe('the command line', () => {
  test('--help lists every command and every option with its variable', async () => {
    const { code, stdout } = await lapwing('--help')
    expect(code).toBe(0)
    for (const word of ['serve', 'migrate', 'user create EMAIL', 'project create NAME', 'token create', 'doctor']) {
      expect(stdout).toContain(word)
    }
    expect(stdout).toMatch(/--port\s+LAPWING_PORT/)
  })

  test('what it does not know is refused with exit code 2', async () => {
    expect(await lapwing('fly')).toMatchObject({ code: 2, stderr: expect.stringContaining('unknown command: fly') })
    expect(await lapwing('serve', '--port', 'x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('LAPWING_PORT'),
    })
    expect(await lapwing('user', 'create', 'nobody')).toMatchObject({ code: 2 })
    expect(await lapwing('token', 'create', '--scope', 'org:fly')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('unknown scope: org:fly'),
    })
  })

  test('beside a running server: a project takes events in, a token reads, a link signs in once', async () => {
    const booted = await bootServer({ data: folder.path })
    server = booted
    const dsn = (await lapwing('project', 'create', 'Web', 'shop')).stdout.trim()
    expect(readDsn(dsn)).toMatchObject({ projectId: '2' })
    const response = await postEnvelope(
      dsn,
      eventEnvelope({ event_id: 'e'.repeat(32), message: 'from the command line' }),
    )
    expect(response.status).toBe(200)

    const token = (
      await lapwing('token', 'create', '--scope', 'org:read', '--scope', 'event:read', '--scope', 'project:read')
    ).stdout.trim()
    const reader = apiClient(booted.url, { authorization: `Bearer ${token}` })
    const event = await eventually(() => reader.get(`/projects/lapwing/web-shop/events/${'e'.repeat(32)}/`))
    expect(event).toMatchObject({ title: 'from the command line' })
    expect((await reader.send('DELETE', '/projects/lapwing/web-shop/', undefined)).status).toBe(403)

    const link = /^Sign in: (\S+)$/m.exec((await lapwing('user', 'create', 'kim@example.com')).stdout)?.[1] ?? ''
    const client = await signIn({ ...booted, signIn: link })
    expect(await client.get('/users/me/')).toMatchObject({ email: 'kim@example.com' })
    await expect(signIn({ ...booted, signIn: link })).rejects.toThrow('no cookie')
  })

  test('migrate makes an empty folder ready', async () => {
    expect(await lapwing('migrate')).toMatchObject({ code: 0 })
    expect(await readdir(folder.path)).toEqual(expect.arrayContaining(['meta.sqlite', 'events.duckdb', 'payloads']))
  })

  test('a running server says that it is well, to whoever asks', async () => {
    const server = await bootServer({ data: folder.path })
    try {
      const response = await fetch(`${server.url}/_health/`)
      expect([response.status, await response.text()]).toEqual([200, 'ok'])
    } finally {
      await server.kill()
    }
  })

  test('a second server on the same folder is refused, and says why', async () => {
    server = await bootServer({ data: folder.path })
    await expect(bootServer({ data: folder.path })).rejects.toThrow(/events\.duckdb.*\n?.*other process/s)
  })
})

describe('doctor', () => {
  test('finds a healthy folder healthy', async () => {
    server = await bootServer({ data: folder.path })
    await (await postEnvelope(server.dsn, eventEnvelope({ event_id: 'a'.repeat(32), message: 'm' }))).arrayBuffer()
    expect((await lapwing('doctor', '--min-free-disk-mb', '1')).stdout).toMatch(/warning a server is running/)
    await server.stop()
    server = null
    const { code, stdout } = await lapwing('doctor', '--min-free-disk-mb', '1')
    expect(stdout).not.toMatch(/^(broken|warning)/m)
    expect(stdout).toMatch(/ok\s+meta store: sound/)
    expect(stdout).toMatch(/ok\s+replays view: sound/)
    expect(stdout).toMatch(/ok\s+offsets: /)
    expect(code).toBe(0)
  })

  test('says when the sessions were lost', async () => {
    server = await bootServer({ data: folder.path })
    const started = new Date().toISOString()
    const session = { sid: 'c'.repeat(32), init: true, started, status: 'ok', attrs: { release: 'shop@1.0.0' } }
    await (await postEnvelope(server.dsn, `{}\n{"type":"session"}\n${JSON.stringify(session)}`)).arrayBuffer()
    const client = await signIn(server)
    await eventually(async () =>
      JSON.stringify(await client.get('/organizations/lapwing/projects/')).includes('"hasSessions":true'),
    )
    await server.stop()
    server = null
    expect((await lapwing('doctor', '--min-free-disk-mb', '1')).stdout).toMatch(/ok\s+sessions view: sound/)
    for (const name of await readdir(folder.path)) {
      if (name.startsWith('sessions.sqlite')) await rm(path.join(folder.path, name))
    }
    const { stdout } = await lapwing('doctor', '--min-free-disk-mb', '1')
    expect(stdout).toMatch(
      /warning\s+sessions view: empty, though projects have sent sessions\n\s+→ .*sessions\.sqlite/,
    )
  })

  test('says when the replays were lost, also when others came since', async () => {
    const record = async (replay: string, at: number, known: number) => {
      const said = {
        type: 'replay_event',
        replay_id: replay,
        segment_id: 0,
        timestamp: at / 1000,
        platform: 'javascript',
      }
      if (server === null) throw new Error('no server')
      const recording = `{"segment_id":0}\n${JSON.stringify([{ type: 4, timestamp: at, data: {} }])}`
      const items = [
        JSON.stringify({ event_id: replay }),
        '{"type":"replay_event"}',
        JSON.stringify(said),
        JSON.stringify({ type: 'replay_recording', length: recording.length }),
        recording,
      ]
      await (await postEnvelope(server.dsn, items.join('\n'))).arrayBuffer()
      const client = await signIn(server)
      await eventually(async () => {
        const { data }: { data: unknown[] } = Object(await client.get('/organizations/lapwing/replays/'))
        return data.length === known
      })
      // The view of replays goes first; that its project has any is known a moment later.
      await eventually(async () =>
        JSON.stringify(await client.get('/organizations/lapwing/projects/')).includes('"hasReplays":true'),
      )
    }
    const lose = async (name: string) => {
      for (const file of await readdir(folder.path)) {
        if (file.startsWith(name)) await rm(path.join(folder.path, file))
      }
    }
    const doctor = async () => (await lapwing('doctor', '--min-free-disk-mb', '1')).stdout

    server = await bootServer({ data: folder.path })
    await record('d'.repeat(32), Date.now(), 1)
    await server.stop()
    server = null
    expect(await doctor()).not.toMatch(/^(broken|warning)/m)
    await lose('replays.sqlite')
    expect(await doctor()).toMatch(
      /warning\s+replays view: empty, though projects have sent replays\n\s+→ .*replays\.sqlite from a backup/,
    )

    // Recordings of a week ago, and a replay of today: the folder of their day says so.
    const weekAgo = new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10)
    const days = path.join(folder.path, 'blobs', 'replays')
    const [today = ''] = await readdir(days)
    await rename(path.join(days, today), path.join(days, weekAgo))
    server = await bootServer({ data: folder.path })
    await record('e'.repeat(32), Date.now(), 1)
    await server.stop()
    server = null
    expect(await doctor()).toMatch(
      new RegExp(
        `warning\\s+replays view: begins .*, though there are recordings of ${weekAgo}\\n\\s+→ .*replays\\.sqlite`,
      ),
    )
  })

  test('says what is broken and what to do', async () => {
    server = await bootServer({ data: folder.path })
    await (await postEnvelope(server.dsn, eventEnvelope({ event_id: 'b'.repeat(32), message: 'm' }))).arrayBuffer()
    await server.kill()
    server = null
    const spool = path.join(folder.path, 'spool')
    const [segment = ''] = (await readdir(spool)).filter((name) => name.endsWith('.segment'))
    await appendFile(path.join(spool, segment), 'torn')
    await writeFile(path.join(folder.path, 'events.duckdb'), Buffer.alloc(50_000, 'garbage'))
    const { code, stdout } = await lapwing('doctor', '--min-free-disk-mb', '1')
    expect(code).toBe(1)
    expect(stdout).toMatch(/warning\s+4 bytes of a torn write.*\n\s+→ nothing/)
    expect(stdout).toMatch(/broken\s+the stores could not be opened: The events file .*events\.duckdb/)
  })
})
