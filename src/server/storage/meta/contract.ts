import { describe, expect, it } from 'vitest'
import { describeAdoptions } from './contract/adoptions.ts'
import { describeAlerts } from './contract/alerts.ts'
import { describeAttachments } from './contract/attachments.ts'
import { type MetaHarness, newOrganization, newProject, occurrence, record } from './contract/harness.ts'
import { describeIssueChanges } from './contract/issue-changes.ts'
import { describeIssueMoves } from './contract/issue-moves.ts'
import { describeIssueSearch } from './contract/issue-search.ts'
import { describeIssueTurns } from './contract/issue-turns.ts'
import { describePeople } from './contract/people.ts'
import { describeProjects } from './contract/projects.ts'
import { describeRecordBatch } from './contract/record-batch.ts'
import { describeReleaseCommits } from './contract/release-commits.ts'
import { describeReleaseRanks } from './contract/release-ranks.ts'
import { describeReleases } from './contract/releases.ts'

/**
 * What every engine of the meta port must do. `harness` gives the running test's own empty database; its `open` may be called
 * several times for connections to the same data.
 */
export function describeMetaStore(name: string, harness: () => MetaHarness): void {
  describe(`meta store on ${name}`, () => {
    describePeople(harness)
    describeProjects(harness)
    describeAlerts(harness)
    describeAttachments(harness)
    describeRecordBatch(harness)
    describeIssueChanges(harness)
    describeIssueMoves(harness)
    describeIssueSearch(harness)
    describeIssueTurns(harness)
    describeReleases(harness)
    describeReleaseCommits(harness)
    describeReleaseRanks(harness)
    describeAdoptions(harness)

    it('shows a second connection what the first one wrote', async () => {
      const [first, second] = await Promise.all([harness().open(), harness().open()])
      const { id } = await newProject(first, (await newOrganization(first)).id)
      await record(second, [occurrence(id)])
      expect(await first.findIssueByNumber(id, 1)).toMatchObject({ timesSeen: 1 })
      expect(await first.offset('spool-1')).toBe(1)
    })

    it('keeps everything when closed and opened again', async () => {
      const first = await harness().open()
      const organization = await newOrganization(first)
      const project = await newProject(first, organization.id)
      await record(first, [occurrence(project.id)])
      const issue = await first.findIssueByNumber(project.id, 1)
      await first.close()
      const again = await harness().open()
      expect(await again.findOrganization('acme')).toEqual(organization)
      expect(await again.findIssueByNumber(project.id, 1)).toEqual(issue)
      expect(await again.offset('spool-1')).toBe(1)
      expect(await again.checkIntegrity()).toEqual([])
    })
  })
}
