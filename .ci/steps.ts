import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { faultsOf, firstList, sourceChecks, type Check } from './checks/house-checks.ts'
import type { Tools } from './machine/tools.ts'
import {
  failedOne,
  none,
  ofPlaywright,
  ofVitest,
  passedOne,
  skippedByVitest,
  sum,
  withRunner,
  type PlaywrightReport,
  type Tally,
  type VitestReport,
} from './tally.ts'

/** What the machine has; `null` where it has not. */
type Machine = { chromium: string | null; postgres: string | null }

export type Step = { name: string; run: () => Promise<Tally> }

/** Everything that `npm test` does, in its order. */
export function stepsOn(tools: Tools, machine: Machine): Step[] {
  const program = (name: string, args: string[]): Step => ({
    name: [name, ...args].join(' '),
    run: async () => ofExit(await tools.run(tools.bin(name), args)),
  })
  return [
    program('tsc', ['-b']),
    program('oxlint', ['--type-aware', '--deny-warnings']),
    program('biome', ['format', '.']),
    program('depcruise', '--config floorplan.cjs web/src server/src server/simulator shared/src e2e'.split(' ')),
    { name: 'checks of the sources', run: () => checked(tools, sourceChecks) },
    { name: 'vitest', run: () => vitest(tools, machine) },
    {
      name: 'vite build',
      run: async () => ofExit(await tools.run(tools.bin('vite', 'web'), ['build'], { cwd: 'web' })),
    },
    { name: 'checks of the build', run: () => checked(tools, [firstList]) },
    { name: 'playwright', run: () => playwright(tools, machine) },
  ]
}

const ofExit = (code: number): Tally => (code === 0 ? passedOne : failedOne)

async function checked(tools: Tools, checks: readonly Check[]): Promise<Tally> {
  const tallies: Tally[] = []
  for (const check of checks) {
    const faults = await faultsOf(check, tools.root)
    tools.say(`${faults.length === 0 ? '✓' : '✗'} ${check.name}`)
    for (const fault of faults) tools.say(`  ${fault}`)
    tallies.push(faults.length === 0 ? passedOne : failedOne)
  }
  return sum(tallies)
}

async function vitest(tools: Tools, { postgres }: Machine): Promise<Tally> {
  return await withReport(async (file) => {
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    // The tests look for PostgreSQL's programs on the path.
    const env = postgres === null ? {} : { PATH: [postgres, process.env.PATH].join(delimiter) }
    const code = await tools.run(tools.bin('vitest'), args, { env, minutes: 14 })
    const report = readReport<VitestReport>(file)
    if (report === null) return failedOne
    for (const name of skippedByVitest(report)) tools.say(`skipped: ${name}`)
    return withRunner(ofVitest(report), code)
  })
}

async function playwright(tools: Tools, { chromium }: Machine): Promise<Tally> {
  if (chromium === null) return failedOne
  return await withReport(async (file) => {
    const env = { GRANTDESK_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file }
    const args = ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json']
    const code = await tools.run(tools.bin('playwright'), args, { env, minutes: 14 })
    const report = readReport<PlaywrightReport>(file)
    return report === null ? failedOne : withRunner(ofPlaywright(report), code)
  })
}

async function withReport(fill: (file: string) => Promise<Tally>): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'report-'))
  try {
    return await fill(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const readReport = <T>(file: string): T | null =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null

/** Runs the steps one after another, each under its name and with its time; a step that throws has failed. */
export async function runAll(tools: Tools, steps: readonly Step[]): Promise<Tally> {
  const tallies = [none]
  const lines: string[] = []
  for (const { name, run } of steps) {
    tools.say(`\n── ${name} ${'─'.repeat(Math.max(3, 76 - name.length))}`)
    const start = performance.now()
    const tally = await run().catch((error: unknown) => {
      tools.say(String(error))
      return failedOne
    })
    tallies.push(tally)
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    lines.push(
      `${tally.failed === 0 ? '✓' : '✗'} ${name} · ${tally.passed} passed, ${tally.failed} failed · ${seconds} s`,
    )
    tools.say(lines.at(-1) ?? '')
  }
  tools.say(`\n${'─'.repeat(80)}\n${lines.join('\n')}\n`)
  return sum(tallies)
}
