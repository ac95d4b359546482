import type { Call } from './call.ts'

const sessions = '/organizations/{org}/user-sessions/'
/** What was recorded for the fixtures was so some day. */
const everSince = 'statsPeriod=900w'

export const userSessionCalls: Call[] = [
  { call: `GET ${sessions}?${everSince}`, keep: { userSession: [0, 'session_id'] }, eventually: true },
  { call: `GET ${sessions}?${everSince}&project=recorded&sort=-session_duration_ms&per_page=1` },
  { call: `GET ${sessions}?${everSince}&is_anr=true&rev_user=nobody`, mayBeEmpty: true },
  { call: `GET ${sessions}{userSession}/` },
]
