import { randomBytes } from 'node:crypto'
import type { Database } from '../storage/database.ts'

/** What the house has written down about itself, kept from its first start on. */
async function keep(database: Database, name: string, first: string): Promise<string> {
  await database.query('insert into house (name, value) values ($1, $2) on conflict (name) do nothing', [name, first])
  const { rows } = await database.query('select value from house where name = $1', [name])
  return String(rows[0]?.['value'])
}

/** A demo must never be mistaken for the real thing, nor its people get into it. */
export class WrongKind extends Error {
  constructor(kind: string, wanted: string) {
    super(
      `This storage belongs to a ${kind} Grantdesk, and this start is a ${wanted} one. Give it its own by GRANTDESK_DATA or DATABASE_URL.`,
    )
    this.name = 'WrongKind'
  }
}

/** Storage is *demo* or *real* from its first start on, and refuses the other. */
export async function keepKind(database: Database, demo: boolean): Promise<void> {
  const wanted = demo ? 'demo' : 'real'
  const kind = await keep(database, 'kind', wanted)
  if (kind !== wanted) throw new WrongKind(kind, wanted)
}

/** The key that signs session cookies, where the configuration gives none. */
export const keepSecret = (database: Database): Promise<string> =>
  keep(database, 'session-secret', randomBytes(48).toString('base64url'))
