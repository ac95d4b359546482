import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newOrganization, newProject } from '../contract/harness.ts'
import type { MetaStore } from '../port.ts'
import { openSqliteMeta } from './open.ts'
import { startChild } from '../../sqlite/testing/child.ts'

const program = `${import.meta.dirname}/testing/record-batches.ts`
let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lapwing-meta-'))
  path = join(directory, 'meta.sqlite')
})
afterEach(() => rmSync(directory, { recursive: true }))

/** Every issue of the project, found by counting up until there is none. */
async function allIssues(store: MetaStore, projectId: number) {
  const issues = []
  for (let number = 1; ; number += 1) {
    const issue = await store.findIssueByNumber(projectId, number)
    if (!issue) return issues
    issues.push(issue)
  }
}

describe('several processes on one meta database', () => {
  it('write at the same time without an error, and every count is exact', async () => {
    const store = await openSqliteMeta(path)
    const { id: projectId } = await newProject(store, (await newOrganization(store)).id)
    const children = ['a', 'b', 'c'].map((spool) => startChild(program, [path, spool, String(projectId), '40']))
    // This process is the server beside them: it writes and reads while they do.
    let writes = 0
    const all = Promise.all(children.map((child) => child.ended))
    let isOver = false
    void all.then(() => {
      isOver = true
    })
    while (!isOver) {
      await store.updateProject(projectId, { name: `name ${writes}` })
      writes += 1
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await all).toEqual(children.map(() => ({ code: 0, errors: '' })))
    expect(writes).toBeGreaterThan(1)
    const issues = await allIssues(store, projectId)
    expect(issues.reduce((sum, issue) => sum + issue.timesSeen, 0)).toBe(3 * 40 * 20)
    expect(issues.filter((issue) => issue.timesSeen === 120)).toHaveLength(1)
    expect(await store.checkIntegrity()).toEqual([])
    await store.close()
  })

  it('create and migrate the file together', async () => {
    // No project 1 yet: occurrences are left out, the offsets count.
    const children = ['a', 'b', 'c', 'd'].map((spool) => startChild(program, [path, spool, '1', '1']))
    const results = await Promise.all(children.map((child) => child.ended))
    expect(results).toEqual(children.map(() => ({ code: 0, errors: '' })))
    const store = await openSqliteMeta(path, { readOnly: true })
    expect(await Promise.all(['a', 'b', 'c', 'd'].map((spool) => store.offset(spool)))).toEqual([20, 20, 20, 20])
    await store.close()
  })
})

describe('a process killed while it writes', () => {
  it('has lost nothing that was reported as written, and counted nothing twice', async () => {
    const first = await openSqliteMeta(path)
    const { id: projectId } = await newProject(first, (await newOrganization(first)).id)
    await first.close()
    let reported = 0
    for (let round = 1; round <= 6; round += 1) {
      const child = startChild(program, [path, 's', String(projectId), '1000000'])
      await child.printed(round * 5)
      child.kill()
      await child.ended
      reported = Number(child.lines.at(-1))
      const store = await openSqliteMeta(path)
      const offset = await store.offset('s')
      expect(offset).toBeGreaterThanOrEqual(reported)
      const issues = await allIssues(store, projectId)
      expect(issues.reduce((sum, issue) => sum + issue.timesSeen, 0)).toBe(offset)
      expect(await store.checkIntegrity()).toEqual([])
      await store.close()
    }
    expect(reported).toBeGreaterThan(0)
  })
})
