import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { Empty, Failed, Loading } from './components/states.tsx'
import { NewestMonth } from './pages/newest-month.tsx'
import { tieOutSearch } from './pages/tie-out/tie-out-search.ts'
import { Shell } from './shell/shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: () => <Empty>There is no such page.</Empty> })

// Each screen is loaded when it is first gone to, so that the first one is there at once.
const index = createRoute({ getParentRoute: () => root, path: '/', component: NewestMonth })
const setUp = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/setup/setup-page.tsx'), 'SetupPage'),
})
const connections = createRoute({
  getParentRoute: () => root,
  path: '/connections',
  validateSearch: ({ connect }): { connect?: string } => (typeof connect === 'string' ? { connect } : {}),
  component: lazyRouteComponent(() => import('./pages/connections/connections-page.tsx'), 'ConnectionsPage'),
})
const consentAnswer = createRoute({
  getParentRoute: () => root,
  path: '/connections/callback',
  component: lazyRouteComponent(() => import('./pages/connections/consent-answer-page.tsx'), 'ConsentAnswerPage'),
})
const review = createRoute({
  getParentRoute: () => root,
  path: '/months/$month/review',
  component: lazyRouteComponent(() => import('./pages/review/review-page.tsx'), 'ReviewPage'),
  validateSearch: ({ client }): { client?: string } => (typeof client === 'string' ? { client } : {}),
})

const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  component: lazyRouteComponent(() => import('./pages/people/people-page.tsx'), 'PeoplePage'),
})
const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account/account-page.tsx'), 'AccountPage'),
})
const activity = createRoute({
  getParentRoute: () => root,
  path: '/activity',
  component: lazyRouteComponent(() => import('./pages/activity/activity-page.tsx'), 'ActivityPage'),
})

const why = createRoute({
  getParentRoute: () => root,
  path: '/why',
  validateSearch: z.object({ run: z.coerce.number().int(), client: z.string(), line: z.string() }),
  component: lazyRouteComponent(() => import('./pages/why/why-page.tsx'), 'WhyPage'),
})

const config = createRoute({
  getParentRoute: () => root,
  path: '/config',
  component: lazyRouteComponent(() => import('./pages/config/config-page.tsx'), 'ConfigPage'),
})
const configHistory = createRoute({
  getParentRoute: () => root,
  path: '/config/history',
  validateSearch: z.object({ before: z.coerce.number().int().optional(), after: z.coerce.number().int().optional() }),
  component: lazyRouteComponent(() => import('./pages/config/history-page.tsx'), 'ConfigHistoryPage'),
})

const close = createRoute({
  getParentRoute: () => root,
  path: '/months/$month/close',
  component: lazyRouteComponent(() => import('./pages/close/close-page.tsx'), 'ClosePage'),
})
const posting = createRoute({
  getParentRoute: () => root,
  path: '/months/$month/posting',
  component: lazyRouteComponent(() => import('./pages/posting/posting-page.tsx'), 'PostingPage'),
})
const runs = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  component: lazyRouteComponent(() => import('./pages/runs/runs-page.tsx'), 'RunsPage'),
  validateSearch: ({ before, after }): { before?: number; after?: number } => ({
    ...(typeof before === 'number' ? { before } : {}),
    ...(typeof after === 'number' ? { after } : {}),
  }),
})

const mapping = createRoute({
  getParentRoute: () => root,
  path: '/mapping',
  component: lazyRouteComponent(() => import('./pages/mapping/mapping-page.tsx'), 'MappingPage'),
})
const whatIf = createRoute({
  getParentRoute: () => root,
  path: '/what-if',
  component: lazyRouteComponent(() => import('./pages/what-if/what-if-page.tsx'), 'WhatIfPage'),
})

const client = createRoute({
  getParentRoute: () => root,
  path: '/clients/$client',
  component: lazyRouteComponent(() => import('./pages/client/client-page.tsx'), 'ClientPage'),
})
const subscriptions = createRoute({
  getParentRoute: () => root,
  path: '/subscriptions',
  validateSearch: z.object({
    on: z.iso.date().optional().catch(undefined),
    against: z.iso.date().optional().catch(undefined),
    client: z.string().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./pages/subscriptions/subscriptions-page.tsx'), 'SubscriptionsPage'),
})

const tieOut = createRoute({
  getParentRoute: () => root,
  path: '/months/$month/tie-out',
  validateSearch: tieOutSearch,
  component: lazyRouteComponent(() => import('./pages/tie-out/tie-out-page.tsx'), 'TieOutPage'),
})

const statement = createRoute({
  getParentRoute: () => root,
  path: '/months/$month/statement',
  validateSearch: z.object({ client: z.string().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./pages/statement/statement-page.tsx'), 'StatementPage'),
})

export const router = createRouter({
  routeTree: root.addChildren({
    index,
    setUp,
    connections,
    consentAnswer,
    review,
    people,
    account,
    activity,
    why,
    config,
    configHistory,
    close,
    posting,
    runs,
    mapping,
    whatIf,
    client,
    subscriptions,
    tieOut,
    statement,
  }),
  defaultPendingComponent: () => <Loading what="the screen" />,
  defaultErrorComponent: ({ error, reset }) => <Failed error={asError(error)} retry={reset} />,
})

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
