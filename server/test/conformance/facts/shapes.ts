/**
 * How the vendor describes an operation of ModelArts, in our own words. A fact is what the vendor's page or OpenAPI file
 * says, right or wrong; where its own examples or error lists say otherwise, that is in `deviations.ts`.
 */

export type Scalar = 'string' | 'integer' | 'number' | 'boolean'

export type Shape =
  | { type: Scalar; oneOf?: readonly string[] }
  | { type: 'array'; items: Shape }
  | { type: 'object'; fields: Fields }
  /** Any names, values of one kind. */
  | { type: 'map'; values: Scalar }

export type Fields = Readonly<Record<string, Shape & { required?: true }>>

/** Shortest and longest text. */
export type Length = { min?: number; max?: number }

export type Query = Length & {
  type: Scalar | 'array'
  preset?: string | number
  oneOf?: readonly string[]
}

export type Answer = {
  /** `null`: an answer without a described body. */
  body: Fields | null
  /** Whether `X-Request-Id` is declared. */
  requestId?: true
}

export type Operation = {
  /** The vendor's operation id. */
  name: string
  method: 'get' | 'post' | 'put' | 'delete'
  path: string
  pathParams: Readonly<Record<string, Length>>
  query: Readonly<Record<string, Query>>
  /** Declared request headers; a length where one is given. */
  headers: Readonly<Record<string, Length & { required?: true }>>
  body: Fields | null
  answers: Readonly<Record<number, Answer>>
}

export const text = { type: 'string' } as const
export const whole = { type: 'integer' } as const
export const number = { type: 'number' } as const
export const flag = { type: 'boolean' } as const
export const list = (items: Shape): { type: 'array'; items: Shape } => ({ type: 'array', items })
export const object = (fields: Fields): { type: 'object'; fields: Fields } => ({ type: 'object', fields })
export const map = (values: Scalar): { type: 'map'; values: Scalar } => ({ type: 'map', values })
export const word = (...oneOf: string[]): { type: 'string'; oneOf: readonly string[] } => ({ type: 'string', oneOf })
export const required = <S extends Shape>(shape: S): S & { required: true } => ({ ...shape, required: true })

/** `ErrorResponse`. */
export const failure: Fields = { error_code: required(text), error_msg: required(text) }

/** The same refusal for several statuses. */
export const failures = (statuses: readonly number[], requestId?: true): Record<number, Answer> =>
  Object.fromEntries(statuses.map((status) => [status, { body: failure, ...(requestId && { requestId }) }]))

/** Ids in the path without a declared length. */
export const ids = (...names: string[]): Record<string, Length> =>
  Object.fromEntries(['project_id', ...names].map((name) => [name, {}]))

/** Ids in the path as the newer pages limit them: project and service to 128 characters, an API to 255. */
export const limitedIds = (...names: string[]): Record<string, Length> =>
  Object.fromEntries(['project_id', ...names].map((name) => [name, { min: 1, max: name === 'api_id' ? 255 : 128 }]))

export const token = { 'X-Auth-Token': { required: true } } as const
export const limitedToken = { 'X-Auth-Token': { required: true, min: 1, max: 65_536 } } as const
export const tokenAndType = { ...token, 'Content-Type': {} } as const
