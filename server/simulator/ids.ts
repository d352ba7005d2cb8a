import { createHash, randomBytes } from 'node:crypto'

/** Always the same hexadecimal digits for the same text: the seeded worlds keep their identifiers over every start. */
export function hexOf(text: string, digits = 32): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits)
}

export function uuidOf(text: string): string {
  return dashed(hexOf(text))
}

export function newHex(digits = 32): string {
  return randomBytes(digits / 2).toString('hex')
}

export function newUuid(): string {
  return dashed(newHex())
}

function dashed(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
