import { scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import type { Key } from '../../storage/keys.ts'

const derive = promisify<string, string, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt)

/** As slow as the hash of a password itself. */
const COST = { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 }
const BYTES = 32

/**
 * The key of a request that holds a password, with a digest of the request that is as slow as the password's own hash.
 *
 * The plain digest would let whoever reads the table of keys guess at the password much faster. The house's secret alone
 * does not prevent that: where nobody configures it, it lies in the same database.
 */
export async function sealedKey(key: Key | null, secret: string): Promise<Key | null> {
  if (!key) return null
  const salt = JSON.stringify([secret, key.person, key.operation, key.key])
  return { ...key, fingerprint: (await derive(key.fingerprint, salt, BYTES, COST)).toString('base64url') }
}
