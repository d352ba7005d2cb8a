import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addPerson, giveRole, makeFirstAdmin, signIn } from '@grantdesk/shared/identity'
import { demoConnections } from '../../simulator/demo-accounts.ts'
import type { HttpClient } from '../http-client.ts'
import { newFolder, type Product, told } from './start.ts'

/** Variables that connect the house with the account at this address, as a person would write them for a real one. */
export function connectedWith(endpoint: string, writes: 'delta' | 'replace' = 'delta'): Record<string, string> {
  const file = join(newFolder(), 'connections.yaml')
  const keys: Record<string, string> = {}
  const variable = (name: string, secret: string): string => {
    keys[name] = secret
    return `env:${name}`
  }
  const lines = demoConnections.flatMap(({ id, label, region, project, identities }, c) => [
    `  - id: ${id}`,
    `    label: ${JSON.stringify(label)}`,
    `    service: modelarts`,
    `    region: ${region}`,
    `    project: ${project}`,
    `    endpoint: ${endpoint}`,
    `    writes: ${writes}`,
    `    identities:`,
    ...identities.flatMap((identity, i) => [
      `      - label: ${JSON.stringify(identity.label)}`,
      `        duties: [${identity.duties.join(', ')}]`,
      `        cloudUser: ${identity.cloudUser.id}`,
      `        credential:`,
      `          accessKey: ${variable(`AK_${c}_${i}`, identity.accessKey)}`,
      `          secretKey: ${variable(`SK_${c}_${i}`, identity.secretKey)}`,
    ]),
  ])
  writeFileSync(file, ['connections:', ...lines, ''].join('\n'))
  return { GRANTDESK_CONFIG: file, ...keys }
}

const ADMIN = { name: 'Ada Root', email: 'ada@example.com', password: 'correct horse battery' }
export const REVIEWER = { name: 'Rui Lin', email: 'rui@example.com', password: 'another long password' }

/** The first admin, made with the code that the product has printed. */
export async function firstAdmin(product: Product): Promise<HttpClient> {
  const code = await told(product, /^Make the first admin with this one-time code: (\S+)$/m)
  const admin = product.visitor()
  ;(await admin.call(makeFirstAdmin, { body: { code, ...ADMIN } })).ok()
  return admin
}

/** Lets the admin add a person who reviews everything. */
export async function addReviewer(admin: HttpClient): Promise<void> {
  const { id, version } = (await admin.call(addPerson, { body: REVIEWER })).ok()
  const body = { role: 'reviewer' as const, scope: { of: 'everything' as const }, until: null }
  ;(await admin.call(giveRole, { params: { person: id }, body }, { version })).ok()
}

export async function reviewerOf(product: Product): Promise<HttpClient> {
  const { email, password } = REVIEWER
  const client = product.visitor()
  ;(await client.call(signIn, { body: { email, password } })).ok()
  return client
}
