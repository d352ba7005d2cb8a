/** The addresses that the product announces on its first start as a demo. */
export type Addresses = { url: string; control: string }

const PRODUCT = /^Grantdesk: (http:\/\/\S+)$/m
const CONTROL = /^Simulator control: (http:\/\/\S+)$/m

const CODE = /^Make the first admin with this one-time code: (\S+)$/m

/** What the product announces on its first start without the demo. */
export type FirstStart = { url: string; code: string }

export function announcedFirstStart(output: string): FirstStart | null {
  const url = PRODUCT.exec(output)?.[1]
  const code = CODE.exec(output)?.[1]
  return url !== undefined && code !== undefined ? { url, code } : null
}

/** Reads the announced lines; `null` until both are there. */
export function announced(output: string): Addresses | null {
  const url = PRODUCT.exec(output)?.[1]
  const control = CONTROL.exec(output)?.[1]
  return url !== undefined && control !== undefined ? { url, control } : null
}
