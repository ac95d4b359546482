import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'src/web',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    manifest: true,
    // The frame of a replay is a document of its own, with a policy of its own.
    rolldownOptions: { input: { index: 'src/web/index.html', 'replay-stage': 'src/web/replay-stage/index.html' } },
    target: 'es2022',
    // Content-Security-Policy without 'unsafe-inline' and data: — every asset is a file, no script in the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The grammar of Ruby alone, with the eleven it embeds, is 1.3 MB; grammars are fetched when they come up.
    chunkSizeWarningLimit: 1400,
  },
  server: { proxy: { '/api': 'http://localhost:9000' } },
})
