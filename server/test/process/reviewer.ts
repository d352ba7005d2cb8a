import { listApis } from '@grantdesk/shared/apis'
import { listConnections } from '@grantdesk/shared/connections'
import { type Grant, listAccess, listGrants, switchGrant, type Wanted } from '@grantdesk/shared/grants'
import { signInAsPersona } from '@grantdesk/shared/identity'
import type { HttpClient } from '../http-client.ts'
import { type Product, until } from './start.ts'

/** A pair that somebody may switch. */
export type Pair = Pick<Grant, 'api' | 'app'>

export async function signedIn(product: Product, persona = 'li-wei'): Promise<HttpClient> {
  const client = product.visitor()
  ;(await client.call(signInAsPersona, { body: { persona: persona as never } })).ok()
  return client
}

/** Waits until every connection has been read whole. */
export async function readWhole(client: HttpClient): Promise<void> {
  const states = async () => (await client.call(listConnections, {})).ok().rows.map(({ freshness }) => freshness)
  await until(async () => (await states()).every(({ state }) => state === 'fresh'))
}

/** Pairs without access that this person may switch on, in the order of the screens. */
export async function switchable(client: HttpClient, count: number): Promise<Pair[]> {
  await readWhole(client)
  const { rows } = (await client.call(listApis, { query: { auth: ['app'], registered: 'true' } })).ok()
  const found: Pair[] = []
  for (const { api } of rows) {
    if (!api || found.length >= count) continue
    const access = await client.call(listAccess, { params: { api: api.id }, query: { show: 'unauthorized' } })
    const free = access.ok().rows.filter(({ grant }) => grant.allowed.on === true)
    found.push(...free.map(({ grant }) => ({ api: grant.api, app: grant.app })))
  }
  if (found.length < count) throw new Error(`only ${found.length} pairs can be switched on`)
  return found.slice(0, count)
}

/** What the desk knows of a pair. */
export async function grantOf(client: HttpClient, { api, app }: Pair): Promise<Grant> {
  const { rows } = (await client.call(listGrants, { params: { api }, query: { app: [app] } })).ok()
  const [grant] = rows
  if (!grant) throw new Error('the desk does not know the pair')
  return grant
}

/** Asks for the switch; the cloud is asked behind the answer. */
export async function ask(client: HttpClient, pair: Pair, wanted: Wanted): Promise<Grant> {
  const { version } = await grantOf(client, pair)
  return (await client.call(switchGrant, { params: pair, body: { wanted } }, { version })).ok()
}

/** Waits until the pair is in this state. */
export async function settled(client: HttpClient, pair: Pair, state: Grant['state']): Promise<Grant> {
  let last: Grant | undefined
  await until(
    async () => (last = await grantOf(client, pair)).state === state,
    () => `${state}, but it is ${JSON.stringify(last)}`,
  )
  return last ?? grantOf(client, pair)
}

/** Switches a pair on, and waits until the cloud was read back. */
export async function switchOn(client: HttpClient, pair: Pair): Promise<Grant> {
  await ask(client, pair, 'on')
  return settled(client, pair, 'active')
}
