import type { Call } from './call.ts'

export const peopleCalls: Call[] = [
  { call: 'GET /organizations/{org}/members/' },
  {
    call: 'POST /organizations/{org}/members/',
    body: {
      email: 'lee@example.com',
      orgRole: 'member',
      teamRoles: [{ teamSlug: '{team}', role: null }],
      sendInvite: false,
    },
    keep: { invited: ['id'] },
  },
  { call: 'GET /organizations/{org}/members/{invited}/' },
  { call: 'GET /organizations/{org}/members/me/' },
  { call: 'PUT /organizations/{org}/members/{invited}/', body: { orgRole: 'manager', teamRoles: [] } },
  { call: 'GET /organizations/{org}/teams/' },
  { call: 'GET /organizations/{org}/teams/?detailed=0&per_page=5&query=lap' },
  {
    call: 'POST /organizations/{org}/teams/',
    body: { name: 'Night Shift', slug: 'night-shift' },
    keep: { newTeam: ['slug'], newTeamId: ['id'] },
  },
  { call: 'GET /organizations/{org}/user-teams/' },
  { call: 'GET /teams/{org}/{team}/' },
  { call: 'GET /teams/{org}/{team}/?expand=externalTeams&expand=organization&collapse=projects' },
  {
    call: 'PUT /teams/{org}/{newTeam}/',
    body: { slug: 'late-shift', name: 'Late Shift' },
    keep: { newTeam: ['slug'] },
  },
  { call: 'GET /teams/{org}/{team}/members/' },
  { call: 'GET /teams/{org}/{team}/projects/' },
  {
    call: 'POST /teams/{org}/{newTeam}/projects/',
    body: { name: 'Till', platform: 'node', default_rules: false },
    keep: { newProject: ['slug'] },
  },
  { call: 'POST /organizations/{org}/members/{invited}/teams/{newTeam}/', status: 201 },
  { call: 'PUT /organizations/{org}/members/{invited}/teams/{newTeam}/', body: { teamRole: 'admin' } },
  { call: 'DELETE /organizations/{org}/members/{invited}/teams/{newTeam}/' },
]

export const peopleEndings: Call[] = [
  { call: 'DELETE /organizations/{org}/members/{invited}/' },
  { call: 'DELETE /teams/{org}/{newTeam}/' },
]
