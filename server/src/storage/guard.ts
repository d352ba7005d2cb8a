import { AsyncLocalStorage } from 'node:async_hooks'
import type { Db } from './tables.ts'

const inside = new AsyncLocalStorage<true>()

/** Marks everything that `story` awaits as part of an open unit of work. */
export const duringWork = <T>(story: () => Promise<T>): Promise<T> => inside.run(true, story)

/**
 * A database that refuses to be used from within a unit of work.
 *
 * PGlite has one session: a query beside the open transaction would wait for ever. The stores of the unit are the way.
 */
export function outsideWork(db: Db): Db {
  const executor = db.getExecutor()
  const provide = executor.provideConnection.bind(executor)
  executor.provideConnection = (consume, options) => {
    if (inside.getStore()) throw new Error('a query beside the open unit of work')
    return provide(consume, options)
  }
  return db
}
