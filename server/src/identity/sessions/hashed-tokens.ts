import { createHash } from 'node:crypto'
import type { DBAdapter, Where } from 'better-auth/adapters'

/** What better-auth asks of its storage, whichever the method. */
type Asked = { model: string; where?: Where[]; data?: Row; update?: Row }
type Row = Record<string, unknown>
/** Tokens that were asked with, by their hash. */
type Tokens = Map<string, string>

const hash = (token: string): string => createHash('sha256').update(token).digest('base64url')

/**
 * Lets better-auth speak of session tokens while the table knows their hashes only.
 *
 * A token has more than 128 random bits, so a plain hash cannot be guessed back. What comes out carries the token that
 * was asked with; a row that was found by something else carries the hash, which opens nothing.
 */
export function hashedTokens(inner: DBAdapter): DBAdapter {
  const through = <F extends (asked: never) => Promise<unknown>>(method: F): F =>
    (async (asked: Asked) => {
      if (asked.model !== 'session') return method(asked as never)
      const tokens: Tokens = new Map()
      const answer = await method(hashedIn(asked, tokens) as never)
      return Array.isArray(answer) ? answer.map((row) => withToken(row, tokens)) : withToken(answer, tokens)
    }) as unknown as F
  return {
    ...inner,
    create: through(inner.create),
    findOne: through(inner.findOne),
    findMany: through(inner.findMany),
    update: through(inner.update),
    updateMany: through(inner.updateMany),
    delete: through(inner.delete),
    deleteMany: through(inner.deleteMany),
    count: through(inner.count),
    consumeOne: through(inner.consumeOne),
    incrementOne: through(inner.incrementOne),
    transaction: (run) => inner.transaction((tx) => run(hashedTokens({ ...inner, ...tx }))),
  }
}

function hashedIn(asked: Asked, tokens: Tokens): Asked {
  const seen = <T>(value: T): T => {
    if (typeof value !== 'string') return value
    tokens.set(hash(value), value)
    return hash(value) as T
  }
  const row = (given: Row): Row => ('token' in given ? { ...given, token: seen(given['token']) } : given)
  const part = (given: Where): Where => {
    if (given.field !== 'token') return given
    return { ...given, value: Array.isArray(given.value) ? (given.value as string[]).map(seen) : seen(given.value) }
  }
  return {
    ...asked,
    ...(asked.where ? { where: asked.where.map(part) } : {}),
    ...(asked.data ? { data: row(asked.data) } : {}),
    ...(asked.update ? { update: row(asked.update) } : {}),
  }
}

function withToken(row: unknown, tokens: Tokens): unknown {
  if (row === null || typeof row !== 'object' || !('token' in row)) return row
  const token = tokens.get(String(row.token))
  return token === undefined ? row : { ...row, token }
}
