import type { IncomingHttpHeaders } from 'node:http'
import { Problem } from '@grantdesk/shared/kernel/problem'
import { CANARY_MARK } from '../simulator/canary.ts'

const SECRET = new RegExp(`${CANARY_MARK}[0-9a-f]{26}`, 'i')
const BASE64_RUN = /[A-Za-z0-9+/_-]{40,}/g

/** Ways in which a secret may be dressed on its way out; an encoding may start anywhere in its run. */
const READINGS: ((text: string) => string[])[] = [
  (text) => [text],
  (text) => [text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))],
  (text) =>
    [...text.matchAll(BASE64_RUN)].flatMap(([run]) =>
      [0, 1, 2, 3].map((from) => Buffer.from(run.slice(from), 'base64').toString('latin1')),
    ),
]

/** The simulated cloud's secret that stands in this text, or `null`. */
export function secretIn(text: string): string | null {
  for (const reading of READINGS) {
    for (const plain of reading(text)) {
      const found = SECRET.exec(plain)?.[0]
      if (found !== undefined) return found
    }
  }
  return null
}

/** What every answer carries, whatever it answers. */
const EVERYWHERE: Record<string, RegExp> = {
  'content-security-policy': /^(?!.*unsafe).*default-src 'none'.*frame-ancestors 'none'/,
  'strict-transport-security': /max-age=\d{8}/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^no-referrer$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\)/,
}

export type Answered = { status: number; headers: IncomingHttpHeaders; text: string }

/** Looks at everything that leaves the house: no secret of the cloud, all security headers, every refusal a problem. */
export class Watch {
  readonly faults: string[] = []
  #looked = 0

  /** How much was looked at: a watch that saw nothing proves nothing. */
  get looked(): number {
    return this.#looked
  }

  answer(where: string, { status, headers, text }: Answered): void {
    this.text(`${where} (body)`, text)
    this.text(`${where} (headers)`, JSON.stringify(headers))
    for (const [name, form] of Object.entries(EVERYWHERE)) {
      if (!form.test(String(headers[name] ?? '')))
        this.faults.push(`${where}: ${name} is ${JSON.stringify(headers[name])}`)
    }
    if (headers['x-powered-by'] !== undefined) this.faults.push(`${where} tells what it is made with`)
    if (status >= 400) this.#refusal(where, { status, headers, text })
  }

  text(where: string, text: string): void {
    this.#looked += 1
    const secret = secretIn(text)
    if (secret !== null) this.faults.push(`${where} tells a secret of the cloud: ${secret}`)
  }

  #refusal(where: string, { status, headers, text }: Answered): void {
    const type = String(headers['content-type'])
    if (!type.startsWith('application/problem+json')) return void this.faults.push(`${where}: ${status} as ${type}`)
    const problem = Problem.strict().safeParse(JSON.parse(text))
    if (!problem.success) return void this.faults.push(`${where}: no problem details: ${text}`)
    const { code, type: urn } = problem.data
    if (problem.data.status !== status) this.faults.push(`${where}: ${status} with a body of ${problem.data.status}`)
    if (urn !== `urn:grantdesk:problem:${code}`) this.faults.push(`${where}: type ${urn} of ${code}`)
  }
}
