import { readdir, readFile } from 'node:fs/promises'
import type { Database } from './database.ts'

const FOLDER = new URL('./migrations/', import.meta.url)
/** Any number that is ours alone: two processes that start together migrate one after the other. */
const TURN = 715_518_042

/** Applies the migrations that are missing, each once and whole, in order of their names. */
export async function migrate(database: Pick<Database, 'exec' | 'query'>): Promise<void> {
  await database.exec('create table if not exists migration (name text primary key)')
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort()
  const { rows } = await database.query('select name from migration')
  const applied = new Set(rows.map((row) => row['name']))
  for (const name of names) {
    if (!applied.has(name)) await apply(database, name)
  }
}

async function apply(database: Pick<Database, 'exec'>, name: string): Promise<void> {
  const text = await readFile(new URL(name, FOLDER), 'utf8')
  // The guard inside the same transaction keeps a second process, which waited for its turn, from applying it again.
  await database.exec(`
    begin;
    select pg_advisory_xact_lock(${TURN});
    do $once$ begin
      if not exists (select from migration where name = '${name}') then
        execute $migration$${text}$migration$;
        insert into migration values ('${name}');
      end if;
    end $once$;
    commit;`)
}
