import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../storage/database.ts'

/** What the house has written down about itself, kept from its first start on. */
async function keep(database: Database, name: string, first: string): Promise<string> {
  await database.query('insert into house (name, value) values ($1, $2) on conflict (name) do nothing', [name, first])
  const { rows } = await database.query('select value from house where name = $1', [name])
  return String(rows[0]?.['value'])
}

type Kind = 'demo' | 'real'
const kindOf = (demo: boolean): Kind => (demo ? 'demo' : 'real')

/** A demo must never be mistaken for the real thing, nor its people get into it. */
export class WrongKind extends Error {
  constructor({ place, kind, wanted }: { place: string; kind: string; wanted: Kind }) {
    super(
      `${place} belongs to a ${kind} Grantdesk, and this start is a ${wanted} one. Give it its own by GRANTDESK_DATA or DATABASE_URL.`,
    )
    this.name = 'WrongKind'
  }
}

/** Storage is *demo* or *real* from its first start on, and refuses the other. */
export async function keepKind(database: Database, demo: boolean): Promise<void> {
  const wanted = kindOf(demo)
  const kind = await keep(database, 'kind', wanted)
  if (kind !== wanted) throw new WrongKind({ place: 'This database', kind, wanted })
}

/** The same for a data folder, told before anything in it is opened: the simulated cloud lives in it as well. */
export function keepFolderKind(folder: string, demo: boolean): void {
  const file = join(folder, 'kind')
  const wanted = kindOf(demo)
  if (!existsSync(file)) writeFileSync(file, `${wanted}\n`, { mode: 0o600 })
  const kind = readFileSync(file, 'utf8').trim()
  if (kind !== wanted) throw new WrongKind({ place: `The data folder ${folder}`, kind, wanted })
}

/** The key that signs session cookies, where the configuration gives none. */
export const keepSecret = (database: Database): Promise<string> =>
  keep(database, 'session-secret', randomBytes(48).toString('base64url'))
