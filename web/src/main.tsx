import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './style.css'
import { ApiFailure } from './api/request.ts'
import { router } from './router.tsx'

/** What the server refused it would refuse again; only what did not reach it is asked for once more. */
const retry = (count: number, error: Error) => count < 2 && error instanceof ApiFailure && error.status === 0

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no element `root`; index.html is not the one of this build.')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry } } })}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
