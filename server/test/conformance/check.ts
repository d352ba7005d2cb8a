import {
  OTHER_ERROR_FIELDS,
  OTHER_FIELDS,
  OTHER_HEADERS,
  OTHER_STATUSES,
  OTHER_TYPES,
  OTHER_WORDS,
} from './deviations.ts'
import { failure, type Fields, type Length, type Operation, type Query, type Shape } from './facts/shapes.ts'
import type { Exchange } from './recorder.ts'

/** A difference between the wire and the facts, as a sentence without any value of an answer. */
type Difference = string

const kindOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

const isKind = (value: unknown, type: string): boolean =>
  type === 'number' ? typeof value === 'number' : kindOf(value) === (type === 'map' ? 'object' : type)

const isTolerated = (value: unknown, path: string): boolean =>
  OTHER_TYPES.some((known) => known.path.test(path) && isKind(value, known.type))

const isWord = (value: unknown, words: readonly string[], path: string): boolean =>
  typeof value === 'string' &&
  (words.includes(value) || OTHER_WORDS.some((known) => known.path.test(path) && known.words.includes(value)))

/** How a value differs from its described shape. */
export function shapeDifferences(value: unknown, shape: Shape, path: string): Difference[] {
  if (!isKind(value, shape.type)) {
    return isTolerated(value, path) ? [] : [`${path} is ${kindOf(value)}, described as ${shape.type}`]
  }
  switch (shape.type) {
    case 'array':
      return (value as unknown[]).flatMap((item) => shapeDifferences(item, shape.items, `${path}[]`))
    case 'object':
      return fieldDifferences(value as object, shape.fields, `${path}.`)
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
      return shape.oneOf === undefined || isWord(value, shape.oneOf, path) ? [] : [`${path} has an undescribed word`]
    case 'map':
      return Object.values(value as object).flatMap((item) =>
        shapeDifferences(item, { type: shape.values }, `${path}.*`),
      )
  }
}

/** How an object differs from its described fields. */
export function fieldDifferences(value: object, fields: Fields, prefix = ''): Difference[] {
  const given = Object.entries(value)
  const missing = Object.entries(fields).filter(
    ([name, shape]) => shape.required === true && !Object.hasOwn(value, name),
  )
  return [
    ...missing.map(([name]) => `${prefix}${name} is missing`),
    ...given.flatMap(([name, inside]) => {
      const shape = Object.hasOwn(fields, name) ? fields[name] : undefined
      const path = `${prefix}${name}`
      if (shape !== undefined) return shapeDifferences(inside, shape, path)
      return OTHER_FIELDS.some((known) => known.path.test(path)) ? [] : [`${path} is not described`]
    }),
  ]
}

/** The operation that a method and a path belong to, with the path's parameters. */
function placeOf(
  facts: readonly Operation[],
  method: string,
  path: string,
): { operation: Operation; params: Record<string, string> } | null {
  const segments = path.split('/')
  for (const operation of facts) {
    const names = operation.path.split('/')
    const fits =
      names.length === segments.length && names.every((name, i) => name.startsWith('{') || name === segments[i])
    if (!fits || operation.method !== method.toLowerCase()) continue
    const pairs = names.flatMap((name, i) => (name.startsWith('{') ? [[name.slice(1, -1), segments[i] ?? '']] : []))
    return { operation, params: Object.fromEntries(pairs) as Record<string, string> }
  }
  return null
}

const lengthDifferences = (
  value: string,
  { min = 0, max = Number.POSITIVE_INFINITY }: Length,
  name: string,
): Difference[] => (value.length < min || value.length > max ? [`${name} has ${value.length} characters`] : [])

function queryDifference(name: string, value: string, known: Query | undefined): Difference[] {
  if (known === undefined) return [`query ${name} is not described`]
  const differences = lengthDifferences(value, known, `query ${name}`)
  if (known.type === 'integer' && !/^\d+$/.test(value)) differences.push(`query ${name} is not a whole number`)
  if (known.type === 'boolean' && !/^(true|false)$/.test(value)) differences.push(`query ${name} is not a flag`)
  if (known.oneOf !== undefined && !known.oneOf.includes(value))
    differences.push(`query ${name} has an undescribed word`)
  return differences
}

