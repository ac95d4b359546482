import type { Call } from './call.ts'

const releases = '/organizations/{org}/releases'

export const releaseCalls: Call[] = [
  { call: `GET ${releases}/` },
  { call: `GET ${releases}/?query=checkout&per_page=1&project={projectId}&environment=production` },
  {
    call: `POST ${releases}/`,
    body: {
      version: 'shop@2.0.0',
      projects: ['{project}', 'recorded'],
      ref: 'refs/heads/main',
      url: 'https://shop.example/releases/2.0.0',
      dateReleased: '2026-11-20T12:00:00Z',
      commits: [
        {
          id: 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334',
          repository: 'shop/till',
          message: 'Open the till again',
          author_name: 'Admin',
          author_email: 'admin@localhost',
          timestamp: '2026-11-20T10:00:00Z',
          patch_set: [{ path: 'src/till.ts', type: 'M' }],
        },
        { id: 'b1b2c3d4e5f60718293a4b5c6d7e8f9001122334', repository: 'shop/till', author_email: 'jane@example.com' },
      ],
    },
    status: 201,
    keep: { version: ['version'] },
  },
  { call: `POST ${releases}/`, body: { version: 'shop@2.0.0', projects: ['{project}'] }, status: 208 },
  { call: `GET ${releases}/{version}/` },
  {
    call: `GET ${releases}/{version}/?project={projectId}&health=1&summaryStatsPeriod=14d&healthStatsPeriod=24h&sort=date`,
  },
  { call: `GET ${releases}/checkout@1.4.2/` },
  { call: `GET ${releases}/checkout@1.4.2/?health=1&adoptionStages=1&project={projectId}&environment=production` },
  {
    call: `GET ${releases}/?health=1&adoptionStages=1&flatten=1&sort=crash_free_sessions&summaryStatsPeriod=7d&healthStatsPeriod=14d&healthStat=users`,
  },
  { call: `GET ${releases}/?health=1&sort=adoption&environment=production&query=!release.stage:replaced` },
  { call: `PUT ${releases}/{version}/`, body: { ref: 'v2.0.0', dateReleased: '2026-11-20T13:00:00Z' } },
  { call: 'GET /organizations/{org}/repos/', keep: { repo: [0, 'id'], repository: [0, 'name'] } },
  { call: 'GET /organizations/{org}/repos/?query=till&status=active' },
  { call: 'GET /organizations/{org}/repos/{repo}/commits/', keep: { commit: [0, 'id'] } },
  {
    call: `PUT ${releases}/{version}/`,
    body: { refs: [{ repository: 'shop/till', commit: 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334' }] },
  },
  { call: `GET ${releases}/{version}/commits/` },
  { call: `GET ${releases}/{version}/commitfiles/` },
  {
    call: `POST ${releases}/{version}/deploys/`,
    body: {
      environment: 'production',
      name: 'friday',
      url: 'https://shop.example/',
      dateStarted: '2026-11-20T13:00:00Z',
      dateFinished: '2026-11-20T13:05:00Z',
      projects: ['{project}'],
    },
  },
  { call: `GET ${releases}/{version}/deploys/` },
  { call: `GET ${releases}/{version}/` },
  { call: `GET ${releases}/` },
  { call: `GET ${releases}/{version}/files/`, mayBeEmpty: true },
  { call: `GET ${releases}/stats/?project={projectId}&statsPeriod=14d` },
  { call: `GET ${releases}/{version}/meta/` },
  { call: `GET ${releases}/{version}/previous-with-commits/` },
  { call: `GET ${releases}/checkout@1.4.2/previous-with-commits/` },
  { call: 'POST /organizations/{org}/repos/', body: { name: 'shop/warehouse' } },
  { call: 'GET /projects/{org}/{project}/releases/' },
  { call: 'GET /projects/{org}/{project}/releases/?health=1&adoptionStages=1&sort=users&summaryStatsPeriod=24h' },
  {
    call: 'POST /projects/{org}/{project}/releases/',
    body: { version: 'shop@2.1.0' },
    keep: { projectVersion: ['version'] },
  },
  { call: 'GET /projects/{org}/{project}/releases/{projectVersion}/?health=1&healthStatsPeriod=90d' },
  { call: 'PUT /projects/{org}/{project}/releases/{projectVersion}/', body: { ref: 'v2.1.0' } },
  { call: 'GET /projects/{org}/{project}/releases/{version}/repositories/' },
  { call: 'GET /projects/{org}/{project}/releases/?query=shop&per_page=1&environment=production' },
  { call: 'GET /projects/{org}/{project}/releases/{version}/commits/' },
  { call: 'GET /projects/{org}/{project}/releases/{version}/files/', mayBeEmpty: true },
]

export const releaseEndings: Call[] = [
  // One that events name stays; this one names itself.
  { call: `POST ${releases}/`, body: { version: 'shop@9.9.9', projects: ['{project}'] }, status: 201 },
  { call: `DELETE ${releases}/shop@9.9.9/` },
  { call: 'DELETE /projects/{org}/{project}/releases/{projectVersion}/' },
]
