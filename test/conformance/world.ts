/** A real server in a process of its own, filled by real SDKs, recorded envelopes and the command line. */
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { packMembers } from '../../src/server/digest/items/testing/pack-members.ts'
import { type ApiClient, apiClient, eventually, postEnvelope, readDsn } from '../support/client.ts'
import { dig, list, text } from '../support/json.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { runApp } from '../sdk/run-app.ts'

const root = path.join(import.meta.dirname, '../..')
const recordings = path.join(root, 'fixtures/envelopes')
const apps = ['checkout', 'everything', 'cause-chain', 'http-server', 'fingerprints', 'other-items']
const run = promisify(execFile)

/** Each of an owner's. */
const scopes = [
  'org:admin',
  'org:integrations',
  'org:ci',
  'member:admin',
  'member:invite',
  'team:admin',
  'project:admin',
]
const moreScopes = ['project:releases', 'event:admin', 'alerts:write']

export interface World {
  server: BootedServer
  /** Of the first owner, with every scope. */
  token: string
  api: ApiClient
  /** A second project, filled from recorded envelopes. */
  recordedDsn: string
  /** Runs a command of lapwing beside the server; gives what it printed. */
  lapwing(...words: string[]): Promise<string>
  close(): Promise<void>
}

/** Resolves when everything that was sent is in the API. */
export async function openWorld(name: string): Promise<World> {
  const folder = await temporaryFolder(name)
  const server = await bootServer({ data: folder.path })
  const lapwing = async (...words: string[]): Promise<string> => {
    const all = [path.join(root, 'bin/lapwing.js'), ...words, '--data', folder.path]
    const { stdout } = await run(process.execPath, all, { timeout: 60_000 })
    return stdout.trim()
  }
  const close = async () => {
    await server.kill()
    await folder.remove()
  }
  try {
    const wanted = [...scopes, ...moreScopes].flatMap((scope) => ['--scope', scope])
    const token = await lapwing('token', 'create', ...wanted)
    const recordedDsn = await lapwing('project', 'create', 'Recorded')
    await lapwing('user', 'create', 'kim@example.com')
    const api = apiClient(server.url, { authorization: `Bearer ${token}` })
    const sent = [...(await sendFromSdk(server.dsn)), ...(await sendRecorded(recordedDsn))]
    await sendVideo(recordedDsn)
    for (const { project, eventId } of sent) {
      await eventually(() => api.get(`/projects/lapwing/${project}/events/${eventId}/`))
    }
    return { server, token, api, recordedDsn, lapwing, close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Sent {
  project: string
  eventId: string
}

async function sendFromSdk(dsn: string): Promise<Sent[]> {
  const sent: Sent[] = []
  for (const name of apps) {
    const { code, stderr, sent: events } = await runApp(name, dsn)
    if (code !== 0) throw new Error(`the app ${name} ended with ${code}: ${stderr}`)
    sent.push(...events.map((event) => ({ project: 'app', eventId: text(event, 'event_id') })))
  }
  return sent
}

async function sendRecorded(dsn: string): Promise<Sent[]> {
  const { projectId } = readDsn(dsn)
  const sent: Sent[] = []
  for (const file of await readdir(recordings)) {
    const envelope = new Uint8Array(await readFile(path.join(recordings, file)))
    const response = await postEnvelope(dsn, envelope)
    if (!response.ok) throw new Error(`${file}: ${response.status} ${await response.text()}`)
    const [, item = '', payload = ''] = Buffer.from(envelope).toString().split('\n')
    if (item === '{"type":"event"}') sent.push({ project: projectId, eventId: text(JSON.parse(payload), 'event_id') })
  }
  return sent
}

/** A second of a mobile replay: no SDK for phones runs here. */
async function sendVideo(dsn: string): Promise<void> {
  const replayId = '0123456789abcdef0123456789abcdef'
  const now = Date.now() / 1000
  const event = {
    type: 'replay_event',
    event_id: replayId,
    replay_id: replayId,
    segment_id: 0,
    replay_type: 'session',
    replay_start_timestamp: now - 1,
    timestamp: now,
    platform: 'java',
    environment: 'production',
    urls: ['MainActivity'],
  }
  const recorded = [{ type: 4, timestamp: now * 1000, data: { href: '', height: 800, width: 400 } }]
  const payload = packMembers({
    replay_event: Buffer.from(JSON.stringify(event)),
    replay_recording: Buffer.from(`{"segment_id":0}\n${JSON.stringify(recorded)}`),
    replay_video: Buffer.from('the film of a second'),
  })
  const head = `${JSON.stringify({ event_id: replayId })}\n${JSON.stringify({ type: 'replay_video', length: payload.length })}\n`
  const response = await postEnvelope(dsn, new Uint8Array(Buffer.concat([Buffer.from(head), payload])))
  if (!response.ok) throw new Error(`a video: ${response.status} ${await response.text()}`)
}

/** Ids of the issues of a project whose titles begin so; the oldest first. */
export async function findIssues(api: ApiClient, project: string, title: string): Promise<string[]> {
  const issues = await api.get(`/projects/lapwing/${project}/issues/?query=&limit=100`)
  return list(issues)
    .filter((issue) => String(dig(issue, 'title')).startsWith(title))
    .map((issue) => text(issue, 'id'))
    .toSorted((a, b) => Number(a) - Number(b))
}

/** What the calls of the table name: ids and slugs of things that the world holds. */
export async function readValues({ api }: World): Promise<Map<string, string>> {
  const project = await api.get('/projects/lapwing/app/')
  const first = async (title: string) => {
    const [id] = await findIssues(api, 'app', title)
    if (id === undefined) throw new Error(`no issue of the apps is called ${title}`)
    return id
  }
  const issue = await first('PaymentFailed')
  const [mergeA = '', mergeB = ''] = await findIssues(api, 'app', 'EvalError')
  const detail = await api.get(`/organizations/lapwing/issues/${issue}/`)
  const latest = await api.get(`/organizations/lapwing/issues/${issue}/events/latest/`)
  const attached = await first('Error: with an attachment')
  const team = list(await api.get('/organizations/lapwing/teams/')).find((one) => dig(one, 'slug') === 'lapwing')
  return new Map([
    ['org', 'lapwing'],
    ['project', 'app'],
    ['projectId', text(project, 'id')],
    ['team', 'lapwing'],
    ['teamId', text(team, 'id')],
    ['userId', text(await api.get('/users/me/'), 'id')],
    ['issue', issue],
    ['shortId', text(detail, 'shortId')],
    ['event', text(latest, 'eventID')],
    ['attachedIssue', attached],
    ['withAttachment', text(await api.get(`/organizations/lapwing/issues/${attached}/events/latest/`), 'eventID')],
    ['mergeA', mergeA],
    ['mergeB', mergeB],
    ['bulkA', await first('the printer is out of paper')],
    ['bulkB', await first('RangeError: page 7 of 6')],
  ])
}
