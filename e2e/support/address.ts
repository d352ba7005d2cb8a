/** The addresses that the product announces on its first start as a demo. */
export type Addresses = { url: string; control: string }

const PRODUCT = /^Grantdesk: (http:\/\/\S+)$/m
const CONTROL = /^Simulator control: (http:\/\/\S+)$/m

/** Reads the announced lines; `null` until both are there. */
export function announced(output: string): Addresses | null {
  const url = PRODUCT.exec(output)?.[1]
  const control = CONTROL.exec(output)?.[1]
  return url !== undefined && control !== undefined ? { url, control } : null
}
