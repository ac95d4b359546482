import type { Database } from '../../sqlite/database.ts'
import { integer, integerOrNull, text } from '../../sqlite/rows.ts'

/** A release in an environment of a project: what every session belongs to. */
export interface Place {
  id: number
  organizationId: number
  projectId: number
  releaseId: number
  environmentId: number
  release: string
  environment: string
  /** When the sessions counted here started, in seconds to the 10; null until one is. */
  first: number | null
  last: number | null
}

/** All places, in memory: some hundreds, a few ten thousand where releases come by the hour. */
export interface Places {
  all(): Iterable<Place>
  /** Null once it was removed with all of its sessions. */
  find(id: number): Place | null
  /** Created when new. */
  of(session: { organizationId: number; projectId: number; release: string; environment: string }): Place
  /** Notes that sessions that started then are counted here. */
  touch(place: Place, started: number): void
  /** Writes what `touch` noted. */
  flush(): void
}

export function openPlaces(database: Database): Places {
  const names = new Map<string, number>()
  const texts = new Map<number, string>()
  const byId = new Map<number, Place>()
  const byName = new Map<string, Place>()
  const touched = new Set<Place>()
  for (const row of database.all('SELECT id, name FROM names')) remember(integer(row, 'id'), text(row, 'name'))
  for (const row of database.all('SELECT * FROM places')) {
    const [releaseId, environmentId] = [integer(row, 'release_id'), integer(row, 'environment_id')]
    add({
      id: integer(row, 'id'),
      organizationId: integer(row, 'organization_id'),
      projectId: integer(row, 'project_id'),
      releaseId,
      environmentId,
      release: texts.get(releaseId) ?? '',
      environment: texts.get(environmentId) ?? '',
      first: integerOrNull(row, 'first'),
      last: integerOrNull(row, 'last'),
    })
  }

  function remember(id: number, name: string): void {
    names.set(name, id)
    texts.set(id, name)
  }

  function add(place: Place): void {
    byId.set(place.id, place)
    byName.set(keyOf(place), place)
  }

  function nameId(name: string): number {
    const known = names.get(name)
    if (known !== undefined) return known
    const id = database.run('INSERT INTO names (name) VALUES (?)', name).lastInsertRowid
    remember(id, name)
    return id
  }

  return {
    all: () => byId.values(),
    find: (id) => byId.get(id) ?? null,
    of(session) {
      const known = byName.get(keyOf(session))
      if (known) return known
      const { organizationId, projectId, release, environment } = session
      const [releaseId, environmentId] = [nameId(release), nameId(environment)]
      const { lastInsertRowid: id } = database.run(
        'INSERT INTO places (organization_id, project_id, release_id, environment_id) VALUES (?, ?, ?, ?)',
        organizationId,
        projectId,
        releaseId,
        environmentId,
      )
      const place = {
        id,
        organizationId,
        projectId,
        releaseId,
        environmentId,
        release,
        environment,
        first: null,
        last: null,
      }
      add(place)
      return place
    },
    touch(place, started) {
      if (place.first === null || started < place.first) place.first = started
      else if (place.last !== null && started <= place.last) return
      if (place.last === null || started > place.last) place.last = started
      touched.add(place)
    },
    flush() {
      for (const { id, first, last } of touched) {
        database.run('UPDATE places SET first = ?, last = ? WHERE id = ?', first, last, id)
      }
      touched.clear()
    },
  }
}

/** Names hold no line break (the digest cuts them off); if one did, places would only be told apart by more of it. */
function keyOf(place: { projectId: number; release: string; environment: string }): string {
  return `${place.projectId}\n${place.environment}\n${place.release}`
}
