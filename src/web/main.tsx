import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api/request.ts'
import { followSystemTheme } from './features/shell/theme.ts'
import { createAppRouter } from './routes.tsx'
import { ClockProvider } from './ui/clock.tsx'
import { HighlightProvider } from './ui/code-tokens.tsx'
import { ToastProvider } from './ui/toast.tsx'
import './styles/app.css'

/** Refusals stand however often one asks; what may pass (network, 5xx) is tried twice more. */
const retry = (failures: number, error: Error) =>
  failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500)

const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      const isSessionOver = error instanceof ApiError && error.status === 401 && query.queryKey[0] !== 'auth'
      if (isSessionOver) void queryClient.resetQueries({ queryKey: ['auth'] }).then(() => router.invalidate())
    },
  }),
  defaultOptions: { queries: { retry, staleTime: 10_000 } },
})
const router = createAppRouter(queryClient)
followSystemTheme()

const container = document.getElementById('root')
if (container)
  createRoot(container).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queryClient}>
          <ClockProvider>
            <ToastProvider>
              <HighlightProvider>
                <RouterProvider router={router} />
              </HighlightProvider>
            </ToastProvider>
          </ClockProvider>
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  )
