import { z } from 'zod'
import { operationNamed } from './operations.ts'
import type { World } from './world.ts'

/** When the operation behind a spoilt answer takes effect. */
const Effect = z.union([z.enum(['none', 'applied']), z.strictObject({ laterMs: z.int().min(0) })])
export type Effect = z.infer<typeof Effect>

const StatusAnswer = {
  status: z.int().min(400).max(599),
  code: z.string().optional(),
  message: z.string().optional(),
  /** The value of `Retry-After`, sensible or not. */
  retryAfter: z.string().optional(),
  shape: z.enum(['modelarts', 'gateway', 'html', 'empty']).default('modelarts'),
}

/** Which requests a fault meets. What is left out meets all. */
const Aim = {
  /** The vendor's operation id. */
  operation: z
    .string()
    .refine((name) => operationNamed(name) !== undefined, 'no such operation')
    .optional(),
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).optional(),
  /** A part of the path. */
  path: z.string().optional(),
  accessKey: z.string().optional(),
  /** How many requests go by before the first one is met. */
  skip: z.int().min(0).default(0),
  /** How many requests are met; null: all. */
  times: z.int().min(1).nullable().default(1),
}

const fault = <K extends string, S extends z.core.$ZodLooseShape>(kind: K, shape: S) =>
  z.strictObject({ ...Aim, kind: z.literal(kind), ...shape })

export const FaultDraft = z.discriminatedUnion('kind', [
  /** An error status instead of the answer. */
  fault('status', { ...StatusAnswer, effect: Effect.default('none') }),
  /** A 200 whose body is no JSON, another shape, cut off, or empty. */
  fault('rubbish', { body: z.enum(['text', 'schema', 'truncated', 'empty']), effect: Effect.default('applied') }),
  /** No answer at all; the connection stays open. */
  fault('hang', { effect: Effect.default('none') }),
  /** The connection is reset instead of answered. */
  fault('reset', { effect: Effect.default('none') }),
  /** The effect is there, the answer is lost: reset with its usual effect turned round. */
  fault('lost', { effect: Effect.default('applied') }),
  /** A gateway time-out; the effect comes later. */
  fault('late', { ms: z.int().min(0) }),
  /** The right answer, late. */
  fault('delay', { ms: z.int().min(0) }),
  /** One app fails inside a 200. */
  fault('app-failure', {
    appId: z.string(),
    code: z.string().default('ModelArts.3937'),
    reason: z.string().default('Failed to grant the API to the app.'),
  }),
  /** One app took effect, but its result is missing. */
  fault('missing-result', { appId: z.string() }),
  /** One app took effect, but its result names another app. */
  fault('wrong-app', {
    appId: z.string(),
    instead: z.string().default('logic-app-00000000-0000-4000-8000-000000000000'),
  }),
  /** Everything took effect, the list of results is empty. */
  fault('empty-result', {}),
])
export type FaultDraft = z.input<typeof FaultDraft>
export type Fault = z.output<typeof FaultDraft>

/** A fault that waits, with the number it can be named by. */
export type WaitingFault = Fault & { id: number; remaining: number | null }

/** What a fault can be aimed at. */
export interface Target {
  operation: string | null
  method: string
  path: string
  accessKey: string | null
  body: string
}

interface FaultRow {
  id: number
  rule: string
  skip: number
  remaining: number | null
}

export function addFault(world: World, draft: FaultDraft): WaitingFault {
  const rule = FaultDraft.parse(draft)
  const id = world.run('INSERT INTO fault (rule, skip, remaining) VALUES ($rule, $skip, $times)', {
    rule: JSON.stringify(rule),
    skip: rule.skip,
    times: rule.times,
  })
  return { ...rule, id, remaining: rule.times }
}

export function listFaults(world: World): WaitingFault[] {
  return world.all<FaultRow>('SELECT * FROM fault ORDER BY id').map((row) => ({
    ...(JSON.parse(row.rule) as Fault),
    id: row.id,
    skip: row.skip,
    remaining: row.remaining,
  }))
}

export function clearFaults(world: World): void {
  world.run('DELETE FROM fault')
}

/** The first waiting fault that is aimed at the request; it is used up by it. */
export function takeFault(world: World, target: Target): Fault | null {
  const met = listFaults(world).find((waiting) => isAimedAt(waiting, target))
  if (!met) return null
  if (met.skip > 0) {
    world.run('UPDATE fault SET skip = skip - 1 WHERE id = $id', { id: met.id })
    return null
  }
  world.run('UPDATE fault SET remaining = remaining - 1 WHERE id = $id', { id: met.id })
  world.run('DELETE FROM fault WHERE remaining = 0')
  return met
}

function isAimedAt(fault: Fault, target: Target): boolean {
  const matches = [
    fault.operation === undefined || fault.operation === target.operation,
    fault.method === undefined || fault.method === target.method,
    fault.path === undefined || target.path.includes(fault.path),
    fault.accessKey === undefined || fault.accessKey === target.accessKey,
    !('appId' in fault) || target.body.includes(fault.appId),
  ]
  return !matches.includes(false)
}
