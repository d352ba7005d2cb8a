import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const DEBIAN = '/usr/lib/postgresql'

/** The folder of PostgreSQL's server programs; `null` where only a client, or nothing, is installed. */
export function findPostgres(env: NodeJS.ProcessEnv): string | null {
  return (
    foldersOfPostgres(env).find((folder) =>
      ['postgres', 'initdb', 'pg_ctl'].every((name) => existsSync(join(folder, name))),
    ) ?? null
  )
}

function foldersOfPostgres(env: NodeJS.ProcessEnv): string[] {
  const asked = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' })
  return [
    env.GRANTDESK_POSTGRES_BIN ?? '',
    asked.status === 0 ? asked.stdout.trim() : '',
    ...versionsBelow(DEBIAN),
    ...(env.PATH ?? '').split(delimiter),
    ...['/opt/homebrew/opt', '/usr/local/opt'].flatMap(homebrew),
  ].filter((folder) => folder !== '')
}

/** Debian keeps each major version in a folder of its own: 15 before a newer one, since 15 is the oldest we promise. */
function versionsBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  const versions = readdirSync(folder).toSorted((a, b) => Number(a) - Number(b))
  return [...versions.filter((v) => Number(v) >= 15), ...versions.filter((v) => Number(v) < 15)].map((version) =>
    join(folder, version, 'bin'),
  )
}

const homebrew = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.startsWith('postgresql'))
        .map((name) => join(folder, name, 'bin'))
    : []
