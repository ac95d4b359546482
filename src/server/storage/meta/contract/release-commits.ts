import { describe, expect, it } from 'vitest'
import { everything } from '../../condition.ts'
import type { NewCommit } from '../ports/releases.ts'
import { type MetaHarness, newOrganization, newProject, now, occurrence, recordIds } from './harness.ts'

const ann = { name: 'Ann', email: 'ann@example.com' }

function commit(sha: string, own: Partial<NewCommit> = {}): NewCommit {
  return { sha, repository: 'acme/shop', message: `Change ${sha}`, author: ann, createdAt: now, files: null, ...own }
}

async function open(harness: () => MetaHarness) {
  const store = await harness().open()
  const { id: organizationId } = await newOrganization(store)
  const { id: projectId } = await newProject(store, organizationId)
  const create = async (version: string, createdAt = now, projectIds = [projectId]): Promise<number> => {
    const { release } = await store.createRelease({
      organizationId,
      version,
      projectIds,
      ref: null,
      url: null,
      createdAt,
      startedAt: null,
      releasedAt: null,
      ownerUserId: null,
      status: null,
      userAgent: null,
    })
    return release.id
  }
  return { store, organizationId, projectId, create }
}

const firstPage = { limit: 100, after: null, backwards: false }
const everywhere = { projectIds: null, environments: null }

