import type { Call } from './call.ts'

/** Beside the organisations: who is calling, and with what. */
export const callerCalls: Call[] = [
  { call: 'GET /' },
  { call: 'GET /auth/' },
  { call: 'GET /users/me/' },
  { call: 'PUT /users/me/', body: { name: 'Admin' } },
  { call: 'GET /users/me/regions/' },
  {
    call: 'POST /api-tokens/',
    body: { name: 'nightly', scopes: ['org:read', 'event:read'] },
    keep: { apiToken: ['id'] },
  },
  { call: 'GET /api-tokens/?per_page=10' },
  { call: 'GET /api-tokens/{apiToken}/' },
  { call: 'PUT /api-tokens/{apiToken}/', body: { name: 'weekly' } },
  { call: 'DELETE /api-tokens/{apiToken}/' },
  { call: 'POST /api-tokens/', body: { name: 'nightly', scopes: ['org:read'] }, keep: { apiToken: ['id'] } },
  { call: 'DELETE /api-tokens/', body: { tokenId: '{apiToken}' } },
  { call: 'POST /organizations/{org}/org-auth-tokens/', body: { name: 'builds' }, keep: { orgToken: ['id'] } },
  { call: 'GET /organizations/{org}/org-auth-tokens/' },
  { call: 'GET /organizations/{org}/org-auth-tokens/{orgToken}/' },
  { call: 'PUT /organizations/{org}/org-auth-tokens/{orgToken}/', body: { name: 'releases' } },
  { call: 'DELETE /organizations/{org}/org-auth-tokens/{orgToken}/' },
]

export const organizationCalls: Call[] = [
  { call: 'GET /organizations/', keep: { orgId: [0, 'id'] } },
  { call: 'GET /organizations/?owner=1&per_page=10&sortBy=projects' },
  { call: 'GET /organizations/?member=1&query=lapwing' },
  { call: 'GET /organizations/{org}/' },
  { call: 'GET /organizations/{orgId}/?detailed=0' },
  {
    call: 'PUT /organizations/{org}/',
    body: { name: 'Lapwing and Daughters', sensitiveFields: ['iban'], storeCrashReports: 5 },
  },
  { call: 'GET /organizations/{org}/environments/' },
  { call: 'GET /organizations/{org}/environments/?visibility=all' },
  { call: 'GET /organizations/{org}/eventids/{event}/' },
  { call: 'GET /organizations/{org}/shortids/{shortId}/' },
  { call: 'GET /organizations/{org}/shortids/{shortId}/?collapse=stats' },
  { call: 'GET /organizations/{org}/tags/shop/values/?statsPeriod=24h' },
  { call: 'GET /organizations/{org}/tags/?statsPeriod=24h' },
  {
    call: 'GET /organizations/{org}/tags/?statsPeriod=24h&dataset=events&project={projectId}&environment=production&use_cache=1',
  },
  {
    call: 'GET /organizations/{org}/events/?dataset=errors&field=id&field=title&field=timestamp&field=project&field=shop&statsPeriod=24h&sort=-timestamp',
  },
  {
    call: 'GET /organizations/{org}/events/?dataset=errors&field=title&field=count()&field=count_unique(user)&field=last_seen()&statsPeriod=7d&query=level:error&sort=-count()&per_page=5',
  },
  {
    call: 'GET /organizations/{org}/stats_v2/?field=sum(quantity)&groupBy=outcome&groupBy=category&statsPeriod=1d&interval=1h',
  },
  {
    call: 'GET /organizations/{org}/stats_v2/?field=sum(times_seen)&groupBy=project&groupBy=reason&statsPeriod=7d&interval=1d&category=error&outcome=accepted&project=-1',
  },
  { call: 'GET /organizations/{org}/stats-summary/?field=sum(quantity)&statsPeriod=7d' },
  {
    call: 'GET /organizations/{org}/stats-summary/?field=sum(quantity)&statsPeriod=1d&interval=1h&category=error&project={projectId}',
  },
  {
    call: 'GET /organizations/{org}/sessions/?field=sum(session)&field=count_unique(user)&field=crash_free_rate(session)&statsPeriod=24h&interval=1h',
  },
  {
    call: 'GET /organizations/{org}/sessions/?field=sum(session)&field=p95(session.duration)&groupBy=project&groupBy=release&groupBy=environment&groupBy=session.status&statsPeriod=7d&interval=1d&project=-1&query=!release:none&per_page=10&includeTotals=1&includeSeries=1',
  },
  {
    call: 'GET /organizations/{org}/sessions/?field=sum(session)&groupBy=release&orderBy=-release.timestamp&statsPeriod=1d&project={projectId}&environment=production',
  },
  { call: 'GET /organizations/{org}/project-keys/' },
  { call: 'GET /organizations/{org}/project-keys/?status=active&team={team}' },
  { call: 'GET /organizations/{org}/stats/?stat=received&resolution=1h&group=project' },
  { call: 'GET /organizations/{org}/issues-count/?query=is:unresolved&query=is:resolved&statsPeriod=14d' },
  { call: 'GET /organizations/{org}/user-feedback/' },
  {
    call: 'GET /organizations/{org}/events/validate/?dataset=errors&field=title&field=count()&query=level:error&orderby=-count()&statsPeriod=24h',
  },
  { call: 'GET /organizations/{org}/trace-items/attributes/?itemType=errors&attributeType=string&substringMatch=shop' },
  { call: 'GET /organizations/{org}/alert-rules/', mayBeEmpty: true },
  { call: 'GET /organizations/{org}/combined-rules/', mayBeEmpty: true },
  { call: 'GET /organizations/{org}/integrations/' },
  { call: 'GET /organizations/{org}/config/integrations/' },
  { call: 'GET /organizations/{org}/sentry-apps/' },
  { call: 'GET /organizations/{org}/sentry-app-installations/' },
  { call: 'GET /organizations/{org}/relay_usage/', mayBeEmpty: true },
]
