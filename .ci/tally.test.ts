import { expect, test } from 'vitest'
import { toolsAt } from './machine/tools.ts'
import { runAll } from './steps.ts'
import {
  failedOne,
  lastLine,
  none,
  ofPlaywright,
  ofVitest,
  passedOne,
  skippedByVitest,
  sum,
  withRunner,
} from './tally.ts'

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one, i) => ({ status: one, fullName: `${one} ${i}` })),
})

test('the last line names what was skipped only when something was', () => {
  expect(lastLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed')
  expect(lastLine({ passed: 12, failed: 1, skipped: 3 })).toBe('12 passed, 1 failed, 3 skipped')
})

test('a test file that cannot be loaded has failed', () => {
  const report = { testResults: [file('passed', 'passed', 'skipped'), file('failed')] }
  expect(ofVitest(report)).toEqual({ passed: 1, failed: 1, skipped: 1 })
  expect(ofVitest({ testResults: [file('failed', 'failed', 'passed')] })).toEqual({ passed: 1, failed: 1, skipped: 0 })
  expect(skippedByVitest(report)).toEqual(['skipped 1'])
})

test('a flaky browser test has failed, and so has an error outside of any test', () => {
  const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }
  expect(ofPlaywright({ stats, errors: ['boom'] })).toEqual({ passed: 5, failed: 3, skipped: 2 })
})

test('a runner that crashes or runs nothing has failed', () => {
  expect(withRunner({ passed: 3, failed: 0, skipped: 0 }, 0).failed).toBe(0)
  expect(withRunner({ passed: 3, failed: 0, skipped: 0 }, 1).failed).toBe(1)
  expect(withRunner({ passed: 3, failed: 2, skipped: 0 }, 1).failed).toBe(2)
  expect(withRunner(none, 0).failed).toBe(1)
})

test('every step runs, also after one that failed or threw', async () => {
  const said: string[] = []
  const tally = await runAll(
    toolsAt('.', (line) => said.push(line)),
    [
      { name: 'sound', run: () => Promise.resolve(passedOne) },
      { name: 'broken', run: () => Promise.reject(new Error('it broke')) },
      { name: 'failing', run: () => Promise.resolve(failedOne) },
      { name: 'last', run: () => Promise.resolve(passedOne) },
    ],
  )
  expect(tally).toEqual({ passed: 2, failed: 2, skipped: 0 })
  expect(sum([tally, passedOne])).toEqual({ passed: 3, failed: 2, skipped: 0 })
  expect(said.join('\n')).toContain('it broke')
})

test('a program that fails, is missing or hangs is told by its exit code', async () => {
  const said: string[] = []
  const tools = toolsAt(import.meta.dirname, (line) => said.push(line))
  expect(await tools.run(process.execPath, ['-e', ''])).toBe(0)
  expect(await tools.run(process.execPath, ['-e', 'process.exit(3)'])).toBe(3)
  expect(await tools.run('/nowhere/program', [])).toBe(1)
  expect(await tools.run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { minutes: 0.01 })).toBe(1)
  expect(said).toEqual([
    expect.stringContaining('/nowhere/program cannot be run'),
    expect.stringContaining('takes more than 0.01 minutes'),
  ])
})
