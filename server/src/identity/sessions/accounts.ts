import { betterAuth } from 'better-auth/minimal'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { getAdapter } from 'better-auth/db/adapter'
import type { BetterAuthOptions } from 'better-auth/types'
import { z } from 'zod'
import { PASSWORD_MAX, PASSWORD_MIN } from '@grantdesk/shared/kernel/limits'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import type { Db } from '../../storage/tables.ts'
import { hashedTokens } from './hashed-tokens.ts'
import { inTurns } from './in-turns.ts'
import { ABSOLUTE_MS } from '../rules.ts'

/** The one cookie of the house. The prefix binds it to this very host, by a secure connection, for every path. */
export const COOKIE = '__Host-grantdesk'

type AccountNeeds = {
  db: Db
  /** Signs the cookie; at least 32 characters. */
  secret: string
  clock: Clock
  log: Log
  mayComeIn: (person: string) => Promise<boolean>
}

/** better-auth as a library: its functions are called by our own operations, its router answers nobody. */
export async function createAccounts(needs: AccountNeeds) {
  const options = optionsOf(needs)
  const adapter = await getAdapter({ ...options, database: { db: needs.db, type: 'postgres', transaction: false } })
  return betterAuth({ ...options, database: () => hashedTokens(adapter) })
}

export type Accounts = Awaited<ReturnType<typeof createAccounts>>

const optionsOf = ({ secret, clock, log, mayComeIn }: AccountNeeds) =>
  ({
    appName: 'Grantdesk',
    // Names only what is never used: no link is ever made and no router is mounted.
    baseURL: 'http://localhost',
    secret,
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: {
      level: 'error',
      disableColors: true,
      log: (_level, text, ...rest) => log.error({ library: 'better-auth', fault: rest.map(String).join(' ') }, text),
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
      password: passwordWork(),
    },
    user: { ...PERSON, changeEmail: { enabled: false }, deleteUser: { enabled: false } },
    account: ACCOUNT,
    // Our own two limits are stricter and go by the house's clock; this one is the library's.
    session: { ...SESSION, expiresIn: ABSOLUTE_MS / 1000, disableSessionRefresh: true },
    advanced: ADVANCED,
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            if (!(await mayComeIn(session.userId))) return false
            return { data: { ...session, startedAt: clock.now(), seenAt: clock.now() } }
          },
        },
      },
    },
    plugins: [personas],
  }) satisfies BetterAuthOptions

/** The library's own hash, a few at a time. */
function passwordWork() {
  const turns = inTurns({ atOnce: 2, waiting: 20 })
  return {
    hash: (password: string) => turns(() => hashPassword(password)),
    verify: (given: { hash: string; password: string }) => turns(() => verifyPassword(given)),
  }
}

const ADVANCED = {
  cookies: { session_token: { name: COOKIE } },
  defaultCookieAttributes: { secure: true, httpOnly: true, path: '/', sameSite: 'lax' },
  // It would put `__Secure-` before our own prefix.
  useSecureCookies: false,
  ipAddress: { disableIpTracking: true },
} as const

/** Opens a session for somebody whom the caller has let in otherwise; callable by our code only, it has no path. */
const personas = {
  id: 'personas',
  endpoints: {
    signInPersona: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ person: z.string() }) },
      async (ctx) => {
        const { internalAdapter } = ctx.context
        const user = await internalAdapter.findUserById(ctx.body.person)
        const session = user && (await internalAdapter.createSession(user.id))
        if (!user || !session) throw ctx.error('UNAUTHORIZED')
        await setSessionCookie(ctx, { session, user })
        return { person: user.id }
      },
    ),
  },
} as const

const STAMPS = { createdAt: 'created_at', updatedAt: 'updated_at' }

const PERSON = {
  modelName: 'person',
  fields: { ...STAMPS, emailVerified: 'email_verified' },
  additionalFields: { disabledAt: { type: 'date', required: false, input: false, fieldName: 'disabled_at' } },
} as const

const ACCOUNT = {
  modelName: 'person_account',
  fields: {
    ...STAMPS,
    accountId: 'account_id',
    providerId: 'provider_id',
    userId: 'person',
    accessToken: 'access_token',
    refreshToken: 'refresh_token',
    idToken: 'id_token',
    accessTokenExpiresAt: 'access_token_expires_at',
    refreshTokenExpiresAt: 'refresh_token_expires_at',
  },
} as const

const SESSION = {
  modelName: 'person_session',
  fields: {
    ...STAMPS,
    token: 'token_hash',
    userId: 'person',
    expiresAt: 'expires_at',
    ipAddress: 'ip_address',
    userAgent: 'user_agent',
  },
  additionalFields: {
    startedAt: { type: 'date', required: true, input: false, fieldName: 'started_at' },
    seenAt: { type: 'date', required: true, input: false, fieldName: 'seen_at' },
  },
} as const
