import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import type { Tools } from './tools.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const PLACES = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome']
const MAC_APPS = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]

/** Where a Chromium or Chrome may be on this machine, the wish of the environment first. */
function placesOfChromium(env: NodeJS.ProcessEnv, home: string): string[] {
  const folders = [...(env.PATH ?? '').split(delimiter).filter((folder) => folder.startsWith('/')), ...PLACES]
  return [
    ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))),
    ...['/Applications', join(home, 'Applications')].flatMap((folder) => MAC_APPS.map((app) => join(folder, app))),
  ]
}

/** The Chromium that is here; `null` where there is none. A wish that is no file is a fault, not a hint. */
export function findChromium(env: NodeJS.ProcessEnv, exists: (path: string) => boolean = existsSync): string | null {
  const wished = env.GRANTDESK_CHROMIUM ?? env.CHROME_PATH
  if (wished !== undefined && wished !== '') {
    if (!exists(wished))
      throw new Error(`No Chromium at ${wished}: correct GRANTDESK_CHROMIUM or CHROME_PATH, or unset it`)
    return wished
  }
  return [...placesOfChromium(env, homedir()), chromium.executablePath()].find(exists) ?? null
}

const DEBIAN = 'chromium fonts-wqy-microhei'

/** Finds a Chromium or installs one; where neither is possible the fault says what to type. */
export function needChromium(env: NodeJS.ProcessEnv, tools: Tools): string {
  const found = findChromium(env)
  if (found !== null) return found
  if (isDebianRoot()) {
    tools.say('There is no Chromium here: installing one by apt')
    installByApt(DEBIAN.split(' '))
  }
  const installed = findChromium(env) ?? downloaded(env, tools)
  if (installed !== null) return installed
  const advice = existsSync('/usr/bin/apt-get')
    ? `sudo apt-get install -y ${DEBIAN}`
    : 'npx playwright install chromium'
  throw new Error(`There is no Chromium here and none could be installed: type \`${advice}\`, or set CHROME_PATH`)
}

function downloaded(env: NodeJS.ProcessEnv, tools: Tools): string | null {
  tools.say("There is no Chromium here: fetching Playwright's own")
  spawnSync(tools.bin('playwright'), ['install', 'chromium'], { stdio: 'inherit' })
  return findChromium(env)
}

const isDebianRoot = (): boolean =>
  process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

function installByApt(packages: readonly string[]): void {
  const run = (args: string[]) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  run(['update', '-q'])
  run(['install', '-y', '-q', '--no-install-recommends', ...packages])
}
