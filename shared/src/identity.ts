import { z } from 'zod'
import { endpoint, ROLES } from './kernel/endpoint.ts'
import { AssignmentId, PersonId } from './kernel/ids.ts'
import { EMAIL_MAX, NAME_MAX, PASSWORD_MAX, PASSWORD_MIN } from './kernel/limits.ts'
import { listQuery, pageOf } from './kernel/page.ts'
import { Scope } from './kernel/scope.ts'
import { Text } from './kernel/text.ts'
import { Instant } from './kernel/time.ts'

export { Scope } from './kernel/scope.ts'

export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>

/** That a person has a role: where, from when, until when, and who said so. */
export const Assignment = z.object({
  id: AssignmentId,
  role: Role,
  scope: Scope,
  /** What the scope is called on screens; `null` for everything, or when the thing is no longer known. */
  scopeName: z.string().nullable(),
  from: Instant,
  until: Instant.nullable(),
  /** Name of the person who gave it; `null` for the house itself. */
  by: z.string().nullable(),
})
export type Assignment = z.infer<typeof Assignment>

export const Person = z.object({
  id: PersonId,
  name: z.string(),
  email: z.string(),
  disabled: z.boolean(),
  roles: z.array(Assignment),
  lastSeenAt: Instant.nullable(),
  version: z.number().int(),
})
export type Person = z.infer<typeof Person>

/** Someone of the demo world as whom one may look around. */
export const Persona = z.object({ id: PersonId, name: z.string(), title: z.string(), roles: z.array(Role) })
export type Persona = z.infer<typeof Persona>

export const Session = z.object({
  person: z.object({ id: PersonId, name: z.string(), email: z.string(), roles: z.array(Assignment) }).nullable(),
  /** Present in the demo only. */
  personas: z.array(Persona),
  /** Nobody has an account yet: the first admin is made with the code on the console. */
  firstAdmin: z.boolean(),
  demo: z.boolean(),
  version: z.string(),
})
export type Session = z.infer<typeof Session>

const Email = z.email().max(EMAIL_MAX).toLowerCase()
const NewPassword = z.string().min(PASSWORD_MIN).max(PASSWORD_MAX)
const Password = z.string().min(1).max(PASSWORD_MAX)
const Name = Text(NAME_MAX)

export const showSession = endpoint({
  id: 'showSession',
  summary: 'Who am I, and what may one do before signing in',
  method: 'get',
  path: '/api/v1/session',
  reply: Session,
  status: 200,
  may: 'anyone',
  refusals: [],
})

export const signIn = endpoint({
  id: 'signIn',
  summary: 'Sign in with a local account; sets the session cookie',
  method: 'post',
  path: '/api/v1/session',
  body: z.strictObject({ email: Email, password: Password }),
  reply: Session,
  status: 200,
  may: 'anyone',
  refusals: ['wrong-credentials'],
})

export const signInAsPersona = endpoint({
  id: 'signInAsPersona',
  summary: 'Sign in as someone of the demo world (demo only)',
  method: 'post',
  path: '/api/v1/session/persona',
  body: z.strictObject({ persona: PersonId }),
  reply: Session,
  status: 200,
  may: 'anyone',
  refusals: ['not-found'],
})

export const signOut = endpoint({
  id: 'signOut',
  summary: 'End this session',
  method: 'delete',
  path: '/api/v1/session',
  reply: Session,
  status: 200,
  may: 'person',
  refusals: [],
})

export const changePassword = endpoint({
  id: 'changePassword',
  summary: 'Change the own password; ends every other session of the account',
  method: 'put',
  path: '/api/v1/session/password',
  body: z.strictObject({ current: Password, next: NewPassword }),
  reply: Session,
  status: 200,
  may: 'person',
  refusals: ['wrong-credentials'],
})

export const makeFirstAdmin = endpoint({
  id: 'makeFirstAdmin',
  summary: 'Make the first admin with the one-time code from the console',
  method: 'post',
  path: '/api/v1/first-admin',
  body: z.strictObject({ code: z.string().trim().min(1).max(64), name: Name, email: Email, password: NewPassword }),
  reply: Session,
  status: 201,
  may: 'anyone',
  refusals: ['wrong-code', 'already-there'],
})

export const listPeople = endpoint({
  id: 'listPeople',
  summary: 'People and their roles',
  method: 'get',
  path: '/api/v1/people',
  query: z.strictObject({
    ...listQuery,
    sort: z.enum(['name', 'email', 'lastSeen']).default('name'),
    role: Role.optional(),
  }),
  reply: pageOf(Person),
  status: 200,
  may: 'admin',
  refusals: [],
})

export const addPerson = endpoint({
  id: 'addPerson',
  summary: 'Add a person with a local account',
  method: 'post',
  path: '/api/v1/people',
  body: z.strictObject({ name: Name, email: Email, password: NewPassword }),
  reply: Person,
  status: 201,
  may: 'admin',
  refusals: ['already-there'],
})

export const changePerson = endpoint({
  id: 'changePerson',
  summary: 'Rename, disable or enable a person; disabling ends the sessions',
  method: 'put',
  path: '/api/v1/people/:person',
  params: z.strictObject({ person: PersonId }),
  body: z.strictObject({ name: Name.optional(), disabled: z.boolean().optional() }),
  reply: Person,
  status: 200,
  may: 'admin',
  ifMatch: true,
  refusals: ['not-found', 'last-admin'],
})

export const giveRole = endpoint({
  id: 'giveRole',
  summary: 'Give a person a role, at once',
  method: 'post',
  path: '/api/v1/people/:person/roles',
  params: z.strictObject({ person: PersonId }),
  body: z.strictObject({ role: Role, scope: Scope, until: Instant.nullable().default(null) }),
  reply: Person,
  status: 201,
  may: 'admin',
  ifMatch: true,
  refusals: ['not-found', 'already-there'],
})

export const takeRole = endpoint({
  id: 'takeRole',
  summary: 'End a role of a person, at once',
  method: 'delete',
  path: '/api/v1/people/:person/roles/:assignment',
  params: z.strictObject({ person: PersonId, assignment: AssignmentId }),
  reply: Person,
  status: 200,
  may: 'admin',
  ifMatch: true,
  refusals: ['not-found', 'last-admin'],
})
