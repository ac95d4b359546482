import type { Database } from '../../sqlite/database.ts'
import { integer, integerOrNull, text } from '../../sqlite/rows.ts'
import type { TextMatch } from '../../condition.ts'
import { compileTextMatch } from '../../text-match.ts'

/** The dictionary: every text that replays are searched by, numbered from 1 on, by field. */
export interface Terms {
  /** Created when new. Kept in mind until `forget`: within a batch most come repeatedly. */
  of(field: string, text: string): number
  find(field: string, text: string): number | null
  /** All that match, in no order. */
  match(field: string, match: TextMatch): number[]
  /** All whose text passes, in their order by code points, of those that hold all of `parts`: cheap tests that SQLite makes. `folded`: ASCII in lower case, of either case. */
  filter(field: string, parts: { exact: string[]; folded: string[] }, test: (text: string) => boolean): number[]
  text(id: number): string
  /** Fields whose name begins so, with the ids of their texts. */
  listFields(prefix: string): { name: string; ids: number[] }[]
  /** Ids in order of their text, by code points, from behind `after` on. */
  walk(field: string, descending: boolean, after: string | null, limit: number): { id: number; text: string }[]
  remove(id: number): void
  forget(): void
}

/** A text of its own in each field that has several of a replay: that there is one. */
export const anyText = ''

const readAtOnce = 1000

export function openTerms(database: Database): Terms {
  const fields = new Map<string, number>()
  const known = new Map<string, number>()

  function findField(name: string): number | null {
    const remembered = fields.get(name)
    if (remembered !== undefined) return remembered
    const row = database.get('SELECT id FROM fields WHERE name = ?', name)
    if (row === undefined) return null
    fields.set(name, integer(row, 'id'))
    return integer(row, 'id')
  }

  function find(field: string, value: string): number | null {
    const id = findField(field)
    if (id === null) return null
    const row = database.get('SELECT id FROM terms WHERE field = ? AND text = ?', id, value)
    return row ? integer(row, 'id') : null
  }

  function create(field: string, value: string): number {
    const id = findField(field) ?? database.run('INSERT INTO fields (name) VALUES (?)', field).lastInsertRowid
    return database.run('INSERT INTO terms (field, text) VALUES (?, ?)', id, value).lastInsertRowid
  }

  function filter(
    name: string,
    { exact, folded }: { exact: string[]; folded: string[] },
    test: (value: string) => boolean,
  ): number[] {
    const field = findField(name)
    if (field === null) return []
    const found: number[] = []
    const holds = [
      ...exact.map(() => 'AND instr(text, ?) > 0'),
      ...folded.map(() => 'AND instr(lower(text), ?) > 0'),
    ].join(' ')
    for (let after: string | null = null; ; ) {
      const rows = database.all(
        `SELECT id, text FROM terms WHERE field = ? AND text > ? ${holds} ORDER BY text LIMIT ${readAtOnce}`,
        field,
        after ?? anyText,
        ...exact,
        ...folded,
      )
      for (const row of rows) if (test(text(row, 'text'))) found.push(integer(row, 'id'))
      const last = rows.at(-1)
      if (last === undefined || rows.length < readAtOnce) return found
      after = text(last, 'text')
    }
  }

  return {
    of(field, value) {
      const key = `${field}\n${value}`
      const id = known.get(key) ?? find(field, value) ?? create(field, value)
      known.set(key, id)
      return id
    },
    find,
    match(field, match) {
      if (match.kind === 'pattern' || match.kind === 'contains') {
        const pieces = match.kind === 'pattern' ? match.pieces : [match.value]
        return filter(field, { exact: [], folded: plainPart(pieces) }, compileTextMatch(match))
      }
      const values = match.kind === 'equals' ? [match.value] : match.values
      return values.flatMap((value) => (value === anyText ? [] : (find(field, value) ?? [])))
    },
    filter,
    text(id) {
      const row = database.get('SELECT text FROM terms WHERE id = ?', id)
      if (row === undefined) throw new Error(`no term ${id}`)
      return text(row, 'text')
    },
    listFields(prefix) {
      const rows = database.all('SELECT id, name FROM fields WHERE substr(name, 1, ?) = ?', prefix.length, prefix)
      return rows.map((row) => {
        const own = database.all('SELECT id FROM terms WHERE field = ? AND text > ?', integer(row, 'id'), anyText)
        return { name: text(row, 'name'), ids: own.map((term) => integer(term, 'id')) }
      })
    },
    walk(field, descending, after, limit) {
      const id = findField(field)
      if (id === null) return []
      const [order, comparison] = descending ? ['DESC', '<'] : ['ASC', '>']
      const rows = database.all(
        `SELECT id, text FROM terms WHERE field = ? ${after === null ? '' : `AND text ${comparison} ?`} ORDER BY text ${order} LIMIT ?`,
        ...(after === null ? [id, limit] : [id, after, limit]),
      )
      return rows.map((row) => ({ id: integer(row, 'id'), text: text(row, 'text') }))
    },
    remove(id) {
      database.run('DELETE FROM terms WHERE id = ?', id)
      known.clear()
    },
    forget() {
      fields.clear()
      known.clear()
    },
  }
}

/**
 * The longest run of ASCII in the pieces of a pattern, for SQLite to look for: it tells most texts that cannot match, 3 times as fast as we do. Without i and
 * k, which are also what İ and K (the sign) are in lower case, and that SQLite does not know.
 */
export function plainPart(pieces: string[]): string[] {
  const runs = pieces.flatMap((piece) => piece.toLowerCase().match(/[!-hjl-~]+/g) ?? [])
  const [longest] = runs.toSorted((a, b) => b.length - a.length)
  return longest === undefined ? [] : [longest]
}

/** Whether nothing is posted under it any more. */
export function isUnposted(database: Database, term: number): boolean {
  const row = database.get('SELECT EXISTS (SELECT 1 FROM posts WHERE term = ?) AS posted', term)
  return row !== undefined && integerOrNull(row, 'posted') === 0
}
