import { createHmac } from 'node:crypto'
import type { Key } from '../storage/keys.ts'

/**
 * The key of a request that holds a password, with the digest of the request made anew under the house's secret.
 *
 * The plain digest would let whoever reads the table of keys guess at the password faster than its slow hash does.
 */
export const sealedKey = (key: Key | null, secret: string): Key | null =>
  key && { ...key, fingerprint: createHmac('sha256', secret).update(key.fingerprint).digest('base64url') }
