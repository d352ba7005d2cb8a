import type { z } from 'zod'
import type { Ask } from '../ask.ts'
import type { World } from '../world.ts'
import { refusal } from './errors.ts'

/** One value of a query parameter; an empty one counts as left out, a repeated one is refused. */
export function text(ask: Ask, name: string): string | undefined {
  const value = ask.query[name]
  if (Array.isArray(value)) throw refusal.parameter(name)
  return value === '' ? undefined : value
}

export function choice<T extends string>(ask: Ask, name: string, allowed: readonly T[]): T | undefined {
  const value = text(ask, name)
  if (value === undefined) return undefined
  const found = allowed.find((one) => one === value)
  if (found === undefined) throw refusal.parameter(name)
  return found
}

export function whole(ask: Ask, name: string, least: number): number | undefined {
  const value = text(ask, name)
  if (value === undefined) return undefined
  const number = /^\d{1,9}$/.test(value) ? Number(value) : -1
  if (number < least) throw refusal.parameter(name)
  return number
}

export interface Page {
  limit: number
  skip: number
}

/** `offset` is 0 or a multiple of `limit`, otherwise it is rounded down (ListApis, offset). */
export function page(ask: Ask, usual = 10): Page {
  return paged(ask.world, { limit: whole(ask, 'limit', 1) ?? usual, offset: whole(ask, 'offset', 0) ?? 0 })
}

export function paged(world: World, given: { limit: number; offset: number }): Page {
  const limit = world.switches.dataarts.overLimit === 'cut' ? Math.min(given.limit, 100) : given.limit
  return { limit, skip: given.offset - (given.offset % limit) }
}

/** A part of a name to be found by `instr(lower(name), …)`. */
export function needle(value: string | undefined): string {
  return (value ?? '').replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

export function bodyAs<S extends z.ZodType>(ask: Ask, schema: S): z.output<S> {
  const parsed = schema.safeParse(ask.body ?? {})
  if (parsed.success) return parsed.data
  throw refusal.parameter(parsed.error.issues[0]?.path.join('.') || 'the body')
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]00:?00)$/
const HOUR_MS = 3_600_000

/** `time`: ISO 8601 at zone 0, "the finest unit is the hour" (AuthorizeActionApiToInstance, time). */
export function wholeHour(ask: Ask, given: string): number {
  const at = ISO.test(given) ? Date.parse(given) : Number.NaN
  if (Number.isNaN(at)) throw refusal.parameter('time')
  if (at % HOUR_MS !== 0 && ask.world.switches.dataarts.wholeHours === 'refused') {
    throw refusal.parameter('time must be on the hour')
  }
  return at - (at % HOUR_MS)
}