/** DataArts wants the character set named; both clouds take it without. */
const JSON_BODY = /^application\/json(;charset=utf-?8)?$/i

function headerDifferences({ headers, body }: Operation, sent: Record<string, string>): Difference[] {
  const described = Object.keys(headers).map((name) => name.toLowerCase())
  const allowed = new Set([...described, ...OTHER_HEADERS.map(({ header }) => header)])
  const differences = Object.keys(sent)
    .filter((name) => !allowed.has(name))
    .map((name) => `header ${name} is not described`)
  const isSigned = sent['authorization'] !== undefined && sent['x-sdk-date'] !== undefined
  if (sent['x-auth-token'] === undefined && !isSigned) differences.push('the request carries no credential')
  if (body !== null && !JSON_BODY.test(sent['content-type'] ?? '')) differences.push('the body is not called JSON')
  return differences
}

function bodyDifferences({ body }: Operation, sent: string | null): Difference[] {
  if (body === null) return sent === null ? [] : ['a body is sent, none is described']
  if (sent === null) return ['the described body is missing']
  return fieldDifferences(JSON.parse(sent) as object, body, 'body ')
}

function requestDifferences(operation: Operation, params: Record<string, string>, exchange: Exchange): Difference[] {
  const query = [...new URL(exchange.path, 'http://cloud').searchParams]
  const repeated = query.filter(([name], i) => query.findIndex(([other]) => other === name) !== i)
  return [
    ...Object.entries(params).flatMap(([name, value]) =>
      lengthDifferences(decodeURIComponent(value), operation.pathParams[name] ?? {}, `path ${name}`),
    ),
    ...query.flatMap(([name, value]) => queryDifference(name, value, operation.query[name])),
    ...repeated.map(([name]) => `query ${name} is given twice`),
    ...headerDifferences(operation, exchange.requestHeaders),
    ...bodyDifferences(operation, exchange.requestBody),
  ]
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const errorFields: Fields = {
  ...failure,
  ...Object.fromEntries(OTHER_ERROR_FIELDS.map(({ field }) => [field, { type: 'string' } as const])),
}

function statusDifferences(operation: Operation, { status, answerHeaders }: Exchange): Difference[] {
  const declared = operation.answers[status]
  const isKnown = declared !== undefined || OTHER_STATUSES.some((known) => known.status === status)
  const isTraced = declared?.requestId !== true || answerHeaders['x-request-id'] !== undefined
  return [
    ...(isKnown ? [] : [`status ${status} is not described`]),
    ...(isTraced ? [] : [`status ${status} comes without X-Request-Id`]),
  ]
}

function contentDifferences({ answerHeaders, answerBody }: Exchange, fields: Fields | null): Difference[] {
  if (fields === null) return answerBody === '' ? [] : ['a body comes, none is described']
  const isCalledJson = /^application\/json\b/.test(answerHeaders['content-type'] ?? '')
  const body = parse(answerBody)
  return [
    ...(isCalledJson ? [] : ['the answer is not called JSON']),
    ...(kindOf(body) === 'object' ? fieldDifferences(body as object, fields) : ['the answer is not a JSON object']),
  ]
}

function answerDifferences(operation: Operation, exchange: Exchange): Difference[] {
  const fields = exchange.status >= 400 ? errorFields : (operation.answers[exchange.status]?.body ?? null)
  return [...statusDifferences(operation, exchange), ...contentDifferences(exchange, fields)]
}

/** All differences of one exchange, each named by its operation. */
export function exchangeDifferences(facts: readonly Operation[], exchange: Exchange): Difference[] {
  const path = exchange.path.split('?')[0] ?? ''
  const place = placeOf(facts, exchange.method, path)
  if (place === null) return [`${exchange.method} ${path} is no described operation`]
  const { operation, params } = place
  return [
    ...requestDifferences(operation, params, exchange).map((what) => `${operation.name}: request: ${what}`),
    ...answerDifferences(operation, exchange).map((what) => `${operation.name}: answer: ${what}`),
  ]
}

/** The names of the operations that exchanges belong to. */
export const operationsOf = (facts: readonly Operation[], exchanges: readonly Exchange[]): string[] => [
  ...new Set(
    exchanges.map(({ method, path }) => placeOf(facts, method, path.split('?')[0] ?? '')?.operation.name ?? ''),
  ),
]
