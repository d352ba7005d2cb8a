import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { CONFLICTS } from './conflicts.ts'
import type { Answer, Fields, Length, Operation, Query, Shape } from './facts/shapes.ts'

/** An OpenAPI 2 document of the vendor, as far as it is read here. */
export type VendorDocument = {
  paths: Record<string, Record<string, VendorOperation>>
  [section: string]: unknown
}

type Ref = { $ref?: string }

type VendorSchema = Ref & {
  type?: string
  enum?: string[]
  items?: VendorSchema
  properties?: Record<string, VendorSchema>
  additionalProperties?: VendorSchema
  required?: string[]
}

type VendorParameter = Ref & {
  name: string
  in: 'path' | 'query' | 'header' | 'body'
  type?: string
  required?: boolean
  default?: string | number
  enum?: string[]
  minLength?: number
  maxLength?: number
  schema?: VendorSchema
}

type VendorAnswer = Ref & { schema?: VendorSchema; headers?: Record<string, unknown> }

type VendorOperation = {
  operationId: string
  parameters?: VendorParameter[]
  responses: Record<string, VendorAnswer>
}

/** Follows references to their end. */
function resolve<T extends Ref>(document: VendorDocument, node: T): T {
  let at = node
  while (at.$ref !== undefined) {
    const steps = at.$ref.replace(/^#\//, '').split('/')
    at = steps.reduce<unknown>((inside, step) => (inside as Record<string, unknown>)[step], document) as T
  }
  return at
}

const some = <T>(name: string, value: T | undefined): Record<string, T> =>
  value === undefined ? {} : { [name]: value }

function fieldsOf(document: VendorDocument, schema: VendorSchema): Fields {
  const { properties = {}, required = [] } = resolve(document, schema)
  const shaped = Object.entries(properties).map(([name, inside]): [string, Fields[string]] => {
    const shape = shapeOf(document, inside)
    return [name, required.includes(name) ? { ...shape, required: true } : shape]
  })
  return Object.fromEntries(shaped)
}

function shapeOf(document: VendorDocument, node: VendorSchema): Shape {
  const schema = resolve(document, node)
  if (schema.type === 'array') return { type: 'array', items: shapeOf(document, schema.items ?? {}) }
  if (schema.type === 'object' && schema.additionalProperties !== undefined) {
    return { type: 'map', values: (schema.additionalProperties.type ?? 'string') as 'string' }
  }
  // One of the vendor's definitions (Schedule) has properties without saying that it is an object.
  if (schema.type === 'object' || schema.properties !== undefined)
    return { type: 'object', fields: fieldsOf(document, schema) }
  return { type: (schema.type ?? 'string') as 'string', ...some('oneOf', schema.enum) }
}

const lengthOf = ({ minLength, maxLength }: VendorParameter): Length => ({
  ...some('min', minLength),
  ...some('max', maxLength),
})

const queryOf = (given: VendorParameter): Query => ({
  type: (given.type ?? 'string') as 'string',
  ...some('preset', given.default),
  ...some('oneOf', given.enum),
  ...lengthOf(given),
})

const headerOf = (given: VendorParameter) => ({
  ...lengthOf(given),
  ...(given.required === true && { required: true as const }),
})

function answerOf(document: VendorDocument, node: VendorAnswer): Answer {
  const { schema, headers = {} } = resolve(document, node)
  return {
    body: schema === undefined ? null : fieldsOf(document, schema),
    ...('X-Request-Id' in headers && { requestId: true as const }),
  }
}

/** The facts that a vendor document states about its one operation. */
export function factsOf(document: VendorDocument): Operation {
  const [path, methods] = Object.entries(document.paths)[0] ?? ['', {}]
  const [method, operation] = Object.entries(methods)[0] ?? ['', { operationId: '', responses: {} }]
  const parameters = (operation.parameters ?? []).map((one) => resolve(document, one))
  const inside = <T>(place: VendorParameter['in'], read: (one: VendorParameter) => T): Record<string, T> =>
    Object.fromEntries(parameters.filter((one) => one.in === place).map((one) => [one.name, read(one)]))
  const body = parameters.find((one) => one.in === 'body')?.schema
  const answers = Object.entries(operation.responses).map(([status, answer]) => [status, answerOf(document, answer)])
  return {
    name: operation.operationId,
    method: method as Operation['method'],
    path,
    pathParams: inside('path', lengthOf),
    query: inside('query', queryOf),
    headers: inside('header', headerOf),
    body: body === undefined ? null : fieldsOf(document, body),
    answers: Object.fromEntries(answers) as Operation['answers'],
  }
}

const isTree = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Every place at which two trees differ, by its path. */
export function differences(ours: unknown, theirs: unknown, at = ''): string[] {
  if (isTree(ours) && isTree(theirs) && !Array.isArray(ours) && !Array.isArray(theirs)) {
    const names = new Set([...Object.keys(ours), ...Object.keys(theirs)])
    return [...names].flatMap((name) => differences(ours[name], theirs[name], at === '' ? name : `${at}.${name}`))
  }
  if (isDeepStrictEqual(ours, theirs)) return []
  return [`${at}: ours ${JSON.stringify(ours) ?? 'absent'}, the vendor's ${JSON.stringify(theirs) ?? 'absent'}`]
}

export type ShelfReport = {
  compared: string[]
  differences: string[]
  /** Operations of ours that the folder has no file for. */
  withoutFile: string[]
  /** Files of the folder about operations that are not used. */
  unused: string[]
}

/** Compares facts with a folder of vendor documents, one operation a file. */
export function compareWithShelf(facts: readonly Operation[], folder: string): ShelfReport {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  const theirs = new Map(
    files.map((name) => {
      const stated = factsOf(JSON.parse(readFileSync(join(folder, name), 'utf8')) as VendorDocument)
      return [stated.name, stated]
    }),
  )
  const found = facts.filter(({ name }) => theirs.has(name))
  const known = new Set(facts.map(({ name }) => name))
  return {
    compared: found.map(({ name }) => name),
    differences: found.flatMap((ours) =>
      differences(ours, theirs.get(ours.name)).map((difference) => `${ours.name}: ${difference}`),
    ),
    withoutFile: facts.filter(({ name }) => !theirs.has(name)).map(({ name }) => name),
    unused: [...theirs.keys()].filter((name) => !known.has(name)).toSorted(),
  }
}

/** Two folders about the same operations; what the first one says of an operation goes before the second. */
export type Sources = { first: string; second: string }

/**
 * Compares facts with the first source, and with the second where the first is silent. Where both speak, the second may
 * differ only as the list of conflicts says; those conflicts that do not show any more are differences too.
 */
export function compareWithSources(facts: readonly Operation[], { first, second }: Sources): ShelfReport {
  const own = compareWithShelf(facts, first)
  const other = compareWithShelf(facts, second)
  const inBoth = new Set(own.compared)
  const isConflict = (difference: string): boolean =>
    inBoth.has(difference.split(':')[0] ?? '') && CONFLICTS.some(({ where }) => where.test(difference))
  const stale = CONFLICTS.filter(({ where }) => !other.differences.some((difference) => where.test(difference)))
  return {
    compared: [...new Set([...own.compared, ...other.compared])],
    differences: [
      ...own.differences,
      ...other.differences.filter((difference) => !isConflict(difference)),
      ...stale.map(({ what }) => `${what}: the sources agree`),
    ],
    withoutFile: own.withoutFile.filter((name) => other.withoutFile.includes(name)),
    unused: [...new Set([...own.unused, ...other.unused])].toSorted(),
  }
}
