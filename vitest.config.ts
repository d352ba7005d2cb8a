import { existsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const serverSetUp = 'server/test/global-setup.ts'

/** One project for each floor, named as the floor is, so that `vitest run --project server` runs one floor alone. */
const floor = (name: string, folder: string, globalSetup: string[] = []) => ({
  extends: true as const,
  test: { name, globalSetup, include: [`${folder}/**/*.test.{ts,tsx}`] },
})

export default defineConfig({
  test: {
    exclude: ['**/node_modules/**', '**/dist/**'],
    // A first PGlite takes five seconds when both cores are busy.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      floor('shared', 'shared/src'),
      floor('web', 'web/src'),
      floor('server', 'server', existsSync(serverSetUp) ? [serverSetUp] : []),
      floor('e2e', 'e2e/support'),
      floor('ci', '.ci'),
    ],
  },
})
