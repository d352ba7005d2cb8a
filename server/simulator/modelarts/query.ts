import type { Ask } from '../ask.ts'
import { checkWorkspace } from './ask.ts'
import { refusal } from './errors.ts'

/** One value of a query parameter. A repeated one is refused. */
export function text(ask: Ask, name: string): string | undefined {
  const value = ask.query[name]
  if (Array.isArray(value)) throw refusal.parameter(`${name} is given more than once`)
  return value
}

/** One of a closed list; an empty value counts as left out. */
export function choice<T extends string>(ask: Ask, name: string, allowed: readonly T[]): T | undefined {
  const value = text(ask, name)
  if (value === undefined || value === '') return undefined
  const found = allowed.find((one) => one === value)
  if (found === undefined) throw refusal.parameter(`${name} must be one of ${allowed.join(', ')}`)
  return found
}

function whole(ask: Ask, name: string, least: number): number | undefined {
  const value = text(ask, name)
  if (value === undefined || value === '') return undefined
  const number = /^\d{1,9}$/.test(value) ? Number(value) : -1
  if (number < least) throw refusal.parameter(`${name} must be a whole number of at least ${least}`)
  return number
}

export interface Page {
  limit: number
  /** How many rows come before this page. */
  skip: number
}

/** `limit` and `offset`, with the vendor's defaults (1000 and 0). What `offset` counts is a switch. */
export function page(ask: Ask): Page {
  const limit = whole(ask, 'limit', 1) ?? 1000
  const offset = whole(ask, 'offset', 0) ?? 0
  return { limit, skip: ask.world.switches.offset === 'page' ? offset * limit : offset }
}

/** The first page again instead of nothing, where the switch says so. */
export function settledSkip(ask: Ask, { skip }: Page, total: number): number {
  return ask.world.switches.pastEnd === 'first' && skip >= total ? 0 : skip
}

/** The apps that are to be shown with their secret in clear (`iphertext_enabled` with `app_ids`). */
export function clearApps(ask: Ask): ReadonlySet<string> {
  const enabled = choice(ask, 'iphertext_enabled', ['true', 'false'])
  const ids = ask.query['app_ids']
  const listed = (Array.isArray(ids) ? ids : [ids ?? '']).flatMap((id) => id.split(',')).filter((id) => id !== '')
  return new Set(enabled === 'true' ? listed : [])
}

export function workspace(ask: Ask): string {
  return checkWorkspace(ask, text(ask, 'workspace_id'))
}

/** A part of a name to be found by `instr(lower(name), …)`: letters of the Latin alphabet are found in either case. */
export function needle(value: string | undefined): string {
  return (value ?? '').replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** An ORDER BY over one column, ended by the id so that pages never overlap. */
export function orderBy(column: string, direction: 'asc' | 'desc', id: string): string {
  return `ORDER BY ${column} ${direction}, ${id} ${direction}`
}
