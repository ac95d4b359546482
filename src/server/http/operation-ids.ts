/** Names of operations that read better than what their paths give: those of Sentry's own document, and the odd paths. */
const given: Record<string, string> = {
  'GET /': 'retrieveApi',
  'GET /auth/': 'retrieveSignedInUser',
  'POST /auth/': 'signIn',
  'DELETE /auth/': 'signOut',
  'GET /users/me/': 'retrieveMe',
  'PUT /users/me/': 'updateMe',
  'GET /users/me/regions/': 'retrieveMyRegions',
  'GET /accept-invite/{member_id}/{token}/': 'retrieveInvitation',
  'POST /accept-invite/{member_id}/{token}/': 'acceptInvitation',
  'GET /organizations/{organization_id_or_slug}/': 'retrieveOrganization',
  'GET /organizations/{organization_id_or_slug}/issues/': 'listOrganizationIssues',
  'GET /organizations/{organization_id_or_slug}/shortids/{issue_id}/': 'resolveShortId',
  'GET /organizations/{organization_id_or_slug}/eventids/{event_id}/': 'resolveEventId',
  'GET /organizations/{organization_id_or_slug}/events/': 'queryEvents',
  'GET /organizations/{organization_id_or_slug}/events/validate/': 'validateEventsQuery',
  'GET /organizations/{organization_id_or_slug}/issues-count/': 'countIssues',
  'GET /organizations/{organization_id_or_slug}/sessions/': 'querySessions',
  'GET /organizations/{organization_id_or_slug}/project-keys/': 'listOrganizationProjectKeys',
  'GET /organizations/{organization_id_or_slug}/replays/': 'listOrganizationReplays',
  'GET /organizations/{organization_id_or_slug}/replays/{replay_id}/': 'retrieveOrganizationReplay',
  'GET /organizations/{organization_id_or_slug}/replays/{replay_id}/clicks/': 'listClickedNodes',
  'GET /organizations/{organization_id_or_slug}/replays/selectors/': 'listOrganizationSelectors',
  'GET /organizations/{organization_id_or_slug}/replay-selectors/': 'listReplaySelectors',
  'GET /organizations/{organization_id_or_slug}/replay-count/': 'getReplayCount',
  'GET /projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/': 'retrieveReplay',
  'DELETE /projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/': 'deleteReplay',
  'GET /projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/clicks/': 'listReplayClicks',
  'GET /projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/recording-segments/':
    'listRecordingSegments',
  'GET /projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/recording-segments/{segment_id}/':
    'retrieveRecordingSegment',
  'GET /projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/viewed-by/': 'listReplayViewers',
  'POST /projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/viewed-by/': 'markReplayViewed',
  'GET /projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/videos/{segment_id}/':
    'retrieveReplayVideo',
  'GET /projects/{organization_id_or_slug}/{project_id_or_slug}/replays/jobs/delete/': 'listReplayDeletions',
  'POST /projects/{organization_id_or_slug}/{project_id_or_slug}/replays/jobs/delete/': 'createReplayDeletion',
  'GET /projects/{organization_id_or_slug}/{project_id_or_slug}/replays/jobs/delete/{job_id}/':
    'retrieveReplayDeletion',
}

/**
 * The name of an operation in generated clients: `GET /organizations/{…}/issues/{…}/tags/{…}/values/` → `listIssueTagValues`. Made of the path
 * alone, so that it stays when other routes come; `isList` is whether it answers with an array.
 */
export function operationIdOf(method: string, path: string, isList: boolean): string {
  const known = given[`${method} ${path}`]
  if (known !== undefined) return known
  const steps = path.split('/').filter((step) => step !== '')
  const isItem = steps.at(-1)?.startsWith('{') ?? false
  const words = wordsOf(steps)
  // Into a list goes one: POST …/keys/ is createProjectKey.
  if (method === 'POST' && !isItem) words.push(singular(words.pop() ?? ''))
  return verbOf(method, isList, isItem) + words.map(capitalize).join('')
}

function wordsOf(steps: string[]): string[] {
  const words = steps.flatMap((step, index) => {
    if (step.startsWith('{')) return []
    return [steps[index + 1]?.startsWith('{') ? singular(step) : step]
  })
  // What belongs to an organisation is named without it, as nearly everything does.
  const isBelow = steps[0] === 'organizations' && words.length > 1
  return isBelow ? words.slice(1) : words
}

function verbOf(method: string, isList: boolean, isItem: boolean): string {
  if (method === 'GET') return isList ? 'list' : 'retrieve'
  if (method === 'POST') return isItem ? 'add' : 'create'
  return method === 'PUT' ? 'update' : 'delete'
}

function singular(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (word.endsWith('shes')) return word.slice(0, -2)
  return word.endsWith('s') ? word.slice(0, -1) : word
}

/** `user-feedback` → `UserFeedback`. */
function capitalize(word: string): string {
  return word
    .split(/[-_]/)
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('')
}
