import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { Empty } from './components/states.tsx'
import { NewestMonth } from './pages/review/newest-month.tsx'
import { ReviewPage } from './pages/review/review-page.tsx'
import { Shell } from './shell/shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: () => <Empty>There is no such page.</Empty> })

const index = createRoute({ getParentRoute: () => root, path: '/', component: NewestMonth })
const setUp = createRoute({ getParentRoute: () => root, path: '/setup', component: NewestMonth })
const review = createRoute({
  getParentRoute: () => root,
  path: '/months/$month/review',
  component: ReviewPage,
  validateSearch: ({ client }): { client?: string } => (typeof client === 'string' ? { client } : {}),
})

export const router = createRouter({ routeTree: root.addChildren([index, setUp, review]) })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
