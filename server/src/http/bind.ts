import { createHash } from 'node:crypto'
import type { Request as HttpRequest, Response, Router } from 'express'
import type { z } from 'zod'
import { type Answer, type Endpoint, type Input, isMutation, type May } from '@grantdesk/shared/kernel/endpoint'
import { KEY_MAX } from '@grantdesk/shared/kernel/limits'
import type { Issue } from '@grantdesk/shared/kernel/problem'
import { type Actor, has } from '../kernel/permit.ts'
import { refuse } from '../kernel/refusal.ts'
import type { Key } from '../storage/keys.ts'

/** Where a request comes from, and what goes back beside the answer. */
export type Visit = {
  ip: string
  headers: Headers
  setCookies(cookies: readonly string[]): void
  setHeader(name: string, value: string): void
}

/** Who asks, under which key, against which version. Nobody is `actor: null`. */
export type Ask<A = Actor> = { actor: A; key: Key | null; version: number; visit: Visit }

type AskOf<E extends Endpoint> = Ask<E['may'] extends 'anyone' ? Actor | null : Actor>

/** A use-case: what is parsed goes in, an answer in the contract's words comes out. */
export type Handler<E extends Endpoint> = (input: Input<E>, ask: AskOf<E>) => Promise<Answer<E>>

export type FindActor = (visit: Visit) => Promise<Actor | null>
export type Door = { router: Router; actorOf: FindActor }

/** Joins a contract to the code that keeps it. What is parsed is what is passed on. */
export function bind<const E extends Endpoint>(door: Door, e: E, handle: Handler<E>): void {
  door.router[e.method](e.path, async (req: HttpRequest, res: Response) => {
    const visit = visitOf(req, res)
    const actor = permit(e.may, await door.actorOf(visit))
    const input = {
      params: parsed(e.params, req.params, 'params'),
      query: parsed(e.query, req.query, 'query'),
      body: parsed(e.body, req.body, 'body'),
    } as Input<E>
    const version = e.ifMatch ? versionOf(req) : 0
    const key = actor && isMutation(e) ? keyOf(e, req, { actor, input }) : null
    const answer = await handle(input, { actor, key, version, visit } as AskOf<E>)
    res.status(e.status).json(e.reply.parse(answer))
  })
}

function permit(may: May, actor: Actor | null): Actor | null {
  if (may === 'anyone') return actor
  if (!actor) return refuse('not-signed-in')
  if (may !== 'person' && !has(actor, may)) refuse('not-allowed')
  return actor
}

function visitOf(req: HttpRequest, res: Response): Visit {
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return {
    ip: req.ip ?? 'unknown',
    headers,
    setCookies: (cookies) => void res.append('Set-Cookie', [...cookies]),
    setHeader: (name, value) => void res.set(name, value),
  }
}

/** Parses one part strictly; a part the contract does not know must be empty. */
function parsed(schema: z.ZodType | undefined, given: unknown, part: string): unknown {
  if (!schema) {
    const extra = Object.keys((given as object | undefined) ?? {})
    const issues = extra.map(
      (name): Issue => ({ path: `${part}.${name}`, rule: 'unrecognized', message: 'not known here' }),
    )
    return issues.length > 0 ? refuse('bad-input', { issues }) : undefined
  }
  const result = schema.safeParse(given ?? {})
  if (result.success) return result.data
  return refuse('bad-input', { issues: result.error.issues.slice(0, 20).map((issue) => issueOf(issue, part)) })
}

const issueOf = (issue: z.core.$ZodIssue, part: string): Issue => ({
  path: [part, ...issue.path.map(String)].join('.').slice(0, 200),
  rule: issue.code,
  message: issue.message.slice(0, 300),
})

function versionOf(req: HttpRequest): number {
  const given = req.get('If-Match')
  if (given === undefined) return refuse('version-missing')
  const match = /^"(\d{1,15})"$/.exec(given.trim())
  if (!match)
    return refuse('bad-input', { issues: [{ path: 'headers.if-match', rule: 'format', message: 'a quoted version' }] })
  return Number(match[1])
}

const KEY_FORM = new RegExp(`^[\\x21-\\x7e]{1,${KEY_MAX}}$`)

function keyOf(e: Endpoint, req: HttpRequest, { actor, input }: { actor: Actor; input: unknown }): Key {
  const key = req.get('Idempotency-Key')
  if (key === undefined) return refuse('key-missing')
  if (!KEY_FORM.test(key)) {
    refuse('bad-input', {
      issues: [{ path: 'headers.idempotency-key', rule: 'format', message: `1 to ${KEY_MAX} visible characters` }],
    })
  }
  const asked = JSON.stringify([input, req.get('If-Match') ?? null])
  return { person: actor.id, operation: e.id, key, fingerprint: createHash('sha256').update(asked).digest('base64url') }
}
