import { join } from 'node:path'
import { needChromium } from './machine/chromium.ts'
import { findPostgres } from './machine/postgres.ts'
import { toolsAt } from './machine/tools.ts'
import { runAll, stepsOn } from './steps.ts'
import { lastLine } from './tally.ts'

/** `npm test`: every check and every test of the house, counted together on the last line. */
const isCi = process.env.CI === 'true'
const tools = toolsAt(join(import.meta.dirname, '..'), (line) => process.stdout.write(`${line}\n`))

const chromium = chromiumOrReason()
const postgres = findPostgres(process.env)
tools.say(`Chromium: ${chromium ?? 'none'}`)
tools.say(`PostgreSQL: ${postgres ?? 'none, so the tests that need it are skipped; install postgresql-15 to run them'}`)

const tally = await runAll(tools, stepsOn(tools, { chromium, postgres }))
const isSkipFailure = isCi && tally.skipped > 0
if (isSkipFailure) tools.say(`${tally.skipped} skipped above: in CI a skip is a failure\n`)
const counted = isSkipFailure ? { ...tally, failed: tally.failed + tally.skipped, skipped: 0 } : tally
process.exitCode = counted.failed > 0 ? 1 : 0
tools.say(lastLine(counted))

function chromiumOrReason(): string | null {
  try {
    return needChromium(process.env, tools)
  } catch (error) {
    tools.say(error instanceof Error ? error.message : String(error))
    return null
  }
}
