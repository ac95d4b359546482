import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router'
import { currentUserQuery, organizationsQuery } from './api/queries.ts'
import { ApiError } from './api/request.ts'
import type { CurrentUser } from './api/types.ts'
import { eventQuery } from './features/events/queries.ts'
import { defaultListSearch, readEventListSearch, readListSearch } from './features/issues/list-search.ts'
import { issueEventsQuery, issueListQuery, issueQuery } from './features/issues/queries.ts'
import { readReleaseListSearch, readReleaseSearch } from './features/releases/list-search.ts'
import { releaseListQuery, releaseQuery, releaseSessionsQuery } from './features/releases/queries.ts'
import { readReplayListSearch, readReplaySearch } from './features/replays/list-search.ts'
import { replayListQuery, replayQuery } from './features/replays/queries.ts'
import { FailurePage, LostPage } from './features/shell/failure-page.tsx'
import { readScope, type Scope, scopeKeys } from './features/shell/scope.ts'
import { parseSearch, readOne, writeSearch } from './features/shell/search-params.ts'
import { Shell } from './features/shell/shell.tsx'
import { Waiting } from './features/shell/waiting.tsx'
import { readSessionListSearch, readSessionSearch } from './features/user-sessions/list-search.ts'
import { sessionListQuery, userSessionQuery } from './features/user-sessions/queries.ts'
import { isPasswordPostponed } from './features/users/postponed-password.ts'

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: LostPage,
})

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context, location }) => {
    const user = await requireUser(context.queryClient, location.href)
    if (!user.hasPasswordAuth && !isPasswordPostponed()) throw redirect({ to: '/welcome/' })
    const [first] = await context.queryClient.ensureQueryData(organizationsQuery)
    if (!first) throw redirect({ to: '/settings/account/' })
    throw redirect({ to: '/organizations/$org/issues/', params: { org: first.slug }, search: defaultListSearch })
  },
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { token?: string; next?: string; error?: string } => ({
    token: readOne(search.token),
    next: readOne(search.next),
    error: readOne(search.error),
  }),
  component: lazyRouteComponent(() => import('./features/users/sign-in-page.tsx'), 'SignInPage'),
})

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  beforeLoad: async ({ context, location }) => {
    await requireUser(context.queryClient, location.href)
  },
  component: lazyRouteComponent(() => import('./features/users/welcome-page.tsx'), 'WelcomePage'),
})

const accept = createRoute({
  getParentRoute: () => root,
  path: '/accept/$member/$token',
  component: lazyRouteComponent(() => import('./features/members/accept-page.tsx'), 'AcceptPage'),
})

