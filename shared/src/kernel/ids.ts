import { z } from 'zod'

/** Our own ids are short and URL-safe; a cloud's ids stay opaque strings. */
const id = <B extends string>(brand: B) =>
  z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)
    .brand(brand)

export const PersonId = id('person')
export type PersonId = z.infer<typeof PersonId>
export const AssignmentId = id('assignment')
export type AssignmentId = z.infer<typeof AssignmentId>
export const ConnectionId = id('connection')
export type ConnectionId = z.infer<typeof ConnectionId>
export const ServiceId = id('service')
export type ServiceId = z.infer<typeof ServiceId>
export const ApiId = id('api')
export type ApiId = z.infer<typeof ApiId>
export const AppId = id('app')
export type AppId = z.infer<typeof AppId>
export const IntentId = id('intent')
export type IntentId = z.infer<typeof IntentId>
