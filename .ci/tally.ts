/** How many tests and checks passed, failed or were skipped. */
export type Tally = { passed: number; failed: number; skipped: number }

export const none: Tally = { passed: 0, failed: 0, skipped: 0 }
export const passedOne: Tally = { ...none, passed: 1 }
export const failedOne: Tally = { ...none, failed: 1 }

export const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
    }),
    none,
  )

/** A runner that ended badly without naming a failed test, or that ran no test at all, has failed itself. */
export const withRunner = (tally: Tally, exitCode: number): Tally =>
  tally.failed === 0 && (exitCode !== 0 || tally.passed === 0) ? { ...tally, failed: 1 } : tally

/** The last line. */
export function lastLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

type VitestFile = { status: string; assertionResults: { status: string; fullName: string }[] }
/** What vitest's JSON reporter writes, as far as it is read here (vitest.dev, "Reporters"). */
export type VitestReport = { testResults: VitestFile[] }

/** A file that could not be loaded has no tests and has failed as one. */
export function ofVitest({ testResults }: VitestReport): Tally {
  const tests = testResults.flatMap((file) => file.assertionResults.map(({ status }) => status))
  const broken = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  )
  const passed = tests.filter((status) => status === 'passed').length
  const failed = tests.filter((status) => status === 'failed').length
  return { passed, failed: failed + broken.length, skipped: tests.length - passed - failed }
}

export const skippedByVitest = ({ testResults }: VitestReport): string[] =>
  testResults.flatMap((file) =>
    file.assertionResults
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => fullName),
  )

/** What Playwright's JSON reporter writes, as far as it is read here (playwright.dev, "Reporters"). */
export type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

/** A flaky test is a failed one. */
export const ofPlaywright = ({ stats, errors }: PlaywrightReport): Tally => ({
  passed: stats.expected,
  failed: stats.unexpected + stats.flaky + errors.length,
  skipped: stats.skipped,
})
