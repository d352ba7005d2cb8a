/**
 * Every app key, app secret and app code of the simulated cloud (and every secret key of its demo users) starts with
 * these six digits, so that a secret which leaves the server can be recognised in any byte stream.
 */
export const CANARY_MARK = 'ca9a12'

export const canaryPattern = /ca9a12[0-9a-f]{26}/

/** Whether the text holds at least one of the simulator's secrets in plain form. */
export function isCanary(text: string): boolean {
  return canaryPattern.test(text)
}

/** Turns hexadecimal digits into a secret of the same length that carries the mark. */
export function canary(hex: string): string {
  return CANARY_MARK + hex.slice(CANARY_MARK.length)
}
