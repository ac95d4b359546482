import type { Call } from './call.ts'

const issues = '/organizations/{org}/issues'
const issue = `${issues}/{issue}`
const projectIssues = '/projects/{org}/{project}/issues'

export const issueCalls: Call[] = [
  { call: `GET ${issues}/` },
  {
    call: `GET ${issues}/?query=is:unresolved&sort=date&statsPeriod=24h&limit=2&project={projectId}&environment=production`,
  },
  { call: `GET ${issues}/?query=shop:berlin&sort=new&statsPeriod=14d&groupStatsPeriod=auto` },
  { call: `GET ${issues}/?query=&sort=freq&project=-1&limit=100` },
  { call: `GET ${issues}/?sort=user` },
  { call: `GET ${issues}/?sort=trends` },
  { call: `GET ${issues}/?sort=priority` },
  { call: `GET ${issues}/?query={shortId}&shortIdLookup=1&expand=owners&expand=inbox&collapse=stats` },
  { call: `GET ${issue}/` },
  { call: `GET ${issues}/{shortId}/?expand=latestEventHasAttachments&collapse=release` },
  { call: `GET ${issue}/events/` },
  { call: `GET ${issue}/events/?statsPeriod=24h&environment=production&query=shop:berlin&per_page=1` },
  { call: `GET ${issue}/events/?full=true`, shape: 'list of whole events' },
  { call: `GET ${issue}/events/latest/` },
  { call: `GET ${issue}/events/oldest/` },
  { call: `GET ${issue}/events/recommended/?environment=production` },
  { call: `GET ${issue}/events/{event}/` },
  { call: `GET ${issue}/hashes/`, keep: { hash: [0, 'id'] } },
  { call: `GET ${issue}/hashes/?full=0` },
  { call: `GET ${issue}/tags/shop/` },
  { call: `GET ${issue}/tags/release/?environment=production` },
  { call: `GET ${issue}/tags/user/` },
  { call: `GET ${issue}/tags/shop/values/` },
  { call: `GET ${issue}/tags/environment/values/?sort=-count` },
  { call: `GET ${issue}/external-issues/`, mayBeEmpty: true },
  { call: `GET ${issue}/tags/` },
  { call: `GET ${issue}/tags/?key=shop&key=release&environment=production` },
  { call: `GET ${issue}/user-reports/` },
  { call: `POST ${issue}/notes/`, body: { text: 'The bank was asleep.', mentions: [] }, keep: { note: ['id'] } },
  { call: `PUT ${issue}/notes/{note}/`, body: { text: 'The bank is asleep.' } },
  { call: `GET ${issue}/notes/` },
  { call: `GET ${issue}/activities/` },
  { call: `DELETE ${issue}/notes/{note}/` },

  // Each of what an update may say, one after the other.
  { call: `PUT ${issue}/`, body: { status: 'resolved' } },
  { call: `GET ${issue}/` },
  { call: `PUT ${issue}/`, body: { status: 'unresolved', substatus: 'ongoing' } },
  { call: `PUT ${issue}/`, body: { status: 'resolved', statusDetails: { inRelease: 'latest' } } },
  { call: `PUT ${issue}/`, body: { status: 'resolved', statusDetails: { inRelease: '{version}' } } },
  { call: 'GET /organizations/{org}/releases/{version}/resolved/' },
  { call: 'GET /projects/{org}/{project}/releases/{version}/resolved/' },
  { call: `PUT ${issue}/`, body: { status: 'resolvedInNextRelease' } },
  { call: `GET ${issue}/` },
  {
    call: `PUT ${issue}/`,
    body: { status: 'resolved', statusDetails: { inCommit: { commit: '{commit}', repository: '{repository}' } } },
  },
  { call: `GET ${issue}/` },
  {
    call: `PUT ${issue}/`,
    body: {
      status: 'ignored',
      statusDetails: { ignoreCount: 100, ignoreWindow: 60 },
      substatus: 'archived_until_condition_met',
    },
  },
  { call: `GET ${issue}/` },
  { call: `PUT ${issue}/`, body: { status: 'ignored', statusDetails: { ignoreDuration: 30 } } },
  { call: `PUT ${issue}/`, body: { status: 'ignored', statusDetails: { ignoreUserCount: 10, ignoreUserWindow: 60 } } },
  { call: `PUT ${issue}/`, body: { status: 'ignored', substatus: 'archived_until_escalating' } },
  { call: `GET ${issues}/?query=is:archived` },
  { call: `PUT ${issue}/`, body: { status: 'muted' } },
  { call: `PUT ${issue}/`, body: { status: 'unresolved' } },
  { call: `PUT ${issue}/`, body: { assignedTo: 'admin@localhost' } },
  { call: `GET ${issue}/` },
  { call: `PUT ${issue}/`, body: { assignedTo: 'team:{team}' } },
  { call: `GET ${issues}/?query=assigned:#{team}&expand=owners` },
  { call: `PUT ${issue}/`, body: { assignedTo: '' } },
  {
    call: `PUT ${issue}/`,
    body: { hasSeen: true, isBookmarked: true, isSubscribed: true, isPublic: true },
    keep: { share: ['shareId'] },
  },
  { call: `GET ${issue}/participants/` },
  { call: 'GET /shared/issues/{share}/' },
  { call: `PUT ${issue}/`, body: { isPublic: false, inbox: false } },
  { call: `PUT ${issue}/`, body: { priority: 'low' } },
  { call: `PUT ${issue}/`, body: { priority: 'critical' } },
  { call: `GET ${issue}/` },

  {
    call: `PUT ${issues}/?id={bulkA}&id={bulkB}`,
    body: { status: 'resolved', hasSeen: true, priority: 'medium' },
    status: 200,
  },
  {
    call: `PUT ${issues}/?query=is:resolved&project={projectId}`,
    body: { status: 'unresolved', assignedTo: 'admin@localhost' },
    status: 200,
  },
  { call: `PUT ${issues}/?id={mergeA}&id={mergeB}`, body: { merge: true }, status: 200 },
  { call: `GET ${issues}/{mergeA}/hashes/`, keep: { hashA: [0, 'id'], hashB: [1, 'id'] }, eventually: true },
  { call: `PUT ${issues}/{mergeA}/hashes/?id={hashB}` },
  { call: `PUT ${issues}/?id=999999999`, body: { status: 'resolved' }, status: 204 },

  { call: `GET ${projectIssues}/` },
  { call: `GET ${projectIssues}/?hashes={hash}` },
  { call: `GET ${projectIssues}/?query=is:unresolved&statsPeriod=24h&sort=new&limit=3` },
  { call: `GET ${projectIssues}/?statsPeriod=&query={shortId}&shortIdLookup=1` },
  {
    call: `PUT ${projectIssues}/?id={bulkA}&id={bulkB}`,
    body: { status: 'resolved', statusDetails: {}, isPublic: false },
  },
  {
    call: `PUT ${projectIssues}/?id={bulkA}`,
    body: { status: 'ignored', statusDetails: { ignoreDuration: 10 }, isPublic: false },
  },
]

export const issueEndings: Call[] = [
  { call: `DELETE ${projectIssues}/?id={bulkA}` },
  { call: `DELETE ${issues}/?id={bulkB}&project={projectId}` },
  { call: `DELETE ${issue}/` },
]
