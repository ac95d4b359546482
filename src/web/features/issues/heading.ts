import type { Issue } from '../../api/types.ts'
import { exceptionTitle } from '../events/frames.ts'

type Titled = Pick<Issue, 'title' | 'metadata'>

/** A title, and the text that stands under or beside it; null where it would say nothing more. */
export interface Heading {
  title: string
  message: string | null
}

const noTitle = '(no message)'
const text = (value: Issue['metadata'][string] | undefined) => (typeof value === 'string' ? value.trim() : '')

/**
 * The head of an issue's page. `TypeError: x is undefined` parts into type and value; a title without the value in it
 * (a synthetic exception's function, a fingerprint rule's words) keeps the exception as its message.
 */
export function issueHeading(issue: Titled): Heading {
  const [type, value] = [text(issue.metadata.type), text(issue.metadata.value)]
  const isFromType = type !== '' && (issue.title === type || issue.title.startsWith(`${type}: `))
  if (isFromType) return { title: type, message: value || null }
  const exception = type || value ? exceptionTitle({ type, value }) : ''
  return { title: issue.title || noTitle, message: exception === issue.title ? null : exception || null }
}

/** A row's line: the whole title, and the message's first line where the title does not have it. */
export function rowHeading(issue: Titled): Heading {
  const title = issue.title || noTitle
  const heading = issueHeading(issue)
  const firstLine = heading.title === title ? heading.message?.split('\n', 1)[0]?.trim() : null
  return { title, message: firstLine || null }
}