/** Commits, repositories, deploys, and the issues that releases solve. */
export function describeReleaseCommits(harness: () => MetaHarness): void {
  describe('commits of a release', () => {
    it('are the newest first, and replaced as a whole', async () => {
      const { store, organizationId, create } = await open(harness)
      const releaseId = await create('1.0')
      const told = [
        commit('a', { createdAt: now }),
        commit('b', { createdAt: now + 2 }),
        commit('c', { createdAt: now + 1 }),
      ]
      const commits = await store.setReleaseCommits(releaseId, told, now)
      expect(commits.map(({ sha }) => sha)).toEqual(['b', 'c', 'a'])
      expect(commits[0]).toMatchObject({ message: 'Change b', createdAt: now + 2, author: ann })
      expect(await store.findRelease(organizationId, '1.0')).toMatchObject({ commitCount: 3 })
      const [figures] = await store.describeReleases([releaseId], everywhere)
      expect(figures).toMatchObject({ lastCommit: { sha: 'b' }, authors: [ann] })

      const page = { ...firstPage, releaseId, repositoryId: null, limit: 2 }
      const first = await store.listReleaseCommits(page)
      expect(first.rows.map((row) => row.commit.sha)).toEqual(['b', 'c'])
      expect(first.hasMore).toBe(true)
      const second = await store.listReleaseCommits({ ...page, after: first.rows[1]?.point ?? null })
      expect(second).toMatchObject({ rows: [{ commit: { sha: 'a' } }], hasMore: false })
      const back = await store.listReleaseCommits({ ...page, after: second.rows[0]?.point ?? null, backwards: true })
      expect(back.rows).toEqual(first.rows)

      await store.setReleaseCommits(releaseId, [commit('z')], now)
      expect(await store.findRelease(organizationId, '1.0')).toMatchObject({ commitCount: 1 })
      expect((await store.listReleaseCommits(page)).rows.map((row) => row.commit.sha)).toEqual(['z'])
      expect(await store.setReleaseCommits(releaseId, [], now)).toEqual([])
    })

    it('of one moment stay in their order; the same commit twice counts once', async () => {
      const { store, create } = await open(harness)
      const told = ['a', 'b', 'a', 'c'].map((sha) => commit(sha))
      const commits = await store.setReleaseCommits(await create('1.0'), told, now)
      expect(commits.map(({ sha }) => sha)).toEqual(['a', 'b', 'c'])
    })

    it('are one in all releases, and learn what they did not know', async () => {
      const { store, create } = await open(harness)
      const [one, two] = [await create('1.0', now), await create('2.0', now + 1)]
      const bare = { message: null, author: null, createdAt: null }
      const [first] = await store.setReleaseCommits(one, [commit('a', bare)], now + 7)
      expect(first).toMatchObject({ message: null, author: null, createdAt: now + 7 })
      await store.setReleaseCommits(two, [commit('a')], now + 8)
      const [again] = await store.setReleaseCommits(one, [commit('a', bare)], now + 9)
      expect(again).toMatchObject({ id: first?.id, message: 'Change a', author: ann, createdAt: now })
      const [holder] = await store.listReleasesOfCommits([first?.id ?? 0])
      expect(holder?.releases.map(({ version }) => version)).toEqual(['2.0', '1.0'])
    })

    it('are told apart by repository, and name authors and repositories once', async () => {
      const { store, organizationId, create } = await open(harness)
      const releaseId = await create('1.0')
      const ben = { name: null, email: 'ben@example.com' }
      const commits = await store.setReleaseCommits(
        releaseId,
        [
          commit('a'),
          commit('a', { repository: 'acme/api', author: ben }),
          commit('b', { author: { ...ann, name: 'Anna' } }),
        ],
        now,
      )
      expect(commits).toHaveLength(3)
      const [figures] = await store.describeReleases([releaseId], everywhere)
      expect(figures?.authors).toMatchObject([
        { email: ann.email, name: 'Anna' },
        { email: ben.email, name: null },
      ])
      const repositories = await store.listRepositories(organizationId)
      expect(repositories.map(({ name }) => name)).toEqual(['acme/api', 'acme/shop'])
      expect(await store.listRepositoriesOfRelease(releaseId)).toEqual(repositories)
      expect(await store.findRepositories(repositories.map(({ id }) => id))).toHaveLength(2)
      const [api] = repositories
      const query = { ...firstPage, releaseId, repositoryId: api?.id ?? 0 }
      expect((await store.listReleaseCommits(query)).rows).toHaveLength(1)
    })

    it('have files', async () => {
      const { store, create } = await open(harness)
      const releaseId = await create('1.0')
      const files = [
        { path: 'a.ts', type: 'A' },
        { path: 'b.ts', type: 'M' },
      ] as const
      await store.setReleaseCommits(
        releaseId,
        [commit('a', { files: [...files] }), commit('b', { files: [{ path: 'a.ts', type: 'D' }] })],
        now,
      )
      const { rows } = await store.listCommitFiles({ ...firstPage, releaseId })
      expect(rows.map(({ path, type, commit: { sha } }) => [path, type, sha])).toEqual([
        ['a.ts', 'A', 'a'],
        ['b.ts', 'M', 'a'],
        ['a.ts', 'D', 'b'],
      ])
      expect(await store.countCommitFiles(releaseId)).toBe(2)
      const second = await store.listCommitFiles({
        ...firstPage,
        releaseId,
        limit: 1,
        after: { value: 0, id: rows[0]?.id ?? 0 },
      })
      expect(second).toMatchObject({ rows: [{ path: 'b.ts' }], hasMore: true })
      // Told again without files: they stay. Told with files: these.
      await store.setReleaseCommits(releaseId, [commit('a')], now)
      expect(await store.countCommitFiles(releaseId)).toBe(2)
      await store.setReleaseCommits(releaseId, [commit('a', { files: [] })], now)
      expect(await store.countCommitFiles(releaseId)).toBe(0)
    })

    it('may be known by their heads alone', async () => {
      const { store, organizationId, create } = await open(harness)
      const releaseId = await create('1.0')
      const refs = [
        { repository: 'acme/api', commit: 'f'.repeat(40), previousCommit: null },
        { repository: 'acme/shop', commit: 'a', previousCommit: 'b' },
      ]
      await store.setReleaseCommits(releaseId, [commit('x')], now)
      await store.setReleaseRefs(releaseId, refs, { asCommits: false, at: now })
      expect(await store.listReleaseRefs(releaseId)).toEqual(refs)
      expect(await store.findRelease(organizationId, '1.0')).toMatchObject({ commitCount: 1 })
      const heads = await store.setReleaseRefs(releaseId, refs.slice(1), { asCommits: true, at: now })
      expect(heads.map(({ sha }) => sha)).toEqual(['a'])
      expect(await store.listReleaseRefs(releaseId)).toEqual(refs.slice(1))
      // A head that is among the told commits leaves them, and those of other repositories.
      const told = [commit('a'), commit('b'), commit('c', { repository: 'acme/api' })]
      await store.setReleaseCommits(releaseId, told, now)
      const setHead = async (sha: string) => {
        const [head] = refs.slice(1).map((ref) => ({ ...ref, commit: sha }))
        const commits = await store.setReleaseRefs(releaseId, head ? [head] : [], { asCommits: true, at: now })
        return commits.map((one) => one.sha)
      }
      expect(await setHead('a')).toEqual(['a', 'b', 'c'])
      expect(await setHead('z')).toEqual(['z', 'c'])
      expect(await store.setReleaseRefs(releaseId, [], { asCommits: true, at: now })).toEqual([])
      expect(await store.listReleaseRefs(releaseId)).toEqual([])
    })

    it('tell where the one before ended', async () => {
      const { store, organizationId, projectId, create } = await open(harness)
      const { id: otherProject } = await newProject(store, organizationId, 'other')
      const [first, second, third] = [await create('1', now), await create('2', now + 1), await create('3', now + 2)]
      await store.setReleaseCommits(await create('x', now + 1, [otherProject]), [commit('x')], now)
      expect(await store.findPreviousWithCommits(third)).toBeNull()
      await store.setReleaseCommits(first, [commit('a')], now)
      await store.setReleaseCommits(third, [commit('c')], now)
      expect(await store.findPreviousWithCommits(third)).toMatchObject({ version: '1' })
      expect(await store.findPreviousWithCommits(second)).toMatchObject({ version: '1' })
      expect(await store.findPreviousWithCommits(first)).toBeNull()
      expect(projectId).not.toBe(otherProject)
    })
  })

  describe('repositories', () => {
    it('have names of their own, and commits by date', async () => {
      const { store, organizationId, create } = await open(harness)
      const row = {
        organizationId,
        name: 'acme/shop',
        url: 'https://git.test/acme/shop',
        provider: null,
        createdAt: now,
      }
      const made = await store.createRepository(row)
      expect(made).toEqual({ ...row, id: made?.id, status: 'active' })
      expect(await store.createRepository(row)).toBeNull()
      await store.setReleaseCommits(await create('1'), [commit('a', { createdAt: now - 1 }), commit('b')], now)
      expect(await store.listRepositories(organizationId)).toEqual([made])
      const query = { ...firstPage, repositoryId: made?.id ?? 0, limit: 1 }
      const page = await store.listRepositoryCommits(query)
      expect(page).toMatchObject({ rows: [{ sha: 'b' }], hasMore: true })
      const [last] = page.rows
      const after = { value: last?.createdAt ?? 0, id: last?.id ?? 0 }
      expect(await store.listRepositoryCommits({ ...query, after })).toMatchObject({
        rows: [{ sha: 'a' }],
        hasMore: false,
      })
    })
  })

  describe('deploys', () => {
    it('are the newest first, and make the release one of the environment', async () => {
      const { store, organizationId, projectId, create } = await open(harness)
      const releaseId = await create('1.0', now, [])
      const row = { releaseId, environment: 'prod', name: null, url: null, startedAt: null, finishedAt: now }
      const first = await store.createDeploy({ ...row, projectIds: [] })
      const last = await store.createDeploy({
        ...row,
        name: 'Two',
        url: 'https://x.test',
        startedAt: now,
        finishedAt: now + 1,
        projectIds: [projectId],
      })
      expect(await store.listDeploys({ ...firstPage, releaseId })).toEqual({ rows: [last, first], hasMore: false })
      const [figures] = await store.describeReleases([releaseId], everywhere)
      expect(figures).toMatchObject({
        deployCount: 2,
        lastDeploy: { name: 'Two' },
        projects: [{ projectId, firstSeen: null, lastSeen: null, newIssues: 0 }],
      })
      const found = await store.searchReleases({
        ...firstPage,
        organizationId,
        projectIds: [projectId],
        environments: ['prod'],
        status: null,
        where: everything,
        sort: 'date',
        from: null,
        to: null,
      })
      expect(found.rows).toHaveLength(1)
    })
  })

  describe('issues that releases solve', () => {
    const by = { userId: null, at: now }

    it('are resolved in the next release when it comes up, by the API or by an event', async () => {
      const { store, projectId, create } = await open(harness)
      const [byApi = 0, byEvent = 0, other = 0] = await recordIds(
        store,
        ['a', 'b', 'c'].map((hash) => occurrence(projectId, { hashes: [hash], release: 'shop@2.0' })),
      )
      const resolve = (id: number, release: string, isNext: boolean) => {
        const resolution = { kind: 'release', release, isNext } as const
        return store.changeIssues([id], { ...by, status: { status: 'resolved', substatus: null, resolution } })
      }
      await resolve(byApi, 'shop@2.0', true)
      await resolve(other, 'shop@2.0', false)
      const listResolved = (version: string) => {
        return store.listResolvedIn({ projectIds: [projectId], version, limit: 10 })
      }
      expect(await listResolved('shop@2.0')).toEqual([other])
      // An older version that comes up late is not the next one.
      await create('shop@1.0', now + 1)
      expect(await store.findIssue(byApi)).toMatchObject({ resolution: { release: 'shop@2.0', isNext: true } })
      await create('shop@2.1', now + 2)
      const settled = { kind: 'release', release: 'shop@2.1', isNext: false }
      expect(await store.findIssue(byApi)).toMatchObject({ status: 'resolved', resolution: settled })
      const [activity] = await store.listActivity(byApi, 1)
      expect(activity).toMatchObject({ type: 'set_resolved_in_release', data: { version: 'shop@2.1' } })
      expect(await listResolved('shop@2.1')).toEqual([byApi])

      await resolve(byEvent, 'shop@2.1', true)
      await recordIds(store, [occurrence(projectId, { hashes: ['d'], release: 'shop@3.0' })])
      expect(await store.findIssue(byEvent)).toMatchObject({ resolution: { release: 'shop@3.0', isNext: false } })
      expect(await store.findIssue(other)).toMatchObject({ resolution: { release: 'shop@2.0', isNext: false } })
    })

    it('wait for the commit that solves them', async () => {
      const { store, organizationId, projectId } = await open(harness)
      const { id: otherProject } = await newProject(store, organizationId, 'other')
      const [anywhere = 0, here = 0] = await recordIds(store, [
        occurrence(projectId, { hashes: ['a'] }),
        occurrence(projectId, { hashes: ['b'] }),
        occurrence(otherProject),
      ])
      for (const [id, repositoryId] of [
        [anywhere, null],
        [here, 7],
      ] as const) {
        const resolution = { kind: 'commit', repositoryId, commit: 'abc' } as const
        await store.changeIssues([id], { ...by, status: { status: 'resolved', substatus: null, resolution } })
      }
      const waiting = (repositoryId: number, ...shas: string[]) => {
        const commits = shas.map((sha) => ({ repositoryId, sha }))
        return store.listWaitingForCommits([projectId, otherProject], commits)
      }
      expect(await waiting(7, 'x', 'abc')).toEqual([anywhere, here])
      expect(await waiting(8, 'abc')).toEqual([anywhere])
      expect(await waiting(7, 'ab')).toEqual([])
      expect(await store.listWaitingForCommits([otherProject], [{ repositoryId: 7, sha: 'abc' }])).toEqual([])
    })
  })
}