/** Everything behind the sign-in: the shell around it and the scope in the URL. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  validateSearch: (search: Record<string, unknown>): Scope => readScope(search),
  search: { middlewares: [retainSearchParams([...scopeKeys])] },
  beforeLoad: async ({ context, location }) => {
    await requireUser(context.queryClient, location.href)
    await context.queryClient.ensureQueryData(organizationsQuery)
  },
  component: Shell,
})

const organization = createRoute({
  getParentRoute: () => app,
  path: '/organizations/$org',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/organizations/$org/issues/', params, search: defaultListSearch })
  },
})

const issues = createRoute({
  getParentRoute: () => app,
  path: '/organizations/$org/issues',
  validateSearch: readListSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) => {
    void context.queryClient.prefetchInfiniteQuery(issueListQuery(params.org, deps))
  },
  component: lazyRouteComponent(() => import('./features/issues/issue-list-page.tsx'), 'IssueListPage'),
})

const issuePage = lazyRouteComponent(() => import('./features/issues/issue-page.tsx'), 'IssuePage')

const issue = createRoute({
  getParentRoute: () => app,
  path: '/organizations/$org/issues/$issue',
  // The list's query comes along, so that the way back leads to the same list.
  validateSearch: readListSearch,
  loaderDeps: ({ search }) => ({ environment: search.environment }),
  loader: ({ context, params, deps }) => {
    void context.queryClient.prefetchQuery(issueQuery(params.org, params.issue, deps.environment))
    void context.queryClient.prefetchQuery(eventQuery(params.org, params.issue, 'recommended', deps.environment))
  },
  component: issuePage,
})

const issueEvent = createRoute({
  getParentRoute: () => app,
  path: '/organizations/$org/issues/$issue/events/$event',
  // The list's query comes along, so that the way back leads to the same list.
  validateSearch: readListSearch,
  loaderDeps: ({ search }) => ({ environment: search.environment }),
  loader: ({ context, params, deps }) => {
    void context.queryClient.prefetchQuery(issueQuery(params.org, params.issue, deps.environment))
    void context.queryClient.prefetchQuery(eventQuery(params.org, params.issue, params.event, deps.environment))
  },
  component: issuePage,
})

const issueEvents = createRoute({
  getParentRoute: () => app,
  path: '/organizations/$org/issues/$issue/events',
  validateSearch: readEventListSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) => {
    void context.queryClient.prefetchQuery(issueQuery(params.org, params.issue, deps.environment))
    void context.queryClient.prefetchInfiniteQuery(issueEventsQuery(params.org, params.issue, deps))
  },
  component: lazyRouteComponent(() => import('./features/issues/issue-events-page.tsx'), 'IssueEventsPage'),
})

const issueTag = createRoute({
  getParentRoute: () => app,
  path: '/organizations/$org/issues/$issue/tags/$tag',
  validateSearch: readListSearch,
  loaderDeps: ({ search }) => ({ environment: search.environment }),
  loader: ({ context, params, deps }) => {
    void context.queryClient.prefetchQuery(issueQuery(params.org, params.issue, deps.environment))
  },
  component: lazyRouteComponent(() => import('./features/issues/issue-tag-page.tsx'), 'IssueTagPage'),
})

const sessions = createRoute({
  getParentRoute: () => app,
  path: '/organizations/$org/sessions',
  validateSearch: readSessionListSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) => {
    void context.queryClient.prefetchInfiniteQuery(sessionListQuery(params.org, deps))
  },
  component: lazyRouteComponent(() => import('./features/user-sessions/session-list-page.tsx'), 'SessionListPage'),
})

const session = createRoute({
  getParentRoute: () => app,
  path: '/organizations/$org/sessions/$session',
  // The list's query comes along, so that the way back leads to the same list.
  validateSearch: readSessionSearch,
  loaderDeps: ({ search }) => ({ in: search.in }),
  loader: ({ context, params: { org, session }, deps }) => {
    void context.queryClient.prefetchQuery(userSessionQuery(org, session, deps.in))
  },
  component: lazyRouteComponent(() => import('./features/user-sessions/session-page.tsx'), 'SessionPage'),
})

const replays = createRoute({
  getParentRoute: () => app,
  path: '/organizations/$org/replays',
  validateSearch: readReplayListSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) => {
    void context.queryClient.prefetchInfiniteQuery(replayListQuery(params.org, deps))
  },
  component: lazyRouteComponent(() => import('./features/replays/replay-list-page.tsx'), 'ReplayListPage'),
})

const replay = createRoute({
  getParentRoute: () => app,
  path: '/organizations/$org/replays/$project/$replay',
  // The list's query comes along, so that the way back leads to the same list.
  validateSearch: readReplaySearch,
  loader: ({ context, params: { org, replay } }) => {
    void context.queryClient.prefetchQuery(replayQuery(org, replay))
  },
  component: lazyRouteComponent(() => import('./features/replays/replay-page.tsx'), 'ReplayPage'),
})

const releases = createRoute({
  getParentRoute: () => app,
  path: '/organizations/$org/releases',
  validateSearch: readReleaseListSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) => {
    void context.queryClient.prefetchInfiniteQuery(releaseListQuery(params.org, deps))
  },
  component: lazyRouteComponent(() => import('./features/releases/release-list-page.tsx'), 'ReleaseListPage'),
})

const release = createRoute({
  getParentRoute: () => app,
  path: '/organizations/$org/releases/$version',
  // The list's query comes along, so that the way back leads to the same list.
  validateSearch: readReleaseSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, params: { org, version }, deps }) => {
    void context.queryClient.prefetchQuery(releaseQuery(org, version, deps.environment))
    void context.queryClient.prefetchQuery(releaseSessionsQuery(org, version, deps))
  },
  component: lazyRouteComponent(() => import('./features/releases/release-page.tsx'), 'ReleasePage'),
})

const projects = createRoute({
  getParentRoute: () => app,
  path: '/organizations/$org/projects',
  component: lazyRouteComponent(() => import('./features/projects/project-list-page.tsx'), 'ProjectListPage'),
})

const newProject = createRoute({
  getParentRoute: () => app,
  path: '/organizations/$org/projects/new',
  component: lazyRouteComponent(() => import('./features/projects/new-project-page.tsx'), 'NewProjectPage'),
})

const setup = createRoute({
  getParentRoute: () => app,
  path: '/organizations/$org/projects/$project/getting-started',
  validateSearch: (search: Record<string, unknown>): { platform?: string } => ({ platform: readOne(search.platform) }),
  component: lazyRouteComponent(() => import('./features/projects/setup-page.tsx'), 'SetupPage'),
})

const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  component: lazyRouteComponent(() => import('./features/settings/settings-layout.tsx'), 'SettingsLayout'),
})

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/account/' })
  },
})

const account = createRoute({
  getParentRoute: () => settings,
  path: 'account',
  component: lazyRouteComponent(() => import('./features/users/account-page.tsx'), 'AccountPage'),
})

const tokens = createRoute({
  getParentRoute: () => settings,
  path: 'account/tokens',
  component: lazyRouteComponent(() => import('./features/tokens/tokens-page.tsx'), 'TokensPage'),
})

const organizationTokens = createRoute({
  getParentRoute: () => settings,
  path: '$org/tokens',
  component: lazyRouteComponent(
    () => import('./features/tokens/organization-tokens-page.tsx'),
    'OrganizationTokensPage',
  ),
})

const members = createRoute({
  getParentRoute: () => settings,
  path: '$org/members',
  component: lazyRouteComponent(() => import('./features/members/members-page.tsx'), 'MembersPage'),
})

const teams = createRoute({
  getParentRoute: () => settings,
  path: '$org/teams',
  component: lazyRouteComponent(() => import('./features/teams/teams-page.tsx'), 'TeamsPage'),
})

const projectSettings = createRoute({
  getParentRoute: () => settings,
  path: '$org/projects/$project',
  component: lazyRouteComponent(() => import('./features/projects/project-settings-page.tsx'), 'ProjectSettingsPage'),
})

const routeTree = root.addChildren([
  home,
  signIn,
  welcome,
  accept,
  app.addChildren([
    organization,
    issues,
    issue,
    issueEvent,
    issueEvents,
    issueTag,
    sessions,
    session,
    replays,
    replay,
    releases,
    release,
    projects,
    newProject,
    setup,
    settings.addChildren([settingsHome, account, tokens, members, teams, organizationTokens, projectSettings]),
  ]),
])

/** Lets signed-in people through and sends the others to sign in, remembering where they wanted to go. */
async function requireUser(queryClient: QueryClient, href: string): Promise<CurrentUser> {
  try {
    return await queryClient.ensureQueryData(currentUserQuery)
  } catch (error) {
    if (error instanceof ApiError && error.status === 401)
      throw redirect({ to: '/sign-in/', search: href === '/' ? {} : { next: href } })
    throw error
  }
}

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch: writeSearch,
    trailingSlash: 'always',
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: Waiting,
    defaultPendingMs: 300,
    scrollRestoration: true,
    defaultErrorComponent: FailurePage,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
