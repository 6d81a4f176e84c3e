import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './style.css'
import { ApiFailure } from './api/request.ts'
import { router } from './router.tsx'
import { applyTheme, chosenTheme } from './shell/theme.ts'

/** What the server refused it would refuse again; only what did not reach it is asked for once more. */
const retry = (count: number, error: Error) => count < 2 && error instanceof ApiFailure && error.status === 0

const queries: QueryClient = new QueryClient({
  defaultOptions: { queries: { retry } },
  queryCache: new QueryCache({
    // A session that ended is told by whatever is asked first; asking for it again shows the sign-in.
    onError: (error, { queryKey }) => {
      if (queryKey[0] !== 'session' && error instanceof ApiFailure && error.status === 401)
        void queries.invalidateQueries({ queryKey: ['session'] })
    },
  }),
})

applyTheme(chosenTheme())

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no element `root`; index.html is not the one of this build.')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
