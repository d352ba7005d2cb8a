import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const LATIN = /inter-latin-wght-normal-[\w-]+\.woff2$/

/** The Latin part of the typeface is needed by every page: it is fetched beside the code, not after it. */
const preloadFont = (): Plugin => ({
  name: 'preload-font',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => LATIN.test(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: '' },
          injectTo: 'head' as const,
        })),
  },
})

export default defineConfig(({ command }) => {
  // What is built is for people, whoever starts the build and in whatever environment.
  if (command === 'build') process.env['NODE_ENV'] = 'production'
  return {
    plugins: [react(), preloadFont()],
    build: {
      target: 'es2024',
      // Inlined files would be `data:` addresses, which the content security policy keeps out of fonts and styles.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      manifest: true,
      sourcemap: false,
    },
    server: { proxy: { '/api': `http://127.0.0.1:${process.env['GRANTDESK_PORT'] ?? '8080'}` } },
  }
})
