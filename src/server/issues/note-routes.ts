import { LapwingError } from '../errors.ts'
import type { Caller } from '../http/authenticate.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { type Static, Type } from '../http/type.ts'
import type { Activity } from '../storage/meta/ports/issues.ts'
import type { Organization, User } from '../storage/meta/ports/people.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import { serializeActivities } from './activity.ts'
import { onePath } from './paths.ts'
import { ActivitySchema } from './schema.ts'

const tags = ['Issues']
const readEvents = ['event:read', 'event:write', 'event:admin'] as const
const writeEvents = ['event:write', 'event:admin'] as const

const NoteBody = Type.Object({
  text: Type.String({ maxLength: 50_000 }),
  /** For Sentry's clients: who is named in the text is found there. */
  mentions: Type.Optional(Type.Array(Type.Unknown())),
})

/** Both names of the same thing, on all paths of an issue. */
function notePath<const Rest extends string>(rest: Rest) {
  const notes = onePath(`notes/${rest}`)
  const comments = onePath(`comments/${rest}`)
  return { path: notes.path, aliases: [...notes.aliases, comments.path, ...comments.aliases] }
}

const listNotes = route({
  method: 'GET',
  ...notePath(''),
  permission: readEvents,
  query: Type.Object({
    limit: Type.Optional(Type.Integer()),
    per_page: Type.Optional(Type.Integer()),
    cursor: Type.Optional(Type.String()),
  }),
  response: Type.Array(ActivitySchema),
  summary: 'Comments on an issue, newest first',
  tags,
  async handler({ organization, issue, query, page }, { storage }) {
    const cursor = readCursor(query.cursor)
    const notes = await readNotes(issue.id, storage.meta)
    const rows = pageOfList(notes, cursor, readPageSize(query, 100), ({ id }) => ({ value: -id, id: BigInt(id) }))
    return serializeActivities(page(rows, cursor), organization.id, storage.meta)
  },
})

const addNote = route({
  method: 'POST',
  ...notePath(''),
  permission: writeEvents,
  body: NoteBody,
  response: ActivitySchema,
  status: 201,
  summary: 'Comment on an issue',
  tags,
  async handler({ organization, issue, caller, body }, { storage, now }) {
    const { id: userId } = requirePerson(caller)
    const text = readText(body)
    const createdAt = now()
    await refuseRepeated({ issueId: issue.id, userId, text, at: createdAt }, storage.meta)
    const note = await storage.meta.addNote({ issueId: issue.id, userId, text, createdAt })
    return serializeNote(note, organization, storage.meta)
  },
})

const updateNote = route({
  method: 'PUT',
  ...notePath('{note_id}/'),
  permission: writeEvents,
  body: NoteBody,
  response: ActivitySchema,
  summary: 'Change a comment of one’s own',
  tags,
  async handler({ organization, issue, caller, params, body }, { storage }) {
    const id = await findOwnNote(params.note_id, issue.id, requirePerson(caller), storage.meta)
    const note = await storage.meta.updateNote(id, issue.id, readText(body))
    if (!note) throw new LapwingError('not_found')
    return serializeNote(note, organization, storage.meta)
  },
})

const deleteNote = route({
  method: 'DELETE',
  ...notePath('{note_id}/'),
  permission: writeEvents,
  response: null,
  summary: 'Delete a comment of one’s own',
  tags,
  async handler({ issue, caller, params }, { storage }) {
    const id = await findOwnNote(params.note_id, issue.id, requirePerson(caller), storage.meta)
    await storage.meta.deleteNote(id, issue.id)
  },
})

const historyPage = 1000

/** All comments, newest first: dozens, among hundreds of other lines of the history at most. */
async function readNotes(issueId: number, meta: Pick<MetaStore, 'listActivity'>): Promise<Activity[]> {
  const notes: Activity[] = []
  for (let before: Activity | undefined; ; ) {
    const rows: Activity[] = await meta.listActivity(issueId, historyPage, before)
    notes.push(...rows.filter((row) => row.type === 'note'))
    before = rows.at(-1)
    if (rows.length < historyPage) return notes
  }
}

/** Only the author may touch a comment; superusers any. */
async function findOwnNote(
  noteId: string,
  issueId: number,
  user: User,
  meta: Pick<MetaStore, 'listActivity'>,
): Promise<number> {
  const note = (await readNotes(issueId, meta)).find(({ id }) => String(id) === noteId)
  if (!note || (note.userId !== user.id && !user.isSuperuser)) throw new LapwingError('not_found')
  return note.id
}

const hour = 3_600_000

/** Sent twice by a double click or a retry. */
async function refuseRepeated(
  note: { issueId: number; userId: number; text: string; at: number },
  meta: Pick<MetaStore, 'listActivity'>,
): Promise<void> {
  const recent = await meta.listActivity(note.issueId, historyPage)
  const isRepeated = recent.some(
    ({ type, userId, data, createdAt }) =>
      type === 'note' && userId === note.userId && data['text'] === note.text && note.at - createdAt < hour,
  )
  if (isRepeated) throw new LapwingError('bad_request', { detail: 'You have already posted that comment.' })
}

function requirePerson(caller: Caller): User {
  if (caller.user) return caller.user
  throw new LapwingError('forbidden', { detail: 'Comments are written by people; use the token of one.' })
}

function readText({ text }: Static<typeof NoteBody>): string {
  const trimmed = text.trim()
  if (trimmed !== '') return trimmed
  throw new LapwingError('invalid_input', { fields: { text: ['This field may not be blank.'] } })
}

async function serializeNote(note: Activity, organization: Organization, meta: MetaStore) {
  const [json] = await serializeActivities([note], organization.id, meta)
  if (!json) throw new Error('a note was serialized to nothing')
  return json
}

export const issueNoteRoutes = [listNotes, addNote, updateNote, deleteNote]
