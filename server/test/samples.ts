import { z } from 'zod'
import type { Endpoint } from '@grantdesk/shared/kernel/endpoint'

type JsonSchema = {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  format?: string
  minLength?: number
}

/** An id in the right form that belongs to nothing. */
export const UNKNOWN_ID = 'nothing-has-this-id'

const schemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema

/** A body that the contract of an operation takes, made from the contract itself; it names nothing that is there. */
export const bodyOf = (e: Endpoint): unknown => (e.body ? sample(schemaOf(e.body)) : undefined)

/** A query that the contract takes. */
export const queryOf = (e: Endpoint): object => (e.query ? (sample(schemaOf(e.query)) as object) : {})

/** Parameters in the right form that name nothing that is there. */
export const paramsOf = (e: Endpoint): Record<string, string> =>
  Object.fromEntries(Object.keys(schemaProperties(e.params)).map((name) => [name, UNKNOWN_ID]))

export const schemaProperties = (schema: z.ZodType | undefined): Record<string, JsonSchema> =>
  schema ? (schemaOf(schema).properties ?? {}) : {}

function sample(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const [choice] = schema.anyOf ?? schema.oneOf ?? []
  if (choice) return sample(choice)
  return (schema.type === undefined ? text : (OF_TYPE[schema.type] ?? text))(schema)
}

const OF_TYPE: Record<string, (schema: JsonSchema) => unknown> = {
  object: ({ properties = {}, required = [] }) =>
    Object.fromEntries(required.map((name) => [name, sample(properties[name] ?? {})])),
  array: ({ items = {} }) => [sample(items)],
  integer: () => 0,
  number: () => 0,
  boolean: () => false,
}

function text({ format, minLength = 1 }: JsonSchema): string {
  if (format === 'email') return 'nobody@example.com'
  return format === 'date-time' ? '2030-01-01T00:00:00.000Z' : UNKNOWN_ID.padEnd(minLength, '-')
}

export type Spoilt = { how: string; body: unknown }

/** Every way in which one place of a body can be wrong, as far as the contract's form tells. */
export function spoilt(e: Endpoint): Spoilt[] {
  const body = bodyOf(e)
  if (typeof body !== 'object' || body === null) return []
  const names = Object.keys(body)
  return [
    { how: 'an unknown key', body: { ...body, unheardOf: 1 } },
    {
      how: 'a key of every object',
      body: JSON.parse(`{"__proto__":{"admin":true}${names.length > 0 ? ',' : ''}${JSON.stringify(body).slice(1)}`),
    },
    { how: 'a list', body: [body] },
    { how: 'a word', body: 'on' },
    { how: 'nothing', body: null },
    ...names.flatMap((name) => [
      { how: `no ${name}`, body: { ...body, [name]: undefined } },
      { how: `${name} as null`, body: { ...body, [name]: null } },
      { how: `${name} as an object`, body: { ...body, [name]: { $ne: 1 } } },
      { how: `${name} of 10 000 characters`, body: { ...body, [name]: 'x'.repeat(10_000) } },
      { how: `${name} as a fraction`, body: { ...body, [name]: 1.5 } },
    ]),
  ].filter(({ body: given }) => JSON.stringify(given) !== JSON.stringify(body))
}

/** Texts that no name may hold. */
export const UNSEEN_TEXTS: [string, string][] = [
  ['a NUL', 'a\0b'],
  ['a line break', 'a\nb'],
  ['an escape', 'a\u001b[31mb'],
  ['a turned direction', 'a\u202Eb'],
  ['a hidden character', 'a\u200Bb'],
  ['half a character', 'a\uD800b'],
  ['a byte order mark', 'a\uFEFFb'],
  ['a soft hyphen', 'Li\u00AD Wei'],
  ['a filler alone', '\u3164'],
  ['a tag', 'a\u{E0041}b'],
]
