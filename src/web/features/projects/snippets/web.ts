import { install, type Platform } from './types.ts'

const proofInBrowser = {
  title: 'Prove it: put this behind a button',
  language: 'javascript',
  code: `throw new Error('Lapwing hears me')`,
}

export const webPlatforms: Platform[] = [
  {
    id: 'javascript',
    name: 'Browser JavaScript',
    group: 'Web',
    snippets: (dsn) => [
      install('npm install @sentry/browser'),
      {
        title: 'First lines of your entry file',
        language: 'javascript',
        code: `import * as Sentry from '@sentry/browser'

Sentry.init({
  dsn: '${dsn}',
  release: 'my-app@1.0.0',
  environment: 'production',
})`,
      },
      proofInBrowser,
    ],
  },
  {
    id: 'javascript-react',
    name: 'React',
    group: 'Web',
    snippets: (dsn) => [
      install('npm install @sentry/react'),
      {
        title: 'src/main.tsx',
        language: 'tsx',
        code: `import * as Sentry from '@sentry/react'
import { createRoot } from 'react-dom/client'
import { App } from './App'

Sentry.init({ dsn: '${dsn}' })

// React 19 hands its errors over here.
createRoot(document.getElementById('root')!, {
  onUncaughtError: Sentry.reactErrorHandler(),
  onCaughtError: Sentry.reactErrorHandler(),
  onRecoverableError: Sentry.reactErrorHandler(),
}).render(<App />)`,
      },
      {
        title: 'Prove it',
        language: 'tsx',
        code: `<button onClick={() => { throw new Error('Lapwing hears me') }}>Break it</button>`,
      },
    ],
  },
  {
    id: 'javascript-nextjs',
    name: 'Next.js',
    group: 'Web',
    snippets: (dsn) => [
      install('npm install @sentry/nextjs'),
      {
        title: 'instrumentation-client.ts',
        language: 'typescript',
        code: `import * as Sentry from '@sentry/nextjs'

Sentry.init({ dsn: '${dsn}' })

export const onRouterTransitionStart = Sentry.captureRouterTransitionStart`,
      },
      {
        title: 'instrumentation.ts',
        language: 'typescript',
        code: `import * as Sentry from '@sentry/nextjs'

export function register() {
  Sentry.init({ dsn: '${dsn}' })
}

export const onRequestError = Sentry.captureRequestError`,
      },
      {
        title: 'Prove it: app/api/broken/route.ts',
        language: 'typescript',
        code: `export function GET() {
  throw new Error('Lapwing hears me')
}`,
      },
    ],
  },
  {
    id: 'javascript-vue',
    name: 'Vue',
    group: 'Web',
    snippets: (dsn) => [
      install('npm install @sentry/vue'),
      {
        title: 'src/main.ts',
        language: 'typescript',
        code: `import * as Sentry from '@sentry/vue'
import { createApp } from 'vue'
import App from './App.vue'

const app = createApp(App)

Sentry.init({ app, dsn: '${dsn}' })

app.mount('#app')`,
      },
      proofInBrowser,
    ],
  },
]
