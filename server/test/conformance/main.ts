import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { CONFLICTS } from './conflicts.ts'
import { type Deviation, DEVIATIONS } from './deviations.ts'
import { DATAARTS_FACTS } from './facts/dataarts/index.ts'
import { FACTS } from './facts/index.ts'
import { readRealTarget, type RealTarget } from './real.ts'
import { compareWithShelf, compareWithSources, type ShelfReport } from './shelf.ts'
import { driveReads, driveRefusals, driveWrites, probe } from './suite.ts'

const USAGE = `pnpm conformance --shelf [folder]   compares the field facts with the vendor's OpenAPI files, one operation a file
                                    (default folder: ../shared/upstream/openapi beside the project)
pnpm conformance --real             runs the suite against a real ModelArts account, read only unless told otherwise:
  GRANTDESK_REAL_AK, GRANTDESK_REAL_SK     access key and secret key of a cloud user
  GRANTDESK_REAL_PROJECT                   project id
  GRANTDESK_REAL_REGION                    region, e.g. cn-north-4; or GRANTDESK_REAL_ENDPOINT, https://host
  GRANTDESK_REAL_WORKSPACE                 optional: workspace id
  GRANTDESK_REAL_SERVICES                  optional: how many services are read in detail (5)
  GRANTDESK_REAL_WRITE_SERVICE             optional: a service whose API may be granted and revoked …
  GRANTDESK_REAL_WRITE_APP                 … and the app that this is tried with, not granted before
  GRANTDESK_REAL_WRITE_REPLACE=on          optional: sends the whole set by PUT as well`

type Print = (line: string) => void

const block = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)]

const reportLines = (service: string, report: ShelfReport): string[] => [
  service,
  ...block('Operations without a file (facts from the vendor’s pages alone):', report.withoutFile),
  ...block('Files about operations that are not used:', report.unused),
  ...block('Differences:', report.differences),
  `${report.compared.length} operations compared, ${report.differences.length} differences`,
]

const said = (lists: readonly (readonly Deviation[])[]): string[] =>
  lists.flat().map(({ what, why }) => `${what}: ${why}`)

/** Compares facts and files; answers the exit code. */
function shelf(folder: string, print: Print): number {
  const [modelarts, first, second] = ['modelarts', 'dataarts', 'dataarts-sdk-derived'].map((name) =>
    resolve(folder, name),
  ) as [string, string, string]
  const absent = [modelarts, first, second].find((one) => !existsSync(one))
  if (absent !== undefined) {
    print(`There is no folder ${absent}`)
    return 2
  }
  const reports = [
    { service: 'ModelArts', report: compareWithShelf(FACTS, modelarts) },
    { service: 'DataArts Studio', report: compareWithSources(DATAARTS_FACTS, { first, second }) },
  ]
  const lines = [
    ...reports.flatMap(({ service, report }) => reportLines(service, report)),
    ...block('Where the sources about DataArts Studio disagree, with the side taken:', said([CONFLICTS])),
    ...block('What the wire may do although the files do not say so, with the reason:', said([DEVIATIONS])),
  ]
  for (const line of lines) print(line)
  return reports.every(({ report }) => report.differences.length === 0 && report.compared.length > 0) ? 0 : 1
}

/** Runs the suite against a real account; answers the exit code. */
async function real({ target, services, write }: RealTarget, print: Print): Promise<number> {
  const one = probe(target)
  try {
    const problems = await driveReads(one, services)
    const [first] = (await one.cloud.services(one.door)).rows
    if (first !== undefined) problems.push(...(await driveRefusals(one, first.serviceId)))
    if (write !== null) problems.push(...(await tryWrites(one, write)))
    const differences = one.differences()
    const lines = [
      ...block('Answers that disagree:', problems),
      ...block('Differences from the facts:', differences),
      `${one.operations().length} operations called, ${differences.length} differences, ${problems.length} disagreements`,
    ]
    for (const line of lines) print(line)
    return differences.length + problems.length === 0 ? 0 : 1
  } finally {
    await one.close()
  }
}

async function tryWrites(one: ReturnType<typeof probe>, write: NonNullable<RealTarget['write']>): Promise<string[]> {
  const { serviceId, appId, replace } = write
  const service = await one.cloud.authorizedOf(one.door, serviceId)
  if (service === null) return [`service ${serviceId} has no API: nothing was written`]
  if (service.apps.some((app) => app.appId === appId)) return [`app ${appId} is granted already: nothing was written`]
  return driveWrites(one, { api: { serviceId, apiId: service.apiId }, appId, replace })
}

async function main(args: readonly string[], print: Print): Promise<number> {
  const [flag, folder] = args
  if (flag === '--shelf') {
    return shelf(folder ?? resolve(import.meta.dirname, '../../../../shared/upstream/openapi'), print)
  }
  if (flag === '--real') {
    const read = readRealTarget(process.env)
    if ('missing' in read) {
      for (const line of block('A real account needs in the environment:', read.missing)) print(line)
      return 2
    }
    return real(read, print)
  }
  print(USAGE)
  return flag === undefined || flag === '--help' ? 0 : 2
}

process.exitCode = await main(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`))
