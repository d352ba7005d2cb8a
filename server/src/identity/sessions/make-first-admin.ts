import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import type { makeFirstAdmin as contract } from '@grantdesk/shared/identity'
import type { Answer, Input } from '@grantdesk/shared/kernel/endpoint'
import { Refusal, refuse } from '../../kernel/refusal.ts'
import { keysOf } from '../../kernel/search-words.ts'
import type { Guest, Stores } from './find-session.ts'
import { byPassword, type SignInNeeds, welcome } from './sign-in.ts'

/** Without the letters that are misread for digits (Crockford's base 32). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Five bits each: 100 in all. */
const LENGTH = 20

const newCode = (): string =>
  Array.from(randomBytes(LENGTH), (byte) => LETTERS.charAt(byte % LETTERS.length))
    .join('')
    .replace(/.{5}(?=.)/g, '$&-')

/** People type a code with or without its hyphens, in small letters, and an O for a zero. */
const read = (code: string): string =>
  code
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')

const hash = (code: string): string => createHash('sha256').update(read(code)).digest('hex')

/** The code for the console; `null` once there is somebody, and in the demo. Each start makes a new one. */
export const firstAdminCode =
  ({ work, demo }: Pick<SignInNeeds, 'work' | 'demo'>) =>
  (): Promise<string | null> =>
    work(null, async ({ people }) => {
      if (demo || (await people.isAnybody())) return null
      const code = newCode()
      await people.keepFirstAdminCode(hash(code))
      return code
    })

/** Makes the first admin for whoever can read the console, once, and signs him in. */
export const makeFirstAdmin =
  (needs: SignInNeeds) =>
  async ({ body }: Input<typeof contract>, { visit }: { visit: Guest }): Promise<Answer<typeof contract>> => {
    const { work, people, accounts } = needs
    try {
      // Looked at before the slow work on the password, which a stranger shall not set off.
      await checkCode(people, body.code)
      const password = await (await accounts.$context).password.hash(body.password)
      await work(null, (stores) => add(stores, { ...body, password }, needs.clock.now()))
    } catch (fault) {
      if (fault instanceof Refusal) await recordRefusal(needs, fault)
      throw fault
    }
    const opened = (await byPassword(accounts, visit, body)) ?? refuse('wrong-credentials')
    return welcome(needs, visit, { ...opened, how: 'first-admin' })
  }

async function checkCode(people: Stores['people'], code: string): Promise<void> {
  if (await people.isAnybody()) refuse('already-there')
  const kept = await people.firstAdminCode()
  if (kept === null || !timingSafeEqual(Buffer.from(kept), Buffer.from(hash(code)))) refuse('wrong-code')
}

type First = { code: string; name: string; email: string; password: string }

async function add({ people, audit }: Stores, { code, name, email, password }: First, at: Date): Promise<void> {
  await people.lockAdmins(at)
  await checkCode(people, code)
  const id = randomUUID()
  await people.add({ id, name, email, ...keysOf(name, email), password }, at)
  const scope = { of: 'everything' } as const
  await people.give({ id: randomUUID(), person: id, role: 'admin', scope, from: at, until: null, by: null })
  await people.keepFirstAdminCode(null)
  audit.add({ kind: 'person.added', by: null, about: { person: id }, after: { name, email } })
  audit.add({ kind: 'role.given', by: null, about: { person: id }, after: { role: 'admin', scope, until: null } })
}

const recordRefusal = ({ work }: SignInNeeds, { code }: Refusal): Promise<void> =>
  work(null, async ({ audit }) =>
    audit.add({ kind: 'session.refused', by: null, about: {}, data: { how: 'first-admin', why: code } }),
  )
