import type { Issue } from '../../api/types.ts'

/** What makes an issue special, as words for the second line: the most telling first. */
export function issueMarks(
  issue: Pick<Issue, 'status' | 'substatus' | 'isUnhandled'>,
): { word: string; tone: 'accent' | 'warning' | 'plain' }[] {
  const marks: { word: string; tone: 'accent' | 'warning' | 'plain' }[] = []
  if (issue.status === 'resolved') marks.push({ word: 'resolved', tone: 'plain' })
  if (issue.status === 'ignored') marks.push({ word: 'archived', tone: 'plain' })
  if (issue.substatus === 'new') marks.push({ word: 'new', tone: 'accent' })
  if (issue.substatus === 'regressed') marks.push({ word: 'regressed', tone: 'warning' })
  if (issue.substatus === 'escalating') marks.push({ word: 'escalating', tone: 'warning' })
  if (issue.isUnhandled) marks.push({ word: 'unhandled', tone: 'plain' })
  return marks
}
