import { join } from 'node:path'
import { faultsOf, firstList, sourceChecks } from './checks/house-checks.ts'

/** `node .ci/check.ts [name…]`: runs the named checks of the house, or all of them. */
const names = process.argv.slice(2)
const all = [...sourceChecks, firstList]
const unknown = names.filter((name) => !all.some((check) => check.name === name))
if (unknown.length > 0) process.stdout.write(`no such check: ${unknown.join(', ')}\n`)
process.exitCode = unknown.length

for (const check of all.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const faults = await faultsOf(check, join(import.meta.dirname, '..'))
  process.stdout.write(
    `${faults.length === 0 ? '✓' : '✗'} ${check.name}\n${faults.map((fault) => `  ${fault}\n`).join('')}`,
  )
  if (faults.length > 0) process.exitCode = 1
}
