import { issueCalls, issueEndings } from './issues.ts'
import { callerCalls, organizationCalls } from './organizations.ts'
import { peopleCalls, peopleEndings } from './people.ts'
import { projectCalls, projectEndings } from './projects.ts'
import { replayCalls, replayEndings } from './replays.ts'
import { releaseCalls, releaseEndings } from './releases.ts'
import { userSessionCalls } from './user-sessions.ts'
import type { Call } from './call.ts'

/** Every call in the order in which it is made: ids that one gives are there for the next, and what destroys comes last, parts before the whole. */
export const allCalls: readonly Call[] = [
  ...callerCalls,
  ...organizationCalls,
  ...peopleCalls,
  ...projectCalls,
  ...releaseCalls,
  ...issueCalls,
  ...replayCalls,
  ...userSessionCalls,
  ...replayEndings,
  ...issueEndings,
  ...releaseEndings,
  ...projectEndings,
  ...peopleEndings,
]
